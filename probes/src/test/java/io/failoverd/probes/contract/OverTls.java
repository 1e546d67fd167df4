package io.failoverd.probes.contract;

import static io.failoverd.probes.contract.Situation.little;

import io.failoverd.probes.TlsGateway;
import io.failoverd.probes.http2.Frames;
import io.failoverd.probes.model.Check;
import io.failoverd.probes.model.HttpVersion;
import io.failoverd.probes.model.LatencyLimits;
import io.failoverd.probes.model.TlsCheck;
import io.failoverd.probes.model.TlsSettings;
import io.netty.pkitesting.X509Bundle;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** What befalls a TLS handshake, in a TLS check and in one of HTTPS. */
final class OverTls {
    private OverTls() {}

    static List<Situation> situations() {
        var all = new ArrayList<Situation>();
        for (Kind kind : List.of(Kind.TLS, Kind.HTTPS)) {
            all.add(meeting(
                    kind, "a certificate that is its own issuer", "DOWN tls_untrusted", Certificates::selfSigned));
            all.add(meeting(kind, "an unknown authority", "DOWN tls_untrusted", Certificates::ofAnUnknownAuthority));
            all.add(meeting(kind, "a certificate of tomorrow", "DOWN tls_untrusted", Certificates::ofTomorrow));
            all.add(meeting(kind, "an expired certificate", "DOWN tls_expired", Certificates::expired));
            all.add(meeting(kind, "another name's certificate", "DOWN tls_name_mismatch", Certificates::ofAnotherName));
            all.add(little(
                    kind,
                    "a certificate near its end",
                    "DEGRADED cert_expiring",
                    stage -> stage.with(check(
                            kind,
                            stage,
                            stage.behindTls(Certificates.nearItsEnd()).port(),
                            weekLeft()))));
            all.add(little(
                    kind,
                    "an answer that is no TLS",
                    "DOWN tls_other",
                    stage -> stage.patiently(
                            kind,
                            stage.gateway(socket -> {
                                        socket.getInputStream().read();
                                        byte[] answer =
                                                "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
                                        Frames.answer(socket, answer);
                                    })
                                    .port())));
            all.add(little(
                    kind,
                    "a CA file without a certificate",
                    "INCONCLUSIVE local_error",
                    stage -> stage.with(
                            check(kind, stage, stage.hanging().port(), TlsSettings.trusting("not a certificate")))));
        }
        all.addAll(overHttps());
        return all;
    }

    private static List<Situation> overHttps() {
        return List.of(
                little(
                        Kind.HTTPS,
                        "a server that wants to know who asks",
                        "DOWN tls_other",
                        stage -> stage.patiently(
                                Kind.HTTPS,
                                stage.keep(TlsGateway.wantingClientCertificates(Certificates.good())
                                                .gateway())
                                        .port())),
                little(
                        Kind.HTTPS,
                        "a server that knows HTTP/2 alone",
                        "DOWN protocol_error",
                        stage -> stage.patiently(
                                Kind.HTTPS,
                                stage.behindTls(Certificates.good(), "h2").port())),
                little(Kind.HTTPS, "a body cut short", "DOWN closed_early", stage -> {
                    TlsGateway gateway = TlsGateway.on(Stage.ADDRESS, Certificates.good());
                    gateway.answer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
                    return stage.patiently(
                            Kind.HTTPS, stage.keep(gateway.gateway()).port());
                }),
                little(Kind.HTTPS, "an error page", "DOWN status", stage -> {
                    TlsGateway gateway = TlsGateway.on(Stage.ADDRESS, Certificates.good());
                    gateway.answer("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n");
                    return stage.patiently(
                            Kind.HTTPS, stage.keep(gateway.gateway()).port());
                }));
    }

    private static Situation meeting(Kind kind, String story, String expected, Callable<X509Bundle> certificate) {
        return little(
                kind,
                story,
                expected,
                stage -> stage.patiently(
                        kind, stage.behindTls(certificate.call()).port()));
    }

    private static TlsSettings weekLeft() {
        return new TlsSettings(Certificates.AUTHORITY.getCertificatePEM(), null, Duration.ofDays(7));
    }

    private static Check check(Kind kind, Stage stage, int port, TlsSettings tls) {
        return kind == Kind.TLS
                ? new TlsCheck("tls", port, null, tls, LatencyLimits.NONE, null, stage.patient())
                : Kind.http(tls, HttpVersion.HTTP_1_1, port, List.of(), LatencyLimits.NONE, null, stage.patient());
    }
}
