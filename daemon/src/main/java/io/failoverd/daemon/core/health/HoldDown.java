package io.failoverd.daemon.core.health;

import io.failoverd.probes.model.DurationMath;
import java.time.Duration;

/**
 * How long a removed address stays out, whatever its probes say: {@code base}, doubled for each repeat, at most
 * {@code cap}; one doubling is forgiven for each {@code decay} of clean time.
 */
public record HoldDown(Duration base, Duration cap, Duration decay) {
    public static final Duration DEFAULT_CAP = Duration.ofMinutes(15);
    public static final Duration DEFAULT_DECAY = Duration.ofHours(1);

    /** 2^20 times any base of a millisecond or more is over every sensible cap; more would overflow. */
    static final int MAX_REPEATS = 20;

    public HoldDown {
        if (base.isNegative() || cap.compareTo(base) < 0 || decay.compareTo(Duration.ZERO) <= 0) {
            throw new IllegalArgumentException("hold-down: 0 <= base <= cap and decay > 0 does not hold");
        }
    }

    /** The length of the {@code repeat}-th hold-down in a row, counted from 1. */
    public Duration length(int repeat) {
        Duration doubled = DurationMath.times(base, 1L << Math.clamp(repeat - 1, 0, MAX_REPEATS));
        return doubled.compareTo(cap) < 0 ? doubled : cap;
    }

    /** What is left of {@code repeats} after {@code clean} time without a removal. */
    int decayed(int repeats, Duration clean) {
        long forgiven = Math.max(0, clean.dividedBy(decay));
        return (int) Math.max(0, repeats - forgiven);
    }
}
