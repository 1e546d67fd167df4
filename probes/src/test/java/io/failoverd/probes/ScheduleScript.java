package io.failoverd.probes;

import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.ProbeResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Plays a script of answers and paces to a {@link ProbeSchedule}, always on time, and writes down the starts. */
final class ScheduleScript {
    static final ProbeResult UP = new ProbeResult.Up("up");
    static final ProbeResult DOWN = new ProbeResult.Down(FailureReason.CONNECT_REFUSED, "down");
    static final ProbeResult DEGRADED = new ProbeResult.Degraded(FailureReason.STATUS, "degraded");
    static final ProbeResult INCONCLUSIVE = new ProbeResult.Inconclusive(FailureReason.LOCAL_OVERLOAD, "late");

    private record Happening(Moment at, Step step) {}

    private interface Step {
        ProbeSchedule on(ProbeSchedule schedule);
    }

    private record Answer(ProbeResult result, long afterMillis) {}

    private ScheduleScript() {}

    static List<Long> run(Cadence cadence, String script, int starts) {
        var answers = new ArrayList<Answer>();
        var happenings = new PriorityQueue<Happening>(Comparator.comparing(Happening::at));
        for (String word : script.split(" ", -1)) {
            if (word.contains("@")) {
                String[] parts = word.split("@", -1);
                Moment at = Moment.ofMillis(Long.parseLong(parts[1]));
                happenings.add(new Happening(at, wish(parts[0], at)));
            } else {
                String[] parts = word.split("\\+", -1);
                answers.add(new Answer(result(parts[0]), Long.parseLong(parts[1])));
            }
        }
        var seen = new ArrayList<Long>();
        ProbeSchedule schedule = ProbeSchedule.first(cadence, Moment.ZERO, 0);
        Moment now = Moment.ZERO;
        while (seen.size() < starts) {
            Happening next = happenings.peek();
            if (next != null && !next.at().isAfter(schedule.nextDue())) {
                schedule = happenings.remove().step().on(schedule);
                now = next.at();
                continue;
            }
            Moment start = Moment.later(schedule.nextDue(), now);
            Answer answer = answers.get(Math.min(seen.size(), answers.size() - 1));
            Moment end = start.plus(Duration.ofMillis(answer.afterMillis()));
            schedule = schedule.started(start, 0.5);
            happenings.add(new Happening(end, s -> s.finished(start, answer.result(), end)));
            seen.add(Math.round(start.nanos() / 1e6));
        }
        return seen;
    }

    private static Step wish(String kind, Moment at) {
        return switch (kind.charAt(0)) {
            case 'C' -> schedule -> schedule.paced(Pace.CONDEMNED, at);
            case 'W' -> schedule -> schedule.paced(Pace.WATCHFUL, at);
            case 'H' -> schedule -> schedule.hurried(at);
            case 'T' -> schedule -> schedule.tripped(at);
            case 'R' -> schedule -> schedule.rested(Duration.ofMillis(Long.parseLong(kind.substring(1))), at);
            default -> throw new IllegalArgumentException("no such wish: " + kind);
        };
    }

    private static ProbeResult result(String word) {
        return switch (word) {
            case "UP" -> UP;
            case "DOWN" -> DOWN;
            case "DEGRADED" -> DEGRADED;
            case "INCONCLUSIVE" -> INCONCLUSIVE;
            default -> throw new IllegalArgumentException(word);
        };
    }
}
