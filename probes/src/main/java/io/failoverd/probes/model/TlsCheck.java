package io.failoverd.probes.model;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Passes when a TLS handshake is done and the certificate is good.
 *
 * @param host what SNI and the certificate's name are; the service's name when null
 */
public record TlsCheck(
        String name,
        int port,
        @Nullable String host,
        TlsSettings tls,
        LatencyLimits degradedLatency,
        @Nullable InetAddress source,
        Cadence cadence)
        implements Check {}
