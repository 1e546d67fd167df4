package io.failoverd.probes.model;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 GET on a fresh connection, without redirects and without resuming a TLS session.
 *
 * @param tls whether the connection is HTTPS
 * @param host what Host, SNI and the certificate's name are; the service's name when null
 * @param path the request target, starting with a slash
 * @param status the codes that pass
 * @param degradedStatus the codes that pass as DEGRADED; they are looked at first
 * @param caPem the certificates (PEM) that are trusted instead of the system's; the system's when null
 */
public record HttpCheck(
        String name,
        boolean tls,
        int port,
        @Nullable String host,
        String path,
        StatusSet status,
        StatusSet degradedStatus,
        @Nullable String caPem,
        @Nullable InetAddress source,
        Cadence cadence)
        implements Check {
    /** Bytes of a body that a probe reads before it gives up on the answer: enough for any health page. */
    public static final int MAX_BODY_BYTES = 256 * 1024;
}
