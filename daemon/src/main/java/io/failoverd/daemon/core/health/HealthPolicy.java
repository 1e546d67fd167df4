package io.failoverd.daemon.core.health;

import java.time.Duration;

/**
 * When to condemn and when to absolve one target.
 *
 * @param fall failures that condemn
 * @param of among so many results: equal to {@code fall} for that many in a row
 * @param rise successes in a row that absolve
 * @param minSpan least time between the starts of the first and the last of the failures that condemn
 */
public record HealthPolicy(int fall, int of, int rise, Duration minSpan) {
    /** More than anyone waits for, and a bound for the evidence that is kept. */
    public static final int MAX_THRESHOLD = 1000;
    /** A window is copied with each result, so it is kept shorter. */
    public static final int MAX_WINDOW = 100;

    public HealthPolicy {
        if (fall < 1 || fall > MAX_THRESHOLD || rise < 1 || rise > MAX_THRESHOLD || minSpan.isNegative()) {
            throw new IllegalArgumentException("fall and rise are 1 to 1000, minSpan is not negative");
        }
        if (of < fall || (of > fall && of > MAX_WINDOW)) {
            throw new IllegalArgumentException("fall " + fall + " of " + of + ": at most " + MAX_WINDOW + " results");
        }
    }

    /** {@code fall} failures in a row. */
    public static HealthPolicy inARow(int fall, int rise, Duration minSpan) {
        return new HealthPolicy(fall, fall, rise, minSpan);
    }

    /** Whether failures count among the last {@code of} results, and a success between them forgives none. */
    public boolean windowed() {
        return of > fall;
    }
}
