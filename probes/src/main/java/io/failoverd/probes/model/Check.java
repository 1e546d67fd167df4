package io.failoverd.probes.model;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** How to probe: a protocol with its expectations, and a cadence. Two equal checks probe alike. */
public sealed interface Check permits DnsCheck, ExecCheck, GrpcCheck, HttpCheck, IcmpCheck, TcpCheck, TlsCheck {
    /** The check's name in the configuration. */
    String name();

    /** The port that is probed, 1 to 65535; 0 where there is none. */
    int port();

    Cadence cadence();

    /** What a probe that passes may take before it is DEGRADED. */
    LatencyLimits degradedLatency();

    /** The local address that probes leave from; the system chooses when null. */
    @Nullable
    InetAddress source();
}
