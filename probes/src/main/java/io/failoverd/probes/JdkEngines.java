package io.failoverd.probes;

import io.failoverd.probes.model.ClientCertificate;
import io.failoverd.probes.model.TlsSettings;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** The JDK's own TLS: everywhere, and at several times the cost. */
final class JdkEngines implements TlsEngines {
    private record Key(@Nullable String caPem, @Nullable ClientCertificate client) {}

    private final ContextCache<Key, SSLContext> contexts = new ContextCache<>(JdkEngines::context, _ -> {});

    @Override
    public SSLEngine engine(TlsSettings settings, String host, @Nullable String alpn) throws GeneralSecurityException {
        SSLEngine engine = contexts.with(
                new Key(settings.caPem(), settings.client()), context -> context.createSSLEngine(host, NO_PORT));
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(PROTOCOLS.toArray(String[]::new));
        SSLParameters parameters = TlsEngines.named(engine.getSSLParameters(), host);
        if (alpn != null) {
            parameters.setApplicationProtocols(new String[] {alpn});
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    @Override
    public String name() {
        return "the JDK";
    }

    private static SSLContext context(Key key) throws GeneralSecurityException {
        SSLContext made = SSLContext.getInstance("TLS");
        made.init(
                key.client() == null ? null : ClientKeys.managers(key.client()),
                Trust.in(key.caPem()).getTrustManagers(),
                null);
        made.getClientSessionContext().setSessionCacheSize(1);
        return made;
    }
}
