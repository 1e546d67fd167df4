package io.failoverd.daemon.core.health;

import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.Probed;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that {@link HealthMachine} knows of one target.
 *
 * @param since when {@code health} took its present value
 * @param failures the run of failures that counts now, ordered by the start of their probes; once condemned, the run
 *     that condemned. Bounded: the first is kept for the span, the rest slides (see HealthMachine).
 * @param failureCount how many there were, also those that slid out
 * @param successes counted in a row since the last counted failure, while condemned
 * @param latestSuccess start of the latest counted success
 * @param latestFailure start of the latest counted failure
 * @param repeats hold-downs so far, less what clean time forgave
 * @param heldUntil end of the present hold-down
 * @param holdLength its length, to clamp it by after a restart
 * @param cleanSince last return to UP, from which hold-downs decay
 * @param seenUp whether a success was ever counted, in this run or before
 * @param assumedUp whether it may answer before its first success
 * @param degradedRun degraded results in a row
 * @param cleanRun results in a row that were neither degraded nor down
 * @param degraded whether it is degraded: {@code fall} degraded results in a row begin it, {@code rise} clean ones end
 *     it
 * @param last the latest finished probe, also an inconclusive one
 */
public record HealthState(
        Health health,
        Moment since,
        List<Failure> failures,
        int failureCount,
        int successes,
        @Nullable Moment latestSuccess,
        @Nullable Moment latestFailure,
        int repeats,
        @Nullable Moment heldUntil,
        Duration holdLength,
        @Nullable Moment cleanSince,
        boolean seenUp,
        boolean assumedUp,
        int degradedRun,
        int cleanRun,
        boolean degraded,
        @Nullable Probed last) {
    public HealthState {
        failures = List.copyOf(failures);
    }

    /** A target nobody has looked at. {@code assumedUp} holds at a cold start and not for an endpoint added later. */
    public static HealthState unknown(Moment now, boolean assumedUp) {
        return new HealthState(
                Health.UNKNOWN,
                now,
                List.of(),
                0,
                0,
                null,
                null,
                0,
                null,
                Duration.ZERO,
                null,
                false,
                assumedUp,
                0,
                0,
                false,
                null);
    }

    /**
     * A target that an earlier run knew.
     *
     * @param down whether its verdict is recent enough to stand; else it starts as UNKNOWN, with its hold-downs counted
     * @param mayAnswer whether it may answer before this run's first success
     */
    public static HealthState restored(
            Moment now,
            boolean down,
            Moment since,
            int repeats,
            @Nullable Moment heldUntil,
            Duration holdLength,
            @Nullable Moment cleanSince,
            boolean mayAnswer) {
        HealthChange change = unknown(now, mayAnswer).change().hold(repeats, heldUntil, holdLength);
        if (cleanSince != null) {
            change.cleanSince(cleanSince);
        }
        return (down ? change.health(Health.DOWN, since) : change).build();
    }

    /** Whether it counts as healthy for the answer. */
    public boolean healthy() {
        return !health.condemned() && (seenUp || assumedUp);
    }

    /** Whether a hold-down keeps it out at {@code now}. */
    public boolean held(Moment now) {
        return health.condemned() && heldUntil != null && now.isBefore(heldUntil);
    }

    /** From the start of the first to the start of the last failure of the run. */
    public Duration span() {
        return failures.isEmpty()
                ? Duration.ZERO
                : failures.getLast().startedAt().since(failures.getFirst().startedAt());
    }

    /** The same, degraded since before a restart. */
    public HealthState degradedBefore() {
        return change().degradation(0, 0, true).build();
    }

    HealthChange change() {
        return new HealthChange(this);
    }
}
