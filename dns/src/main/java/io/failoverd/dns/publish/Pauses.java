package io.failoverd.dns.publish;

import java.time.Duration;

/** Pauses that grow, and pauses that differ so that many names do not move in step. */
final class Pauses {
    /** A spread of ±10 %. */
    private static final double SPREAD = 0.2;

    private Pauses() {}

    /** {@code first} · 2^times, at most {@code longest}. */
    static Duration doubling(Duration first, Duration longest, int times) {
        Duration grown = first.multipliedBy(1L << Math.min(Math.max(times, 0), 20));
        return grown.compareTo(longest) < 0 ? grown : longest;
    }

    /** ±10 %. */
    static Duration spread(Duration interval, double random) {
        return Duration.ofNanos((long) (interval.toNanos() * (1 - SPREAD / 2 + SPREAD * random)));
    }
}
