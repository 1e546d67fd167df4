package io.failoverd.probes;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.ProbeResult;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random answers, late timers and changes of pace: what holds whatever happens. The seed is in the failure. */
class ProbeScheduleRandomTest {
    private static final int SEEDS = 2_000;
    private static final int STARTS = 60;

    private record Result(Moment start, Moment end, ProbeResult result) {}

    @ParameterizedTest(name = "late timers and changes of pace: {0}")
    @ValueSource(booleans = {false, true})
    void holdsWhateverHappens(boolean disturbed) {
        for (int seed = 0; seed < SEEDS; seed++) {
            run(new Random(seed), disturbed, "seed " + seed);
        }
    }

    private static void run(Random random, boolean disturbed, String seed) {
        Cadence cadence = cadence(random);
        Moment now = Moment.ofMillis(random.nextInt(1000));
        ProbeSchedule schedule = ProbeSchedule.first(cadence, now, random.nextDouble());
        assertThat(schedule.nextDue()).as(seed).isBetween(now, now.plus(cadence.interval()));
        var results = new PriorityQueue<Result>(Comparator.comparing(Result::end));
        int starts = 0;
        while (starts < STARTS) {
            Moment due = schedule.nextDue();
            Result first = results.peek();
            if (first != null && !first.end().isAfter(Moment.later(due, now))) {
                results.remove();
                now = Moment.later(now, first.end());
                schedule = schedule.finished(first.start(), first.result(), now);
                checkSeries(schedule, first, now, seed);
            } else if (disturbed && random.nextInt(10) == 0) {
                schedule = schedule.paced(random.nextBoolean() ? Pace.WATCHFUL : Pace.CONDEMNED, now);
            } else if (disturbed && random.nextInt(20) == 0) {
                schedule = schedule.rested(Duration.ofMillis(random.nextInt(60_000)), now);
            } else if (disturbed && random.nextInt(20) == 0) {
                schedule = schedule.tripped(now);
            } else {
                long late = disturbed && random.nextInt(4) == 0 ? random.nextInt(2_000) : 0;
                now = Moment.later(now, due).plus(Duration.ofMillis(late));
                if (!schedule.mayStart()) {
                    schedule = schedule.skipped(now, random.nextDouble());
                } else {
                    checkGap(schedule, now, disturbed, seed);
                    schedule = schedule.started(now, random.nextDouble());
                    results.add(result(random, cadence, now));
                    starts++;
                }
            }
            checkAlways(schedule, now, seed);
        }
    }

    private static void checkAlways(ProbeSchedule schedule, Moment now, String seed) {
        Cadence cadence = schedule.cadence();
        assertThat(schedule.inFlight().size()).as(seed).isLessThanOrEqualTo(cadence.maxInFlight());
        Moment due = schedule.nextDue();
        if (schedule.lastStart() != null) {
            assertThat(due).as(seed + ": later than the last start").isGreaterThan(schedule.lastStart());
        }
        Duration patient = schedule.notBefore() == null
                ? Duration.ZERO
                : cadence.interval().multipliedBy(ProbeSchedule.MOST_RESTS);
        Duration interval = schedule.pace() == Pace.CONDEMNED ? cadence.intervalWhileDown() : cadence.interval();
        Duration normal = interval.multipliedBy(11).dividedBy(10).plus(cadence.recheck());
        Duration longest = normal.compareTo(patient) > 0 ? normal : patient;
        assertThat(due).as(seed + ": there is a next due time, and it is near").isLessThanOrEqualTo(now.plus(longest));
    }

    /** On time and watchful all along, two starts are never closer than a recheck or a jittered interval. */
    private static void checkGap(ProbeSchedule schedule, Moment now, boolean disturbed, String seed) {
        Moment last = schedule.lastStart();
        if (last == null) {
            return;
        }
        Cadence cadence = schedule.cadence();
        long shortest = disturbed
                ? 1
                : Math.min(cadence.recheck().toNanos(), cadence.interval().toNanos() * 9 / 10);
        assertThat(now.since(last).toNanos()).as(seed + ": gap").isGreaterThanOrEqualTo(shortest);
    }

    /** A watchful schedule asks again within a recheck of a failure that still counts. */
    private static void checkSeries(ProbeSchedule schedule, Result result, Moment now, String seed) {
        Moment success = schedule.latestSuccess();
        boolean counts = success == null || result.start().isAfter(success);
        if (result.result() instanceof ProbeResult.Down && schedule.pace() == Pace.WATCHFUL && counts) {
            assertThat(schedule.nextDue())
                    .as(seed + ": recheck after a failure")
                    .isLessThanOrEqualTo(now.plus(schedule.cadence().recheck()));
        }
    }

    /** With a recheck over 0.9 of the interval, a normal start may fall right before a recheck. */
    private static Cadence cadence(Random random) {
        Duration interval = Duration.ofMillis(100 + random.nextInt(3_000));
        Duration recheck = Duration.ofMillis(20 + random.nextInt((int) interval.toMillis() * 9 / 10 - 19));
        Duration timeout = Duration.ofMillis(50 + random.nextInt(6_000));
        return new Cadence(interval, recheck, timeout, timeout, interval.multipliedBy(1 + random.nextInt(5)));
    }

    private static Result result(Random random, Cadence cadence, Moment start) {
        long timeout = cadence.timeout().toMillis();
        long millis = random.nextInt(3) == 0 ? timeout : random.nextInt((int) timeout);
        ProbeResult result = switch (random.nextInt(4)) {
            case 0 -> ScheduleScript.UP;
            case 1 -> ScheduleScript.INCONCLUSIVE;
            default -> ScheduleScript.DOWN;
        };
        return new Result(start, start.plus(Duration.ofMillis(millis)), result);
    }
}
