package io.failoverd.probes.model;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request on a fresh connection, without redirects and without resuming a TLS session.
 *
 * @param tls how the session is made; null for plain HTTP
 * @param version what is spoken
 * @param host what Host, SNI and the certificate's name are; the service's name when null
 * @param status the codes that pass
 * @param degradedStatus the codes that pass as DEGRADED; they are looked at first
 * @param expect what an answer with a code that passes must show as well; not asked of one that is DEGRADED by its code
 */
public record HttpCheck(
        String name,
        @Nullable TlsSettings tls,
        HttpVersion version,
        int port,
        @Nullable String host,
        HttpRequest request,
        StatusSet status,
        StatusSet degradedStatus,
        List<Assertion> expect,
        LatencyLimits degradedLatency,
        @Nullable InetAddress source,
        Cadence cadence)
        implements Check {
    /** Bytes of a body that a probe reads before it gives up on the answer: enough for any health page. */
    public static final int MAX_BODY_BYTES = 256 * 1024;

    public HttpCheck {
        expect = List.copyOf(expect);
    }

    /** In HTTP/1.1. */
    public HttpCheck(
            String name,
            @Nullable TlsSettings tls,
            int port,
            @Nullable String host,
            HttpRequest request,
            StatusSet status,
            StatusSet degradedStatus,
            List<Assertion> expect,
            LatencyLimits degradedLatency,
            @Nullable InetAddress source,
            Cadence cadence) {
        this(
                name,
                tls,
                HttpVersion.HTTP_1_1,
                port,
                host,
                request,
                status,
                degradedStatus,
                expect,
                degradedLatency,
                source,
                cadence);
    }
}
