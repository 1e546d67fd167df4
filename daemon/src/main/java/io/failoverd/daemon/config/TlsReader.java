package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Section;
import io.failoverd.daemon.config.yaml.Value;
import io.failoverd.probes.ClientKeys;
import io.failoverd.probes.model.ClientCertificate;
import io.failoverd.probes.model.TlsSettings;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads how a probe makes a TLS session. */
record TlsReader(Scope scope) {
    /** The keys, which stand beside the others of {@code http} and {@code tls}. */
    static final List<String> KEYS = List.of("caFile", "clientCertificate", "certificateDays");

    /** A bundle of every public authority is a fifth of this. */
    private static final int MAX_CA_BYTES = 1024 * 1024;

    /** The longest that an authority still issues for is about a year. */
    private static final int MAX_DAYS = 3650;

    TlsSettings settings(Section section) {
        Value caFile = section.get("caFile");
        Value days = section.get("certificateDays");
        return new TlsSettings(
                caFile == null ? null : certificates(caFile),
                client(section.get("clientCertificate")),
                days == null ? null : Duration.ofDays(days.integer(0, 0, MAX_DAYS)));
    }

    /** The text of a file with certificates; null, and a problem, when it has none. */
    private @Nullable String certificates(Value value) {
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

    private @Nullable ClientCertificate client(@Nullable Value value) {
        if (value == null) {
            return null;
        }
        Section section = value.section(Vocabulary.CLIENT_CERTIFICATE);
        Value file = section.required("certFile");
        Value kept = section.required("key");
        String certificate = file == null ? null : certificates(file);
        String key = kept == null ? null : new SecretCheck(scope).text(kept);
        if (kept == null || certificate == null || key == null) {
            return null;
        }
        var client = new ClientCertificate(certificate, key);
        String problem = key.isEmpty() ? "" : ClientKeys.problem(client);
        if (!problem.isEmpty()) {
            kept.error(problem, "convert it with `openssl pkcs8 -topk8 -nocrypt`, or write the one that belongs to it");
        }
        return client;
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
