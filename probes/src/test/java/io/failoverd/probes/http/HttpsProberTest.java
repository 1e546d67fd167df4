package io.failoverd.probes.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.failoverd.probes.Attempt;
import io.failoverd.probes.Gateway;
import io.failoverd.probes.ProberContract;
import io.failoverd.probes.TlsGateway;
import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.Check;
import io.failoverd.probes.model.ClientCertificate;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.HttpCheck;
import io.failoverd.probes.model.HttpRequest;
import io.failoverd.probes.model.LatencyLimits;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Probed;
import io.failoverd.probes.model.StatusSet;
import io.failoverd.probes.model.TlsSettings;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpsProberTest extends ProberContract {
    private static final String NAME = "www.gslb.test";

    /** Whoever does the TLS. One that the server would not trust is not sent. */
    private static final String NO_CERTIFICATE =
            "DOWN tls_other (certificate_required) Received fatal alert: certificate_required";

    private final HttpProber prober = new HttpProber(dialer, "failoverd/test");

    @Override
    protected Attempt start(io.failoverd.probes.model.Target target) {
        return prober.start(target, (HttpCheck) target.check());
    }

    @Override
    protected Check check(int port, @Nullable InetAddress source, Cadence cadence) {
        return check(port, null, TlsGateway.CA.getCertificatePEM(), source, cadence);
    }

    private static HttpCheck check(
            int port, @Nullable String host, @Nullable String ca, @Nullable InetAddress source, Cadence cadence) {
        return check(port, host, new TlsSettings(ca, null, Duration.ZERO), source, cadence);
    }

    private static HttpCheck check(
            int port, @Nullable String host, TlsSettings tls, @Nullable InetAddress source, Cadence cadence) {
        return new HttpCheck(
                "https",
                tls,
                port,
                host,
                HttpRequest.get("/productpage"),
                StatusSet.parse(List.of("200")),
                StatusSet.NONE,
                List.of(),
                LatencyLimits.NONE,
                source,
                cadence);
    }

    @Override
    protected Gateway healthy(String address) {
        try {
            return TlsGateway.on(address, good()).gateway();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Bundle good() throws Exception {
        return TlsGateway.named(NAME).buildIssuedBy(TlsGateway.CA);
    }

    @Override
    protected FailureReason whenHanging() {
        return FailureReason.TLS_TIMEOUT;
    }

    @Override
    protected FailureReason whenClosing() {
        return FailureReason.CLOSED_EARLY;
    }

    private Probed probeOf(TlsGateway gateway) {
        opened(gateway.gateway());
        return probe("127.0.0.2", gateway.gateway().port(), PATIENT);
    }

    private Probed probeOf(TlsGateway gateway, @Nullable String host, @Nullable String ca) {
        opened(gateway.gateway());
        HttpCheck check = check(gateway.gateway().port(), host, ca, null, PATIENT);
        return finished(start(target("127.0.0.2", check)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void everyProbeIsAFullHandshakeWithTheServicesNameInSniAndHost(String protocol) throws Exception {
        TlsGateway gateway = TlsGateway.speaking(protocol, good());
        for (int i = 1; i <= 3; i++) {
            Probed probed = probeOf(gateway);
            assertThat(probed.result()).isEqualTo(new ProbeResult.Up("HTTP 200"));
            assertThat(probed.timings().tls()).isPositive();
            assertThat(probed.timings().firstByte()).isPositive();
            assertThat(gateway.fullHandshakes()).isEqualTo(i);
        }
        assertThat(gateway.names()).containsExactly(NAME, NAME, NAME);
        assertThat(gateway.gateway().heads().getFirst())
                .containsIgnoringCase(
                        "\r\nhost: " + NAME + ":" + gateway.gateway().port() + "\r\n");
    }

    @Test
    void theChecksHostReplacesTheServicesName() throws Exception {
        X509Bundle other = TlsGateway.named("shop.example.test").buildIssuedBy(TlsGateway.CA);
        TlsGateway gateway = TlsGateway.on("127.0.0.2", other);
        String ca = TlsGateway.CA.getCertificatePEM();
        assertThat(probeOf(gateway, "shop.example.test.", ca).result()).isInstanceOf(ProbeResult.Up.class);
        assertThat(gateway.names()).containsExactly("shop.example.test");
        assertDown(probeOf(gateway), FailureReason.TLS_NAME_MISMATCH);
    }

    @Test
    void aBodyEndedByTheCloseIsComplete() throws Exception {
        TlsGateway gateway = TlsGateway.on("127.0.0.2", good());
        gateway.answer("HTTP/1.0 200 OK\r\n\r\nhello");
        assertThat(probeOf(gateway).result()).isInstanceOf(ProbeResult.Up.class);
    }

    @Test
    void aBodyCutShortIsNot() throws Exception {
        TlsGateway gateway = TlsGateway.on("127.0.0.2", good());
        gateway.answer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
        assertDown(probeOf(gateway), FailureReason.CLOSED_EARLY);
    }

    @Test
    void anUnknownAuthorityIsNotTrusted() throws Exception {
        TlsGateway gateway = TlsGateway.on("127.0.0.2", good());
        String other = TlsGateway.ca("another CA").getCertificatePEM();
        assertDown(probeOf(gateway, null, other), FailureReason.TLS_UNTRUSTED);
        assertDown(probeOf(gateway, null, null), FailureReason.TLS_UNTRUSTED);
    }

    @Test
    void aCertificateForTheAddressAloneDoesNotPass() throws Exception {
        X509Bundle forAddress = TlsGateway.named("other.gslb.test")
                .addSanIpAddress(InetAddress.ofLiteral("127.0.0.2"))
                .buildIssuedBy(TlsGateway.CA);
        assertDown(probeOf(TlsGateway.on("127.0.0.2", forAddress)), FailureReason.TLS_NAME_MISMATCH);
    }

    @Test
    void aHostThatIsAnAddressNeedsTheAddressInTheCertificateAndSendsNoSni() throws Exception {
        String ca = TlsGateway.CA.getCertificatePEM();
        X509Bundle forAddress = TlsGateway.named("other.gslb.test")
                .addSanIpAddress(InetAddress.ofLiteral("127.0.0.2"))
                .buildIssuedBy(TlsGateway.CA);
        TlsGateway gateway = TlsGateway.on("127.0.0.2", forAddress);
        assertThat(probeOf(gateway, "127.0.0.2", ca).result()).isInstanceOf(ProbeResult.Up.class);
        assertThat(gateway.names()).isEmpty();
        assertDown(probeOf(TlsGateway.on("127.0.0.2", good()), "127.0.0.2", ca), FailureReason.TLS_NAME_MISMATCH);
    }

    /** BoringSSL knows no such servers: the first probe is refused, and the next one is the JDK's. */
    @Test
    void aServerWithAKeyThatIsNotOfferedIsMetByTheSecondProbeAtTheLatest() throws Exception {
        X509Bundle modern = TlsGateway.named(NAME)
                .algorithm(CertificateBuilder.Algorithm.ed25519)
                .buildIssuedBy(TlsGateway.CA);
        TlsGateway gateway = TlsGateway.on("127.0.0.2", modern);
        Probed first = probeOf(gateway);
        assertThat(line(first))
                .isIn("UP none HTTP 200", "DOWN tls_other (handshake_failure) Received fatal alert: handshake_failure");
        assertThat(probeOf(gateway).result()).isEqualTo(new ProbeResult.Up("HTTP 200"));
    }

    @Test
    void aServerWithAnRsaKey() throws Exception {
        X509Bundle rsa = TlsGateway.named(NAME).rsa2048().buildIssuedBy(TlsGateway.CA);
        assertThat(probeOf(TlsGateway.on("127.0.0.2", rsa)).result()).isEqualTo(new ProbeResult.Up("HTTP 200"));
    }

    @Test
    void anExpiredCertificateIsCalledThat() throws Exception {
        X509Bundle expired =
                TlsGateway.named(NAME).notAfter(Instant.now().minusSeconds(60)).buildIssuedBy(TlsGateway.CA);
        assertDown(probeOf(TlsGateway.on("127.0.0.2", expired)), FailureReason.TLS_EXPIRED);
    }

    @Test
    void aCertificateOfTomorrowIsNotTrusted() throws Exception {
        X509Bundle early = TlsGateway.named(NAME)
                .notBefore(Instant.now().plusSeconds(86_400))
                .buildIssuedBy(TlsGateway.CA);
        assertDown(probeOf(TlsGateway.on("127.0.0.2", early)), FailureReason.TLS_UNTRUSTED);
    }

    /** The story: the JDK does not look at the dates of a certificate that is itself in the trust store. */
    @Test
    void anExpiredCertificateThatIsItsOwnTrustAnchorDoesNotPass() throws Exception {
        X509Bundle pinned = TlsGateway.named(NAME)
                .setIsCertificateAuthority(true)
                .notAfter(Instant.now().minusSeconds(60))
                .buildSelfSigned();
        TlsGateway gateway = TlsGateway.on("127.0.0.2", pinned);
        assertDown(probeOf(gateway, null, pinned.getCertificatePEM()), FailureReason.TLS_EXPIRED);
    }

    /** The story: with a resumed session, probes stayed green for as long as the ticket lived after the expiry. */
    @Test
    void aCertificateThatExpiresBetweenTwoProbesFailsTheSecond() throws Exception {
        Instant end = Instant.now().plusSeconds(8);
        X509Bundle shortLived = TlsGateway.named(NAME).notAfter(end).buildIssuedBy(TlsGateway.CA);
        TlsGateway gateway = TlsGateway.on("127.0.0.2", shortLived);
        assertThat(probeOf(gateway).result()).isInstanceOf(ProbeResult.Up.class);
        SSLContext resuming = SSLContext.getInstance("TLS");
        resuming.init(null, new TrustManager[] {TlsGateway.CA.toTrustManager()}, null);
        talk(resuming, gateway);
        int full = gateway.fullHandshakes();

        await().atMost(PATIENCE).until(() -> Instant.now().isAfter(end.plusSeconds(1)));

        talk(resuming, gateway);
        assertThat(gateway.fullHandshakes())
                .as("a client that resumes does get past the expiry here")
                .isEqualTo(full);
        assertDown(probeOf(gateway), FailureReason.TLS_EXPIRED);
    }

    private static void talk(SSLContext context, TlsGateway gateway) throws Exception {
        int port = gateway.gateway().port();
        try (var tcp = new Socket(InetAddress.ofLiteral("127.0.0.2"), port);
                var tls = (SSLSocket) context.getSocketFactory().createSocket(tcp, NAME, port, true)) {
            tls.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(tls.getInputStream().readAllBytes()).isNotEmpty();
        }
    }

    @Test
    void aPlainServerIsNotTls() {
        Gateway plain = opened(Gateway.on("127.0.0.2", socket -> {
            socket.getInputStream().read();
            socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }));
        assertDown(probe("127.0.0.2", plain.port(), PATIENT), FailureReason.TLS_OTHER);
    }

    @Test
    void aServerThatWantsOurCertificateIsAHandshakeThatFailed() throws Exception {
        Probed probed = probeOf(TlsGateway.wantingClientCertificates(good()));
        assertThat(line(probed)).isEqualTo(NO_CERTIFICATE);
    }

    @Test
    void aServerThatWantsOurCertificateGetsIt() throws Exception {
        X509Bundle client = TlsGateway.named("prober.gslb.test")
                .addExtendedKeyUsageClientAuth()
                .buildIssuedBy(TlsGateway.CA);
        TlsGateway gateway = TlsGateway.wantingClientCertificates(good());
        assertThat(probeAs(gateway, client.getCertificatePathPEM(), client.getPrivateKeyPEM())
                        .result())
                .isEqualTo(new ProbeResult.Up("HTTP 200"));
    }

    @Test
    void aServerThatDoesNotTrustOurCertificateIsAHandshakeThatFailed() throws Exception {
        X509Bundle stranger = TlsGateway.named("prober.gslb.test").buildIssuedBy(TlsGateway.ca("another CA"));
        TlsGateway gateway = TlsGateway.wantingClientCertificates(good());
        Probed probed = probeAs(gateway, stranger.getCertificatePathPEM(), stranger.getPrivateKeyPEM());
        assertThat(line(probed)).isEqualTo(NO_CERTIFICATE);
    }

    @Test
    void aKeyThatIsNotTheCertificatesIsOurFault() throws Exception {
        X509Bundle one = TlsGateway.named("prober.gslb.test").buildIssuedBy(TlsGateway.CA);
        X509Bundle other = TlsGateway.named("prober.gslb.test").buildIssuedBy(TlsGateway.CA);
        TlsGateway gateway = TlsGateway.wantingClientCertificates(good());
        ProbeResult result = probeAs(gateway, one.getCertificatePEM(), other.getPrivateKeyPEM())
                .result();
        assertThat(result.outcome()).isEqualTo("INCONCLUSIVE");
        assertThat(result.detail()).endsWith("check https: the key is not the certificate's");
    }

    private Probed probeAs(TlsGateway gateway, String certificate, String key) {
        opened(gateway.gateway());
        var tls = new TlsSettings(
                TlsGateway.CA.getCertificatePEM(), new ClientCertificate(certificate, key), Duration.ZERO);
        return finished(start(target("127.0.0.2", check(gateway.gateway().port(), null, tls, null, PATIENT))));
    }

    @Test
    void aCertificateNearItsEndIsDegradedAndItsAnswerStillCounts() throws Exception {
        Instant end = Instant.now().plus(Duration.ofDays(5)).plusSeconds(60);
        X509Bundle ending = TlsGateway.named(NAME).notAfter(end).buildIssuedBy(TlsGateway.CA);
        TlsGateway gateway = opened(TlsGateway.on("127.0.0.2", ending));
        var month = new TlsSettings(TlsGateway.CA.getCertificatePEM(), null, Duration.ofDays(30));
        HttpCheck check = check(gateway.gateway().port(), null, month, null, PATIENT);
        ProbeResult result = finished(start(target("127.0.0.2", check))).result();
        assertThat(result.outcome() + " " + result.reasonLabel()).isEqualTo("DEGRADED cert_expiring");
        assertThat(result.detail()).startsWith("HTTP 200, but the certificate ends in 5 days, on 20");

        gateway.answer("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n");
        assertDown(finished(start(target("127.0.0.2", check))), FailureReason.STATUS);
    }

    private TlsGateway opened(TlsGateway gateway) {
        opened(gateway.gateway());
        return gateway;
    }

    @Test
    void aCaFileWithoutACertificateIsOurFault() throws Exception {
        Probed probed = probeOf(TlsGateway.on("127.0.0.2", good()), null, "not a certificate");
        assertThat(probed.result().outcome()).isEqualTo("INCONCLUSIVE");
        assertThat(probed.result().detail()).contains("check https");
    }

    @Test
    void warmingUpWorksOnThisMachine() throws Exception {
        OwnCertificate own = OwnCertificate.forHost("warm-up.invalid");
        own.certificate().verify(own.key().getPublic());
        prober.warmUp().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
