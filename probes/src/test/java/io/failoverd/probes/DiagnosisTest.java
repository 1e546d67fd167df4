package io.failoverd.probes;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.probes.model.ProbeResult;
import io.netty.channel.ChannelException;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What exceptions mean, among them those that cannot be had on loopback. */
class DiagnosisTest {
    private static final String WHERE = "192.0.2.7:443";

    record Case(Throwable failure, Phase phase, boolean atOnce, String expected) {}

    static Stream<Case> cases() {
        return Stream.of(
                connecting(new ConnectException("Connection refused: /192.0.2.7:443"), "DOWN connect_refused"),
                connecting(
                        new ConnectException("connect(..) failed with error(-111): Connection refused"),
                        "DOWN connect_refused"),
                connecting(new ConnectException("Connection timed out"), "DOWN connect_timeout"),
                connecting(epoll("bind", -99, "Cannot assign requested address"), "INCONCLUSIVE local_address"),
                connecting(epoll("connect", -1, "Operation not permitted"), "INCONCLUSIVE local_error"),
                connecting(epoll("finishConnect", -113, "No route to host"), "DOWN connect_unreachable"),
                connecting(
                        new ChannelException(epoll("newSocketStream", -24, "Too many open files")),
                        "INCONCLUSIVE local_descriptors"),
                in(Phase.FIRST_BYTE, epoll("recvAddress", -104, "Connection reset by peer"), "DOWN closed_early"),
                in(Phase.FIRST_BYTE, epoll("writevAddresses", -32, "Broken pipe"), "DOWN closed_early"),
                in(Phase.BODY, epoll("recvAddress", -110, "Connection timed out"), "DOWN closed_early"),
                connecting(new NoRouteToHostException("No route to host"), "DOWN connect_unreachable"),
                connecting(new SocketException("Network is unreachable"), "DOWN connect_unreachable"),
                new Case(
                        new SocketException("Network is unreachable"),
                        Phase.CONNECT,
                        true,
                        "INCONCLUSIVE connect_unreachable"),
                new Case(
                        new NoRouteToHostException("No route to host"),
                        Phase.CONNECT,
                        true,
                        "INCONCLUSIVE connect_unreachable"),
                connecting(new SocketException("Connection reset"), "DOWN connect_reset"),
                connecting(new BindException("Cannot assign requested address"), "INCONCLUSIVE local_address"),
                connecting(new SocketException("Operation not permitted"), "INCONCLUSIVE local_error"),
                connecting(
                        new ChannelException("Failed to open a socket.", new IOException("Too many open files")),
                        "INCONCLUSIVE local_descriptors"),
                connecting(new IllegalStateException("a bug"), "INCONCLUSIVE local_error"),
                in(Phase.TLS, handshake(new CertificateExpiredException("NotAfter: yesterday")), "DOWN tls_expired"),
                in(
                        Phase.TLS,
                        handshake(new CertificateException("No subject alternative DNS name matching a.test found.")),
                        "DOWN tls_name_mismatch"),
                in(
                        Phase.TLS,
                        handshake(new CertificateException("No subject alternative names present")),
                        "DOWN tls_name_mismatch"),
                in(Phase.TLS, handshake(new CertificateException("PKIX path building failed")), "DOWN tls_untrusted"),
                in(Phase.TLS, new SSLHandshakeException("Received fatal alert: handshake_failure"), "DOWN tls_other"),
                in(
                        Phase.TLS,
                        new SSLHandshakeException(
                                "error:10000410:SSL routines:OPENSSL_internal:SSLV3_ALERT_HANDSHAKE_FAILURE"),
                        "DOWN tls_other"),
                in(
                        Phase.TLS,
                        new SSLException("Connection reset", new SocketException("Connection reset")),
                        "DOWN closed_early"),
                in(Phase.TLS, new ClosedChannelException(), "DOWN closed_early"),
                in(Phase.FIRST_BYTE, new SocketException("Connection reset"), "DOWN closed_early"),
                in(Phase.FIRST_BYTE, new IOException("Broken pipe"), "DOWN closed_early"),
                in(
                        Phase.FIRST_BYTE,
                        new DecoderException(new SSLException("Received fatal alert: certificate_required")),
                        "DOWN tls_other"),
                in(Phase.BODY, new SocketException("Connection timed out"), "DOWN closed_early"),
                in(Phase.BODY, new IllegalStateException("a bug"), "INCONCLUSIVE local_error"));
    }

    /** As Netty's native transport says it. */
    private static IOException epoll(String call, int number, String text) {
        return new IOException(call + "(..) failed with error(" + number + "): " + text);
    }

    private static Case connecting(Throwable failure, String expected) {
        return in(Phase.CONNECT, failure, expected);
    }

    private static Case in(Phase phase, Throwable failure, String expected) {
        return new Case(failure, phase, false, expected);
    }

    private static Throwable handshake(CertificateException cause) {
        return new DecoderException(new SSLHandshakeException(cause.getMessage(), cause));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsTheException(Case c) {
        ProbeResult result = Diagnosis.of(c.failure(), c.phase(), c.atOnce(), WHERE);
        assertThat(result.outcome() + " " + result.reasonLabel()).isEqualTo(c.expected());
    }

    @Test
    void saysOfBoringSslWhatTheJdkWouldSay() {
        String alert = "error:100003f2:SSL routines:OPENSSL_internal:SSLV3_ALERT_BAD_CERTIFICATE";
        assertThat(detail(alert)).isEqualTo("(bad_certificate) Received fatal alert: bad_certificate");
        String newer = "error:1000045c:SSL routines:OPENSSL_internal:TLSV1_ALERT_CERTIFICATE_REQUIRED";
        assertThat(detail(newer)).isEqualTo("(certificate_required) Received fatal alert: certificate_required");
        String own = "error:100000f7:SSL routines:OPENSSL_internal:WRONG_VERSION_NUMBER";
        assertThat(detail(own)).isEqualTo("wrong version number");
    }

    private static String detail(String message) {
        return Diagnosis.of(new SSLHandshakeException(message), Phase.TLS, false, WHERE)
                .detail();
    }
}
