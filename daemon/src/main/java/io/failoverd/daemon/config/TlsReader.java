package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Value;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import org.jspecify.annotations.Nullable;

/** Reads how a probe makes a TLS session. */
record TlsReader(Scope scope) {
    /** A bundle of every public authority is a fifth of this. */
    private static final int MAX_CA_BYTES = 1024 * 1024;

    /** The text of a file with certificates; null, and a problem, when it has none. */
    @Nullable
    String ca(Value value) {
        Path path = scope.path(value);
        if (path == null) {
            return null;
        }
        return switch (scope.surroundings().read(path, MAX_CA_BYTES)) {
            case FileText.Unreadable(String reason) -> {
                value.error("the file " + path + " " + reason);
                yield null;
            }
            case FileText.Text(String pem) -> {
                if (!hasCertificate(pem)) {
                    value.error(
                            "the file " + path + " holds no certificate",
                            "it must be PEM: -----BEGIN CERTIFICATE-----");
                    yield null;
                }
                yield pem;
            }
        };
    }

    private static boolean hasCertificate(String pem) {
        try {
            return pem.contains("-----BEGIN CERTIFICATE-----")
                    && !CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                            .isEmpty();
        } catch (CertificateException e) {
            return false;
        }
    }
}
