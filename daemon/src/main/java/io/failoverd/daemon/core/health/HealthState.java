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
 * @param failures the failures that count now, ordered by the start of their probes; once condemned, those that
 *     condemned. Bounded: see HealthMachine.
 * @param failureCount how many there were, also those that slid out
 * @param passes starts of the successes in the window, where failures count among the last results; else empty
 * @param successes counted in a row since the last counted failure, while condemned
 * @param latestSuccess start of the latest counted success
 * @param latestFailure start of the latest counted failure
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
        List<Moment> passes,
        int successes,
        @Nullable Moment latestSuccess,
        @Nullable Moment latestFailure,
        boolean seenUp,
        boolean assumedUp,
        int degradedRun,
        int cleanRun,
        boolean degraded,
        @Nullable Probed last) {
    public HealthState {
        failures = List.copyOf(failures);
        passes = List.copyOf(passes);
    }

    /** A target nobody has looked at. {@code assumedUp} holds at a cold start and not for an endpoint added later. */
    public static HealthState unknown(Moment now, boolean assumedUp) {
        return new HealthState(
                Health.UNKNOWN, now, List.of(), 0, List.of(), 0, null, null, false, assumedUp, 0, 0, false, null);
    }

    /** A target that is condemned without evidence of this run: its endpoint was, before. */
    public static HealthState condemnedBefore(Moment now, Moment since, boolean mayAnswer) {
        return unknown(now, mayAnswer).change().health(Health.DOWN, since).build();
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
