package io.failoverd.probes.model;

import java.time.Duration;

/**
 * Products and quotients of durations in whole numbers. {@link Duration#multipliedBy} and {@link Duration#dividedBy(long)}
 * give the same and go through decimals, which the JDK needs 40 ms to get ready (25): nobody is to wait for that who asks a
 * daemon that starts. Whatever a start comes by uses these.
 */
public final class DurationMath {
    private static final long NANOS = Duration.ofSeconds(1).toNanos();

    private DurationMath() {}

    /**
     * The product.
     *
     * @throws ArithmeticException for a product that is no duration
     */
    public static Duration times(Duration duration, long factor) {
        return Duration.ofSeconds(
                Math.multiplyExact(duration.getSeconds(), factor), Math.multiplyExact(duration.getNano(), factor));
    }

    /**
     * One of so many equal parts; a fraction of a nanosecond is dropped.
     *
     * @param duration not negative
     * @param parts from 1 to 9,000,000,000
     */
    public static Duration divided(Duration duration, long parts) {
        if (duration.isNegative() || parts < 1) {
            throw new IllegalArgumentException(duration + " in " + parts + " parts");
        }
        long seconds = duration.getSeconds();
        long rest = Math.addExact(Math.multiplyExact(seconds % parts, NANOS), duration.getNano());
        return Duration.ofSeconds(seconds / parts, rest / parts);
    }
}
