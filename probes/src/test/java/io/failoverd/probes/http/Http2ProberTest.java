package io.failoverd.probes.http;

import static io.failoverd.probes.http2.Frames.all;
import static io.failoverd.probes.http2.Frames.data;
import static io.failoverd.probes.http2.Frames.fields;
import static io.failoverd.probes.http2.Frames.frame;
import static io.failoverd.probes.http2.Frames.goAway;
import static io.failoverd.probes.http2.Frames.head;
import static io.failoverd.probes.http2.Frames.lastData;
import static io.failoverd.probes.http2.Frames.lastHead;
import static io.failoverd.probes.http2.Frames.number;
import static io.failoverd.probes.http2.Frames.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.probes.Attempt;
import io.failoverd.probes.Gateway;
import io.failoverd.probes.ProberContract;
import io.failoverd.probes.TlsGateway;
import io.failoverd.probes.http2.Frames;
import io.failoverd.probes.model.Assertion;
import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.Check;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.HttpCheck;
import io.failoverd.probes.model.HttpRequest;
import io.failoverd.probes.model.HttpVersion;
import io.failoverd.probes.model.LatencyLimits;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Probed;
import io.failoverd.probes.model.StatusSet;
import io.failoverd.probes.model.Target;
import io.failoverd.probes.model.TextTest;
import io.failoverd.probes.model.TlsSettings;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Http2ProberTest extends ProberContract {
    private static final HttpRequest POST = new HttpRequest(
            "POST",
            "/productpage",
            List.of(new HttpRequest.Header("X-Probe", "yes", false), new HttpRequest.Header("Connection", "x", false)),
            "ping");

    private final HttpProber prober = new HttpProber(dialer, "failoverd/test");
    private final List<Frames.Asked> asked = new CopyOnWriteArrayList<>();

    @Override
    protected Attempt start(Target target) {
        return prober.start(target, (HttpCheck) target.check());
    }

    @Override
    protected Check check(int port, @Nullable InetAddress source, Cadence cadence) {
        return check(port, null, HttpVersion.HTTP_2, source, cadence);
    }

    private static HttpCheck check(
            int port, @Nullable TlsSettings tls, HttpVersion version, @Nullable InetAddress source, Cadence cadence) {
        return new HttpCheck(
                "http",
                tls,
                version,
                port,
                null,
                POST,
                StatusSet.parse(List.of("200-299")),
                StatusSet.parse(List.of("429")),
                List.of(new Assertion.Body(new TextTest.Contains("gone"), true)),
                LatencyLimits.NONE,
                source,
                cadence);
    }

    @Override
    protected Gateway healthy(String address) {
        return answering(address, all(settings(), head(":status", "200"), lastData("ok")));
    }

    private Gateway answering(String address, byte[] answer) {
        Gateway gateway = Gateway.on(address, _ -> {});
        gateway.behave(socket -> {
            asked.add(Frames.read(socket));
            Frames.answer(socket, answer);
        });
        return gateway;
    }

    /** Says the first part once and the other for as long as anybody listens. */
    private static Gateway flooding(byte[] first, byte[] more) {
        return Gateway.on("127.0.0.2", socket -> {
            Frames.read(socket);
            socket.getOutputStream().write(first);
            while (true) {
                socket.getOutputStream().write(more);
            }
        });
    }

    @Override
    protected FailureReason whenHanging() {
        return FailureReason.FIRST_BYTE_TIMEOUT;
    }

    @Override
    protected FailureReason whenClosing() {
        return FailureReason.CLOSED_EARLY;
    }

    /**
     * @param answer a byte a character
     * @param expected outcome, reason and detail
     */
    record Case(String story, String answer, String expected) {
        byte[] bytes() {
            return answer.getBytes(StandardCharsets.ISO_8859_1);
        }

        @Override
        public String toString() {
            return story;
        }
    }

    private static Case given(String story, byte[] answer, String expected) {
        return new Case(story, new String(answer, StandardCharsets.ISO_8859_1), expected);
    }

    static Stream<Case> answers() {
        byte[] ok = all(head(":status", "200"), lastData("ok"));
        return Stream.concat(answersInOrder(settings(), ok), brokenAnswers(settings(), ok));
    }

    private static Stream<Case> answersInOrder(byte[] hello, byte[] ok) {
        return Stream.of(
                given("a body", all(hello, ok), "UP none HTTP 200"),
                given("no body", all(hello, lastHead(":status", "204")), "UP none HTTP 204"),
                given(
                        "trailers",
                        all(hello, head(":status", "200"), data("ok"), lastHead("x-sum", "1")),
                        "UP none HTTP 200"),
                given(
                        "a body that is not as expected",
                        all(hello, head(":status", "200"), lastData("gone")),
                        "DOWN body_mismatch HTTP 200, but the body contains \"gone\""),
                given("a status outside the set", all(hello, head(":status", "503")), "DOWN status HTTP 503"),
                given("429 is degraded", all(hello, lastHead(":status", "429")), "DEGRADED status HTTP 429"),
                given(
                        "interim answers are passed over",
                        all(hello, head(":status", "103", "link", "</a>"), ok),
                        "UP none HTTP 200"),
                given(
                        "a graceful GOAWAY that covers the request",
                        all(hello, goAway(Frames.STREAM, 0), ok),
                        "UP none HTTP 200"));
    }

    private static Stream<Case> brokenAnswers(byte[] hello, byte[] ok) {
        return Stream.of(
                given(
                        "a GOAWAY that does not",
                        all(hello, goAway(0, 0)),
                        "DOWN closed_early the connection was refused (NO_ERROR)"),
                given(
                        "a GOAWAY with an error",
                        all(hello, goAway(Frames.STREAM, 0xb)),
                        "DOWN closed_early the connection was refused (ENHANCE_YOUR_CALM)"),
                given(
                        "RST_STREAM",
                        all(hello, frame(Frames.RST_STREAM, 0, Frames.STREAM, number(7))),
                        "DOWN closed_early the request was refused (REFUSED_STREAM)"),
                given(
                        "RST_STREAM within the body",
                        all(
                                hello,
                                head(":status", "200"),
                                data("o"),
                                frame(Frames.RST_STREAM, 0, Frames.STREAM, number(2))),
                        "DOWN closed_early the request was refused (INTERNAL_ERROR)"),
                given(
                        "RST_STREAM for HTTP/1.1",
                        all(hello, frame(Frames.RST_STREAM, 0, Frames.STREAM, number(0xd))),
                        "DOWN protocol_error the server wants HTTP/1.1"),
                given("no SETTINGS", ok, "DOWN protocol_error the answer is not HTTP/2"),
                given(
                        "an HTTP/1 server",
                        "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
                        "DOWN protocol_error the answer is HTTP/1, not HTTP/2"),
                given("a head without a status", all(hello, lastHead("server", "x")), "DOWN protocol_error"),
                given(
                        "a body announced over the limit",
                        all(hello, head(":status", "200", "content-length", "262145")),
                        "DOWN body_too_large HTTP 200 with a body over 262144 bytes"));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void judges(Case c) {
        assertThat(said(answering("127.0.0.2", c.bytes()))).startsWith(c.expected());
    }

    private String said(Gateway gateway) {
        ProbeResult result = probe("127.0.0.2", opened(gateway).port(), PATIENT).result();
        return result.outcome() + " " + result.reasonLabel() + " " + result.detail();
    }

    static Stream<Case> floods() {
        byte[] bigField = frame(Frames.CONTINUATION, 0, Frames.STREAM, fields("x-big", "y".repeat(15_000)));
        return Stream.of(
                given("interim answers", head(":status", "103"), "DOWN protocol_error more than 32 interim answers"),
                given("PING", frame(Frames.PING, 0, 0, new byte[8]), "DOWN protocol_error more than 131072 bytes"),
                given("SETTINGS", settings(), "DOWN protocol_error"),
                given(
                        "WINDOW_UPDATE of the connection",
                        frame(8, 0, 0, number(1)),
                        "DOWN protocol_error more than 131072 bytes"),
                given("frames of no known type", frame(0xee, 0, 0, new byte[100]), "DOWN protocol_error"),
                given(
                        "CONTINUATION with headers",
                        bigField,
                        "DOWN protocol_error an answer with more than 65536 bytes of headers"),
                given(
                        "CONTINUATION with a little",
                        frame(Frames.CONTINUATION, 0, Frames.STREAM, fields("x", "y")),
                        "DOWN protocol_error the answer breaks HTTP/2 (ENHANCE_YOUR_CALM)"),
                given(
                        "empty CONTINUATION",
                        frame(Frames.CONTINUATION, 0, Frames.STREAM, new byte[0]),
                        "DOWN protocol_error"),
                given("empty DATA", data(""), "DOWN protocol_error"),
                given("DATA of one byte", data("x"), "DOWN protocol_error more than 131072 bytes"),
                given("DATA", data("x".repeat(16_384)), "DOWN body_too_large"));
    }

    @ParameterizedTest
    @MethodSource("floods")
    void whateverAPeerFloodsAProbeWithHasABound(Case c) {
        byte[] first = settings();
        if (c.story().contains("DATA")) {
            first = all(first, head(":status", "200"));
        } else if (c.story().contains("CONTINUATION")) {
            first = all(first, frame(Frames.HEADERS, 0, Frames.STREAM, fields(":status", "200")));
        }
        assertThat(said(flooding(first, c.bytes()))).startsWith(c.expected());
    }

    @Test
    void asksOnceOnAConnectionOfItsOwn() {
        Gateway gateway = opened(healthy("127.0.0.2"));
        probe("127.0.0.2", gateway.port(), PATIENT);
        Probed probed = probe("127.0.0.2", gateway.port(), PATIENT);
        assertThat(probed.timings().firstByte()).isPositive();
        assertThat(gateway.accepted()).isEqualTo(2);
        Frames.Asked request = asked.getLast();
        assertThat(request.headers().method()).hasToString("POST");
        assertThat(request.headers().path()).hasToString("/productpage");
        assertThat(request.headers().scheme()).hasToString("http");
        assertThat(request.headers().authority()).hasToString("www.gslb.test:" + gateway.port());
        assertThat(request.headers().get("user-agent")).hasToString("failoverd/test");
        assertThat(request.headers().get("x-probe")).hasToString("yes");
        assertThat(request.headers().get("content-length")).hasToString("4");
        assertThat(request.headers().contains("connection")).isFalse();
        assertThat(request.body()).isEqualTo("ping");
    }

    @Test
    void aBodyCutShortIsNoAnswer() {
        Gateway gateway = Gateway.on("127.0.0.2", socket -> {
            Frames.read(socket);
            socket.getOutputStream().write(all(settings(), head(":status", "200"), data("o")));
            socket.shutdownOutput();
            Frames.answer(socket, new byte[0]);
        });
        assertThat(said(gateway)).startsWith("DOWN closed_early");
    }

    private String overTls(HttpVersion version, boolean speaksHttp2, String... alpn) throws Exception {
        TlsGateway gateway =
                TlsGateway.choosing(TlsGateway.named("www.gslb.test").buildIssuedBy(TlsGateway.CA), alpn);
        opened(gateway.gateway());
        if (speaksHttp2) {
            gateway.gateway().behave(socket -> {
                socket.getOutputStream().write(settings());
                Frames.answer(socket, all(head(":status", "200"), lastData("ok")));
            });
        }
        var tls = new TlsSettings(TlsGateway.CA.getCertificatePEM(), null, Duration.ZERO);
        HttpCheck check = check(gateway.gateway().port(), tls, version, null, PATIENT);
        Probed probed = finished(start(target("127.0.0.2", check)));
        ProbeResult result = probed.result();
        return result.outcome() + " " + result.reasonLabel() + " " + result.detail();
    }

    @Test
    void theVersionIsChosenInTheTlsHandshakeAndNoOtherIsTaken() throws Exception {
        HttpVersion two = HttpVersion.HTTP_2;
        HttpVersion one = HttpVersion.HTTP_1_1;
        assertThat(overTls(two, true, "h2", "http/1.1")).isEqualTo("UP none HTTP 200");
        assertThat(overTls(one, false, "h2", "http/1.1")).isEqualTo("UP none HTTP 200");
        assertThat(overTls(one, false)).as("no ALPN").isEqualTo("UP none HTTP 200");
        assertThat(overTls(two, false, "http/1.1"))
                .isEqualTo("DOWN protocol_error the server does not speak h2 (ALPN)");
        assertThat(overTls(two, false)).isEqualTo("DOWN protocol_error the server did not choose h2 (ALPN)");
        assertThat(overTls(one, true)).isEqualTo("DOWN protocol_error the answer is HTTP/2, not HTTP/1.1");
        assertThat(overTls(one, true, "h2")).isEqualTo("DOWN protocol_error the server does not speak http/1.1 (ALPN)");
    }
}
