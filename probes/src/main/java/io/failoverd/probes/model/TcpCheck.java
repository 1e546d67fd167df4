package io.failoverd.probes.model;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Passes when a TCP connection is established and, where one is expected, the answer is there.
 *
 * @param send what is said first, in UTF-8; null for nothing
 * @param expect what is waited for in the first {@link #MAX_ANSWER_BYTES} that come; null for nothing
 */
public record TcpCheck(
        String name,
        int port,
        @Nullable String send,
        @Nullable TextTest expect,
        LatencyLimits degradedLatency,
        @Nullable InetAddress source,
        Cadence cadence)
        implements Check {
    /** A greeting or the answer to a ping; what needs more is another protocol. */
    public static final int MAX_ANSWER_BYTES = 4096;
}
