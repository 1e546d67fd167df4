package io.failoverd.probes;

import io.failoverd.probes.model.ClientCertificate;
import io.failoverd.probes.model.TlsSettings;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.util.ReferenceCountUtil;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Google's BoringSSL in netty-tcnative, whose native code does the handshake, and which asks the JDK about certificates.
 * What it lacks of the JDK's: finite-field Diffie-Hellman, and servers with Ed25519 or Ed448 keys.
 */
final class BoringSslEngines implements TlsEngines {
    private record Key(
            @Nullable String caPem,
            @Nullable ClientCertificate client,
            @Nullable String alpn) {}

    private final ContextCache<Key, SslContext> contexts =
            new ContextCache<>(BoringSslEngines::context, ReferenceCountUtil::release);

    @Override
    public SSLEngine engine(TlsSettings settings, String host, @Nullable String alpn) throws GeneralSecurityException {
        // An engine holds its context, so that it may outlive it here.
        return contexts.with(new Key(settings.caPem(), settings.client(), alpn), context -> {
            SSLEngine engine = context.newEngine(ByteBufAllocator.DEFAULT, host, NO_PORT);
            engine.setSSLParameters(TlsEngines.named(engine.getSSLParameters(), host));
            return engine;
        });
    }

    @Override
    public String name() {
        return OpenSsl.versionString();
    }

    private static SslContext context(Key key) throws GeneralSecurityException {
        SslContextBuilder builder = SslContextBuilder.forClient()
                .sslProvider(SslProvider.OPENSSL_REFCNT)
                .protocols(PROTOCOLS)
                .ciphers(suites(), SupportedCipherSuiteFilter.INSTANCE)
                .endpointIdentificationAlgorithm("HTTPS")
                .trustManager(Trust.in(key.caPem()));
        if (key.client() != null) {
            builder.keyManager(ClientKeys.managers(key.client())[0]);
        }
        if (key.alpn() != null) {
            builder.applicationProtocolConfig(new ApplicationProtocolConfig(
                    ApplicationProtocolConfig.Protocol.ALPN,
                    ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                    ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                    key.alpn()));
        }
        try {
            SslContext made = builder.build();
            ((OpenSslSessionContext) made.sessionContext()).setSessionCacheEnabled(false);
            return made;
        } catch (SSLException e) {
            throw new GeneralSecurityException(e.getMessage(), e);
        }
    }

    /** What the JDK thinks sound today, as far as BoringSSL has it. */
    private static List<String> suites() throws GeneralSecurityException {
        return Arrays.stream(SSLContext.getDefault().getDefaultSSLParameters().getCipherSuites())
                .filter(Predicate.not("TLS_EMPTY_RENEGOTIATION_INFO_SCSV"::equals))
                .filter(OpenSsl::isCipherSuiteAvailable)
                .toList();
    }
}
