package io.failoverd.daemon.core.health;

import io.failoverd.probes.model.DurationMath;
import java.time.Duration;

/**
 * One check of an endpoint.
 *
 * @param check its name, as the targets carry it
 * @param interval from probe to probe, for the estimate of an earliest return
 * @param whileDown the same while a verdict of DOWN stands and the latest probe failed
 * @param observed whether it only observes: it alerts, and never takes anything out
 */
public record CheckRule(String check, Duration interval, Duration whileDown, HealthPolicy policy, boolean observed) {
    /** With one interval, whatever the health. */
    public CheckRule(String check, Duration interval, HealthPolicy policy, boolean observed) {
        this(check, interval, interval, policy, observed);
    }

    /**
     * From the start of the latest probe of one that is DOWN to the start of the one that completes {@code rise}, if all
     * pass from now on.
     *
     * @param successes in a row so far
     */
    public Duration wayBack(int successes) {
        int missing = policy.rise() - successes;
        return missing <= 0
                ? Duration.ZERO
                : (successes == 0 ? whileDown : interval).plus(DurationMath.times(interval, missing - 1));
    }
}
