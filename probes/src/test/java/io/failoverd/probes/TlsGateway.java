package io.failoverd.probes;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/** A {@link Gateway} behind TLS that knows what name it was asked for and how many handshakes were full ones. */
public final class TlsGateway {
    public static final X509Bundle CA = ca("test CA");

    private final List<String> names = new CopyOnWriteArrayList<>();
    /** A resumed session keeps the time of the full handshake that it comes from. */
    private final Set<Long> sessionsCreated = ConcurrentHashMap.newKeySet();

    private final Gateway gateway;

    private TlsGateway(
            String address, X509Bundle certificate, String[] protocols, boolean clientCertificate, String... alpn)
            throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                certificate.toKeyManagerFactory().getKeyManagers(), new TrustManager[] {CA.toTrustManager()}, null);
        SSLServerSocket listener = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 64, InetAddress.ofLiteral(address));
        listener.setEnabledProtocols(protocols);
        listener.setNeedClientAuth(clientCertificate);
        // Before anybody accepts: a socket takes these over when the wait for it begins.
        SSLParameters parameters = listener.getSSLParameters();
        parameters.setApplicationProtocols(alpn);
        listener.setSSLParameters(parameters);
        gateway = new Gateway(listener, _ -> {});
        answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    }

    public static TlsGateway on(String address, X509Bundle certificate) throws Exception {
        return new TlsGateway(address, certificate, new String[] {"TLSv1.3", "TLSv1.2"}, false);
    }

    public static TlsGateway speaking(String protocol, X509Bundle certificate) throws Exception {
        return new TlsGateway("127.0.0.2", certificate, new String[] {protocol}, false);
    }

    /** One that knows these protocols by ALPN, or no ALPN at all. */
    public static TlsGateway choosing(X509Bundle certificate, String... alpn) throws Exception {
        return new TlsGateway("127.0.0.2", certificate, new String[] {"TLSv1.3", "TLSv1.2"}, false, alpn);
    }

    public static TlsGateway wantingClientCertificates(X509Bundle certificate) throws Exception {
        return new TlsGateway("127.0.0.2", certificate, new String[] {"TLSv1.3"}, true);
    }

    public static X509Bundle ca(String name) {
        try {
            return new CertificateBuilder()
                    .ecp256()
                    .subject("CN=" + name)
                    .setIsCertificateAuthority(true)
                    .buildSelfSigned();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public static CertificateBuilder named(String name) {
        return new CertificateBuilder()
                .ecp256()
                .subject("CN=" + name)
                .notBefore(Instant.now().minusSeconds(3600))
                .addExtendedKeyUsageServerAuth()
                .addSanDnsName(name);
    }

    public void answer(String text) {
        Gateway.Manner plain = gateway.answering(text);
        gateway.behave(socket -> {
            note((SSLSocket) socket);
            plain.serve(socket);
        });
    }

    public Gateway gateway() {
        return gateway;
    }

    public List<String> names() {
        return names;
    }

    public int fullHandshakes() {
        return sessionsCreated.size();
    }

    private void note(SSLSocket socket) throws IOException {
        socket.startHandshake();
        var session = (ExtendedSSLSession) socket.getSession();
        sessionsCreated.add(session.getCreationTime());
        session.getRequestedServerNames()
                .forEach(name -> names.add(new String(name.getEncoded(), StandardCharsets.US_ASCII)));
    }
}
