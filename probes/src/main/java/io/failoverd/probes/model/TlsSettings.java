package io.failoverd.probes.model;

import org.jspecify.annotations.Nullable;

/**
 * How a probe makes a TLS session.
 *
 * @param caPem the certificates (PEM) that are trusted instead of the system's; the system's when null
 */
public record TlsSettings(@Nullable String caPem) {
    public static final TlsSettings DEFAULT = new TlsSettings(null);
}
