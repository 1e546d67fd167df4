package io.failoverd.daemon.core.health;

import java.time.Duration;

/**
 * When to condemn and when to absolve.
 *
 * @param fall failures in a row that condemn
 * @param rise successes in a row that absolve
 * @param minSpan least time between the starts of the first and the last of the failures that condemn
 */
public record HealthPolicy(int fall, int rise, Duration minSpan, HoldDown holdDown) {
    /** More than anyone waits for, and a bound for the evidence that is kept. */
    public static final int MAX_THRESHOLD = 1000;

    public HealthPolicy {
        if (fall < 1 || fall > MAX_THRESHOLD || rise < 1 || rise > MAX_THRESHOLD || minSpan.isNegative()) {
            throw new IllegalArgumentException("fall and rise are 1 to 1000, minSpan is not negative");
        }
    }
}
