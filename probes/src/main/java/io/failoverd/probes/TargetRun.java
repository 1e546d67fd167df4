package io.failoverd.probes;

import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.PhaseTimings;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Probed;
import io.failoverd.probes.model.Target;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One target being probed: its schedule, its timer, and its probes in flight, at most {@code Cadence.maxInFlight()}.
 *
 * <p>Owned by a {@link ProbeLane}; lives on the lane's event loop. Until {@link #end}, exactly one timer is set, whatever
 * a prober does: a prober that throws costs its target that one probe.
 */
final class TargetRun {
    private static final Logger log = LoggerFactory.getLogger(TargetRun.class);

    /** For a probe that its own timeout should have ended. */
    private static final Duration OVERTIME = Duration.ofSeconds(5);

    private final ProbeLane lane;
    private final Target target;
    private final Map<Attempt, Moment> flying = new LinkedHashMap<>();
    private ProbeSchedule schedule;
    private @Nullable ScheduledFuture<?> timer;
    private @Nullable Moment armedFor;
    private boolean ended;

    /** Whose drill has results count as failed, in words; null while none does. */
    private @Nullable String drill;

    TargetRun(ProbeLane lane, Target target) {
        this.lane = lane;
        this.target = target;
        this.schedule = ProbeSchedule.first(target.check().cadence(), lane.now(), lane.chance());
    }

    void begin() {
        arm();
    }

    void pace(Pace pace) {
        schedule = schedule.paced(pace, lane.now());
        arm();
    }

    void hurry() {
        schedule = schedule.hurried(lane.now());
        arm();
    }

    void trip() {
        schedule = schedule.tripped(lane.now());
        arm();
    }

    /** What finishes from now on counts as failed, or again as what it is: for the schedule and all who are told. */
    void drill(@Nullable String words) {
        drill = words;
    }

    /** No result is delivered after this. */
    void end() {
        ended = true;
        if (timer != null) {
            timer.cancel(false);
        }
        List.copyOf(flying.keySet()).forEach(Attempt::cancel);
    }

    private void fire() {
        if (ended) {
            return;
        }
        armedFor = null;
        try {
            startDue();
        } catch (RuntimeException e) {
            log.error("the schedule of {} failed and starts anew", target.id(), e);
            schedule = ProbeSchedule.first(target.check().cadence(), lane.now(), lane.chance());
        }
        arm();
    }

    private void startDue() {
        Moment due = schedule.nextDue();
        Moment now = lane.now();
        if (!now.isBefore(due)) {
            if (schedule.mayStart()) {
                boolean recheck = schedule.isRecheck(now);
                schedule = schedule.started(now, lane.chance());
                start(now, now.since(due), lane.limits().take(target, recheck, now));
            } else {
                schedule = schedule.skipped(now, lane.chance());
                lane.counts().skipped();
                giveUp(now);
            }
        }
    }

    /** @param refused what a probe that finds no place says instead of its target */
    private void start(Moment now, Duration lateness, ProbeResult.@Nullable Inconclusive refused) {
        if (refused == null) {
            lane.counts().started(lateness);
            probe(now);
        } else {
            tell(now, new Probed(target.id(), now, now, PhaseTimings.ofTotal(Duration.ZERO), refused));
        }
    }

    private void probe(Moment start) {
        Attempt attempt;
        try {
            attempt = lane.start(target);
        } catch (RuntimeException e) {
            log.error("probe of {} could not be started", target.id(), e);
            finished(start, failedHere(start));
            return;
        }
        flying.put(attempt, start);
        attempt.outcome().onComplete(done -> {
            if (flying.remove(attempt) == null) {
                return; // given up
            }
            if (done.succeeded()) {
                finished(start, done.result());
                rest(done.result().result(), attempt.retryAfter());
            } else {
                log.error("probe of {} ended without a result", target.id(), done.cause());
                finished(start, failedHere(start));
            }
        });
    }

    /** A probe that a bug has lost would keep its place for ever, and its target would be left alone in silence. */
    private void giveUp(Moment now) {
        Duration longest = target.check().cadence().timeout().plus(OVERTIME);
        for (Map.Entry<Attempt, Moment> each : List.copyOf(flying.entrySet())) {
            Attempt lost = each.getKey();
            if (now.since(each.getValue()).compareTo(longest) > 0) {
                log.error("probe of {} did not end in time, and is given up", target.id());
                lost.cancel();
                if (flying.remove(lost) != null) {
                    finished(each.getValue(), failedHere(each.getValue()));
                }
            }
        }
    }

    private void rest(ProbeResult result, Duration wish) {
        boolean passed = drill == null && (result instanceof ProbeResult.Up || result instanceof ProbeResult.Degraded);
        if (!ended && passed && wish.isPositive()) {
            schedule = schedule.rested(wish, lane.now());
            arm();
        }
    }

    /** @param start what the schedule knows the probe by; the prober looked at the clock a moment later */
    private void finished(Moment start, Probed probed) {
        lane.counts().finished();
        lane.limits().ended(target, probed.result(), lane.now());
        if (!ended) {
            tell(start, probed);
        }
    }

    private void tell(Moment start, Probed probed) {
        Probed counted = drill == null ? probed : probed.failedBy(drill);
        schedule = schedule.finished(start, counted.result(), lane.now());
        arm();
        lane.deliver(counted);
    }

    /** Sets the timer to the schedule's next due time, unless it is set to that already. */
    private void arm() {
        Moment due = schedule.nextDue();
        if (ended || due.equals(armedFor)) {
            return;
        }
        if (timer != null) {
            timer.cancel(false);
        }
        armedFor = due;
        timer = lane.at(due, this::fire);
    }

    private Probed failedHere(Moment start) {
        return failedHere(target, start, lane.now());
    }

    /** What is said of a probe that a bug of ours has ended. */
    static Probed failedHere(Target target, Moment start, Moment now) {
        return new Probed(
                target.id(),
                start,
                now,
                PhaseTimings.ofTotal(now.since(start)),
                new ProbeResult.Inconclusive(FailureReason.LOCAL_ERROR, "the prober failed"));
    }
}
