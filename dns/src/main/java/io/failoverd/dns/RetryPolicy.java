package io.failoverd.dns;

import io.failoverd.dns.model.FailureClass;
import java.time.Duration;

/**
 * How long to wait after the n-th failure in a row: exponential with full jitter, capped, by the kind of failure.
 * (M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.)
 */
public final class RetryPolicy {
    /** After this many doublings every kind has reached its cap. */
    private static final int MOST_DOUBLINGS = 20;

    private RetryPolicy() {}

    /**
     * The pause.
     *
     * @param inARow how many calls for the name failed in a row, this one included, at least 1
     * @param random in [0, 1)
     */
    public static Duration pause(FailureClass kind, int inARow, double random) {
        Duration least = least(kind);
        Duration cap = cap(kind);
        int doublings = Math.min(Math.max(inARow, 1) - 1, MOST_DOUBLINGS);
        long ceiling = Math.min(cap.toNanos(), first(kind).toNanos() << doublings);
        return least.plusNanos((long) (random * Math.max(0, ceiling - least.toNanos())));
    }

    /** The ceiling of the first pause. */
    private static Duration first(FailureClass kind) {
        return switch (kind) {
            case CHANGED, STALE_ID -> Duration.ofMillis(20);
            case AMBIGUOUS -> Duration.ofMillis(100);
            case TRANSIENT -> Duration.ofMillis(200);
            case THROTTLED -> Duration.ofSeconds(1);
            case OPERATOR, CONFIG -> Duration.ofSeconds(60);
        };
    }

    /** What full jitter must not go below: a person cannot act in no time. */
    private static Duration least(FailureClass kind) {
        return switch (kind) {
            case CHANGED, STALE_ID, AMBIGUOUS, TRANSIENT -> Duration.ZERO;
            case THROTTLED -> Duration.ofMillis(100);
            case OPERATOR, CONFIG -> Duration.ofSeconds(30);
        };
    }

    /** How long a failover may wait at worst, once the target works again. */
    private static Duration cap(FailureClass kind) {
        return switch (kind) {
            case CHANGED, STALE_ID, AMBIGUOUS -> Duration.ofSeconds(5);
            case TRANSIENT, THROTTLED -> Duration.ofSeconds(10);
            case OPERATOR, CONFIG -> Duration.ofMinutes(10);
        };
    }
}
