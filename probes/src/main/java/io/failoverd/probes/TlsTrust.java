package io.failoverd.probes;

import io.failoverd.probes.model.ClientCertificate;
import io.failoverd.probes.model.TlsSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * TLS engines for probes, one context for each set of trusted and own certificates. Used from all event loops.
 *
 * <p>An engine is told the host but no port. The JDK finds a session to resume by host and port and, without a port,
 * files none; so every handshake is a full one that checks the certificate again.
 */
final class TlsTrust {
    /** Distinct CA files in use; a reload with a renewed one leaves its predecessor behind. */
    private static final int MAX_CONTEXTS = 64;

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    private static final int NO_PORT = -1;

    /** What makes a context another one. */
    private record Key(@Nullable String caPem, @Nullable ClientCertificate client) {}

    private final Map<Key, SSLContext> contexts = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * @param host the name for SNI and the certificate, or an IP address, which has no SNI
     * @param alpn the only protocol that is offered (RFC 7301); null where none is
     * @throws GeneralSecurityException when the certificates cannot be read
     */
    SSLEngine engine(TlsSettings settings, String host, @Nullable String alpn) throws GeneralSecurityException {
        SSLEngine engine = context(settings).createSSLEngine(host, NO_PORT);
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(PROTOCOLS);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (!HostName.isAddress(host)) {
            parameters.setServerNames(List.of(new SNIHostName(host.getBytes(StandardCharsets.US_ASCII))));
        }
        if (alpn != null) {
            parameters.setApplicationProtocols(new String[] {alpn});
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    private SSLContext context(TlsSettings settings) throws GeneralSecurityException {
        ClientCertificate client = settings.client();
        Key key = new Key(settings.caPem(), client);
        synchronized (contexts) {
            SSLContext known = contexts.get(key);
            if (known != null) {
                return known;
            }
            SSLContext made = SSLContext.getInstance("TLS");
            made.init(
                    client == null ? null : ClientKeys.managers(client),
                    trusting(settings.caPem()).getTrustManagers(),
                    null);
            made.getClientSessionContext().setSessionCacheSize(1);
            contexts.put(key, made);
            if (contexts.size() > MAX_CONTEXTS) {
                contexts.remove(contexts.keySet().iterator().next());
            }
            return made;
        }
    }

    private static TrustManagerFactory trusting(@Nullable String caPem) throws GeneralSecurityException {
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
