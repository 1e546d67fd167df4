package io.failoverd.probes;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Whom a probe trusts. */
final class Trust {
    private Trust() {}

    /**
     * The JDK's judge of certificates.
     *
     * @param caPem certificates of authorities; null for the system's
     * @throws GeneralSecurityException when they cannot be read, or there are none
     */
    static TrustManagerFactory in(@Nullable String caPem) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(caPem == null ? null : store(caPem));
        return factory;
    }

    private static KeyStore store(String caPem) throws GeneralSecurityException {
        var bytes = new ByteArrayInputStream(caPem.getBytes(StandardCharsets.US_ASCII));
        var certificates = CertificateFactory.getInstance("X.509").generateCertificates(bytes);
        if (certificates.isEmpty()) {
            throw new GeneralSecurityException("caFile holds no certificate");
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new GeneralSecurityException("an empty key store cannot be made", e);
        }
        int n = 0;
        for (Certificate certificate : certificates) {
            store.setCertificateEntry("ca-" + n++, certificate);
        }
        return store;
    }
}
