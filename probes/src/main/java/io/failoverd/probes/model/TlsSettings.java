package io.failoverd.probes.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a probe makes a TLS session, and what it thinks of the certificate.
 *
 * @param caPem the certificates (PEM) that are trusted instead of the system's; the system's when null
 * @param client who the probe says it is; nobody when null
 * @param certificateLeft a certificate that ends sooner is DEGRADED; zero for never, null for {@link #CERTIFICATE_LEFT}
 *     or a third of the certificate's own life, whichever is shorter
 */
public record TlsSettings(
        @Nullable String caPem,
        @Nullable ClientCertificate client,
        @Nullable Duration certificateLeft) {
    public static final Duration CERTIFICATE_LEFT = Duration.ofDays(7);

    public static final TlsSettings DEFAULT = new TlsSettings(null, null, null);

    public static TlsSettings trusting(@Nullable String caPem) {
        return new TlsSettings(caPem, null, null);
    }
}
