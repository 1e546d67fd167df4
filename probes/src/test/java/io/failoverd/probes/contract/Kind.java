package io.failoverd.probes.contract;

import io.failoverd.probes.model.Assertion;
import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.Check;
import io.failoverd.probes.model.DnsCheck;
import io.failoverd.probes.model.ExecCheck;
import io.failoverd.probes.model.GrpcCheck;
import io.failoverd.probes.model.HttpCheck;
import io.failoverd.probes.model.HttpRequest;
import io.failoverd.probes.model.HttpVersion;
import io.failoverd.probes.model.IcmpCheck;
import io.failoverd.probes.model.LatencyLimits;
import io.failoverd.probes.model.RecordTest;
import io.failoverd.probes.model.StatusSet;
import io.failoverd.probes.model.TcpCheck;
import io.failoverd.probes.model.TextTest;
import io.failoverd.probes.model.TlsCheck;
import io.failoverd.probes.model.TlsSettings;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is probed with, and for each an ordinary check. */
enum Kind {
    TCP,
    /** TCP with an answer that is waited for. */
    TCP_ANSWER,
    TLS,
    HTTP,
    HTTPS,
    HTTP2,
    GRPC,
    DNS_TCP,
    DNS_UDP,
    ICMP,
    EXEC;

    /** Those that make a TCP connection. */
    static final List<Kind> STREAMS = List.of(TCP, TCP_ANSWER, TLS, HTTP, HTTPS, HTTP2, GRPC, DNS_TCP);

    static final TextTest PONG = new TextTest.Contains("+PONG");

    private static final Assertion NOT_GONE = new Assertion.Body(new TextTest.Contains("gone"), true);

    /** As long as any certificate lasts. */
    static TlsSettings tls() {
        return new TlsSettings(Certificates.AUTHORITY.getCertificatePEM(), null, Duration.ZERO);
    }

    /** A check that passes where all is well. */
    Check check(int port, @Nullable InetAddress source, Cadence cadence) {
        LatencyLimits none = LatencyLimits.NONE;
        return switch (this) {
            case TCP -> new TcpCheck("tcp", port, null, null, none, source, cadence);
            case TCP_ANSWER -> new TcpCheck("answer", port, "PING\r\n", PONG, none, source, cadence);
            case TLS -> new TlsCheck("tls", port, null, tls(), none, source, cadence);
            case HTTP -> http(null, HttpVersion.HTTP_1_1, port, List.of(NOT_GONE), none, source, cadence);
            case HTTPS -> http(tls(), HttpVersion.HTTP_1_1, port, List.of(), none, source, cadence);
            case HTTP2 -> http(null, HttpVersion.HTTP_2, port, List.of(NOT_GONE), none, source, cadence);
            case GRPC -> new GrpcCheck("grpc", null, port, null, "shop.Cart", none, source, cadence);
            case DNS_TCP -> dns(DnsCheck.Transport.TCP, port, source, cadence);
            case DNS_UDP -> dns(DnsCheck.Transport.UDP, port, source, cadence);
            case ICMP -> new IcmpCheck("icmp", 1, 0, none, source, cadence);
            case EXEC -> exec(cadence, "exit 0");
        };
    }

    static HttpCheck http(
            @Nullable TlsSettings tls,
            HttpVersion version,
            int port,
            List<Assertion> expect,
            LatencyLimits degraded,
            @Nullable InetAddress source,
            Cadence cadence) {
        return new HttpCheck(
                "http",
                tls,
                version,
                port,
                null,
                HttpRequest.get("/productpage"),
                StatusSet.parse(List.of("200-299")),
                StatusSet.parse(List.of("429")),
                expect,
                degraded,
                source,
                cadence);
    }

    private static DnsCheck dns(DnsCheck.Transport transport, int port, @Nullable InetAddress source, Cadence cadence) {
        return new DnsCheck(
                "dns",
                port,
                null,
                "A",
                transport,
                false,
                List.of("NOERROR"),
                List.of(new RecordTest.Values(RecordTest.Kind.ANY, List.of("192.0.2.1"), false)),
                LatencyLimits.NONE,
                source,
                cadence);
    }

    /** The shell is the program here; failoverd itself never asks one. */
    static ExecCheck exec(Cadence cadence, String script) {
        return new ExecCheck("exec", 0, List.of("/bin/sh", "-c", script), Map.of(), LatencyLimits.NONE, cadence);
    }
}
