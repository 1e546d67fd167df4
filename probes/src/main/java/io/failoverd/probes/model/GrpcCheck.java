package io.failoverd.probes.model;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Passes when the gRPC health service says SERVING.
 *
 * @param tls how the session is made; null for cleartext with prior knowledge
 * @param host what :authority, SNI and the certificate's name are; the service's name when null
 * @param service the gRPC service whose health is asked for; empty for the server's as a whole
 */
public record GrpcCheck(
        String name,
        @Nullable TlsSettings tls,
        int port,
        @Nullable String host,
        String service,
        LatencyLimits degradedLatency,
        @Nullable InetAddress source,
        Cadence cadence)
        implements Check {
    /** Of the name of a gRPC service: package, name and more than anyone has. */
    public static final int MAX_SERVICE_CHARS = 256;
}
