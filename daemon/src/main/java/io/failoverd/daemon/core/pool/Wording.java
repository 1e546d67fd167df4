package io.failoverd.daemon.core.pool;

import io.failoverd.daemon.core.health.Failure;
import io.failoverd.daemon.core.health.Health;
import io.failoverd.daemon.core.health.HealthMachine;
import io.failoverd.daemon.core.health.HealthPolicy;
import io.failoverd.daemon.core.health.HealthState;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The sentences of the reasons, the same in explain, status, alerts and journal. None is without a number, and none
 * counts down: a sentence stays true until the next event.
 */
public final class Wording {
    private Wording() {}

    /** {@code 1.0 s}, {@code 350 ms}, {@code 2 min}. */
    static String seconds(Duration duration) {
        long millis = duration.toMillis();
        if (millis < 1000) {
            return millis + " ms";
        }
        return millis < 120_000
                ? String.format(Locale.ROOT, "%.1f s", millis / 1000.0)
                : String.format(Locale.ROOT, "%.0f min", millis / 60_000.0);
    }

    /** The evidence that condemned: {@code 3 of 3 probes refused in 1.0 s, last at 12:00:03.120Z}. */
    public static String evidence(HealthPolicy policy, HealthState state, WallAnchor wall) {
        List<Failure> run = state.failures();
        if (run.isEmpty()) {
            return "no failure counted";
        }
        FailureReason common = HealthMachine.commonReason(run);
        FailureReason last = run.getLast().reason();
        String what = common != null ? common.phrase() : "failed (the last " + last.phrase() + ")";
        return String.format(
                Locale.ROOT,
                "%d of %d probes %s in %s, last at %s",
                state.failureCount(),
                Math.max(policy.fall(), state.failureCount()),
                what,
                seconds(state.span()),
                wall.clock(run.getLast().startedAt()));
    }

    /** @param noneHealthy whether the first endpoint to pass again returns at once, its hold-down waived */
    static List<Reason> ofHealth(
            PoolRules rules, Candidate candidate, boolean noneHealthy, Moment now, WallAnchor wall) {
        HealthState state = candidate.health();
        var reasons = new ArrayList<Reason>();
        switch (state.health()) {
            case UNKNOWN -> reasons.add(unproven(state, "0 successes and 0 failures so far"));
            case UP -> reasons.add(new Reason(ReasonCode.HEALTHY, "UP since " + wall.clock(state.since())));
            case SUSPECT -> {
                String soFar = evidence(rules.health(), state, wall);
                reasons.add(
                        state.healthy()
                                ? new Reason(ReasonCode.SUSPECT, "failing, not yet condemned: " + soFar)
                                : unproven(state, soFar));
            }
            case DOWN, RECOVERING -> condemned(reasons, rules, candidate, noneHealthy, now, wall);
        }
        if (state.degraded()) {
            reasons.add(new Reason(ReasonCode.DEGRADED, degraded(rules.health(), state)));
        }
        return reasons;
    }

    private static Reason unproven(HealthState state, String soFar) {
        return state.assumedUp()
                ? new Reason(ReasonCode.ASSUMED_HEALTHY, "configured at the start and assumed healthy: " + soFar)
                : new Reason(
                        ReasonCode.AWAITING_FIRST_SUCCESS,
                        "added while running, answers after its first success: " + soFar);
    }

    private static String degraded(HealthPolicy policy, HealthState state) {
        String run = state.degradedRun() > 0
                ? "degraded: the latest " + state.degradedRun() + " probes"
                : "degraded until " + policy.rise() + " clean probes in a row, " + state.cleanRun() + " so far";
        return run
                + (state.last() == null
                        ? ""
                        : ", last: " + state.last().result().detail());
    }

    private static void condemned(
            List<Reason> reasons,
            PoolRules rules,
            Candidate candidate,
            boolean noneHealthy,
            Moment now,
            WallAnchor wall) {
        HealthState state = candidate.health();
        reasons.add(
                candidate.verdictFromBefore()
                        ? new Reason(
                                ReasonCode.DOWN_BEFORE_RESTART,
                                "DOWN since " + wall.clock(state.since()) + ", before the restart: "
                                        + candidate.verdict())
                        : new Reason(ReasonCode.CONDEMNED, candidate.verdict()));
        if (state.health() == Health.RECOVERING) {
            reasons.add(new Reason(
                    ReasonCode.RECOVERING,
                    state.successes() + " of " + rules.health().rise() + " successes in a row since "
                            + wall.clock(state.since())));
        }
        boolean held = state.held(now);
        if (held) {
            reasons.add(new Reason(
                    ReasonCode.HELD_DOWN,
                    "held down for " + seconds(state.holdLength()) + " (removal " + state.repeats()
                            + " in a row) until " + wall.clock(heldUntil(state, now))));
        }
        reasons.add(new Reason(ReasonCode.RETURNS_WHEN, returnsWhen(rules, state, held, noneHealthy, now, wall)));
    }

    private static String returnsWhen(
            PoolRules rules, HealthState state, boolean held, boolean noneHealthy, Moment now, WallAnchor wall) {
        int missing = Math.max(0, rules.health().rise() - state.successes());
        Moment basis = state.last() == null ? now : state.last().startedAt();
        Moment risen = basis.plus(rules.interval().multipliedBy(missing));
        Moment earliest = held && !noneHealthy ? Moment.later(risen, heldUntil(state, now)) : risen;
        return "returns after " + rules.health().rise() + " successes in a row (" + state.successes() + " so far)"
                + (held ? holdClause(noneHealthy) : "") + ", at the earliest at about "
                + wall.clock(earliest);
    }

    private static String holdClause(boolean noneHealthy) {
        return noneHealthy
                ? ", its hold-down waived if it is the first while none is healthy"
                : " and the end of its hold-down";
    }

    private static Moment heldUntil(HealthState state, Moment otherwise) {
        @Nullable Moment until = state.heldUntil();
        return until == null ? otherwise : until;
    }

    static Reason ofOverride(OperatorOverride override, WallAnchor wall) {
        String until = override.expires() == null ? "without expiry" : "until " + wall.clock(override.expires());
        String note = override.note().isEmpty() ? "" : ": " + override.note();
        String text = "set " + override.mode().word() + " by " + override.by() + " at " + wall.clock(override.since())
                + ", " + until + note;
        return new Reason(
                override.mode() == OverrideMode.ONLINE ? ReasonCode.OVERRIDE_ONLINE : ReasonCode.OVERRIDE_OFFLINE,
                text);
    }
}
