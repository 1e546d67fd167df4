package io.failoverd.probes.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When probes start and how long each may take.
 *
 * @param interval from start to start while all is well, before jitter
 * @param recheck from start to start of the series that follows a first failure or an unanswered probe
 * @param connectTimeout for the TCP connection alone; at most {@code timeout}
 * @param timeout for the whole probe; at most {@link #MAX_TIMEOUT}
 * @param intervalWhileDown from start to start while a verdict of DOWN stands and the latest probe failed; at least
 *     {@code interval}
 * @param tripwire the idle connection whose end starts a series at once; null for none
 */
public record Cadence(
        Duration interval,
        Duration recheck,
        Duration connectTimeout,
        Duration timeout,
        Duration intervalWhileDown,
        @Nullable TripwireSettings tripwire) {
    /** A probe that takes longer tells nothing that a failover could still use. */
    public static final Duration MAX_TIMEOUT = Duration.ofSeconds(60);

    /** Share of the interval by which a start may be early or late, so that targets never fall into step. */
    public static final double JITTER = 0.10;

    /** With one interval, whatever the health. */
    public Cadence(Duration interval, Duration recheck, Duration connectTimeout, Duration timeout) {
        this(interval, recheck, connectTimeout, timeout, interval);
    }

    /** Without a tripwire. */
    public Cadence(
            Duration interval,
            Duration recheck,
            Duration connectTimeout,
            Duration timeout,
            Duration intervalWhileDown) {
        this(interval, recheck, connectTimeout, timeout, intervalWhileDown, null);
    }

    public Cadence {
        if (!positive(interval) || !positive(recheck) || !positive(connectTimeout) || !positive(timeout)) {
            throw new IllegalArgumentException("interval, recheck, connectTimeout and timeout must be positive");
        }
        if (timeout.compareTo(MAX_TIMEOUT) > 0 || connectTimeout.compareTo(timeout) > 0) {
            throw new IllegalArgumentException("connectTimeout <= timeout <= 60 s does not hold");
        }
        if (intervalWhileDown.compareTo(interval) < 0) {
            throw new IllegalArgumentException("intervalWhileDown is shorter than interval");
        }
    }

    /** The same with a tripwire. */
    public Cadence with(TripwireSettings wire) {
        return new Cadence(interval, recheck, connectTimeout, timeout, intervalWhileDown, wire);
    }

    /** The most probes of one target that may be under way at once: ⌈timeout / recheck⌉ + 1. */
    public int maxInFlight() {
        return (int) Math.ceilDiv(timeout.toNanos(), recheck.toNanos()) + 1;
    }

    private static boolean positive(Duration duration) {
        return duration.compareTo(Duration.ZERO) > 0;
    }
}
