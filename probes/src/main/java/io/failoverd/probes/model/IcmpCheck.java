package io.failoverd.probes.model;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Passes when echo requests are answered.
 *
 * @param count echo requests of one probe, 1 to {@link #MAX_COUNT}
 * @param loss percent of them that may stay unanswered, 0 to 99; some of these are DEGRADED
 */
public record IcmpCheck(
        String name,
        int count,
        int loss,
        LatencyLimits degradedLatency,
        @Nullable InetAddress source,
        Cadence cadence) implements Check {
    /** More would be a load, and not told apart in a text. */
    public static final int MAX_COUNT = 20;

    @Override
    public int port() {
        return 0;
    }
}
