package io.failoverd.probes.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A point on this run's monotonic clock, in nanoseconds since an arbitrary origin.
 *
 * <p>Moments of two runs cannot be compared; what outlives a run is kept as wall time. All moments of a run come from
 * one clock whose origin is not negative, so that plain comparison holds for 292 years.
 */
public record Moment(long nanos) implements Comparable<Moment> {
    public static final Moment ZERO = new Moment(0);

    public static Moment ofMillis(long millis) {
        return new Moment(Math.multiplyExact(millis, 1_000_000L));
    }

    public Moment plus(Duration duration) {
        return new Moment(nanos + duration.toNanos());
    }

    public Moment minus(Duration duration) {
        return new Moment(nanos - duration.toNanos());
    }

    /** The time from {@code earlier} to this moment; negative when {@code earlier} is the later one. */
    public Duration since(Moment earlier) {
        return Duration.ofNanos(nanos - earlier.nanos);
    }

    public boolean isBefore(Moment other) {
        return nanos < other.nanos;
    }

    public boolean isAfter(Moment other) {
        return nanos > other.nanos;
    }

    public static Moment later(Moment a, Moment b) {
        return a.nanos >= b.nanos ? a : b;
    }

    public static Moment earlier(Moment a, Moment b) {
        return a.nanos <= b.nanos ? a : b;
    }

    /** The earlier of two deadlines, of which null is the one that never comes. */
    public static @Nullable Moment earliest(@Nullable Moment a, @Nullable Moment b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return earlier(a, b);
    }

    @Override
    public int compareTo(Moment other) {
        return Long.compare(nanos, other.nanos);
    }
}
