package io.failoverd.probes;

import io.failoverd.probes.model.TlsSettings;
import io.netty.handler.ssl.OpenSsl;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Makes the engine of each handshake: who does the cryptography. Whoever that is, the JDK judges the certificate's path and
 * name, each handshake is a full one, and the same protocols and cipher suites are offered as far as it has them. Used from
 * all event loops.
 */
sealed interface TlsEngines permits BoringSslEngines, JdkEngines {
    /** What people may have instead of what is preferred here: {@code jdk} or {@code boringssl}. */
    String PROPERTY = "failoverd.probes.tls";

    /** The only ones that are still sound. */
    List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    /** No engine is told a port: a session to resume is found by host and port, and without one none is filed. */
    int NO_PORT = -1;

    /**
     * An engine in client mode that nothing was sent with yet. Where it counts references, the caller has the only one.
     *
     * @param host the name for SNI and the certificate, or an IP address, which has no SNI
     * @param alpn the only protocol that is offered (RFC 7301); null where none is
     * @throws GeneralSecurityException when the certificates cannot be read
     */
    SSLEngine engine(TlsSettings settings, String host, @Nullable String alpn) throws GeneralSecurityException;

    /** Who it is, for the log. */
    String name();

    /** BoringSSL where its native code loads, since a handshake costs it a fraction; else the JDK. */
    static TlsEngines preferred() {
        String asked = System.getProperty(PROPERTY, "");
        return !asked.equalsIgnoreCase("jdk")
                        && OpenSsl.isAvailable()
                        && OpenSsl.versionString().startsWith("BoringSSL")
                ? new BoringSslEngines()
                : new JdkEngines();
    }

    /** The name for SNI, and that the certificate has to be for the host. */
    static SSLParameters named(SSLParameters parameters, String host) {
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (!HostName.isAddress(host)) {
            parameters.setServerNames(List.of(new SNIHostName(host.getBytes(StandardCharsets.US_ASCII))));
        }
        return parameters;
    }
}
