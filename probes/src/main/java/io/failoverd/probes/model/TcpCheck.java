package io.failoverd.probes.model;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Passes when a TCP connection is established. */
public record TcpCheck(
        String name,
        int port,
        LatencyLimits degradedLatency,
        @Nullable InetAddress source,
        Cadence cadence) implements Check {}
