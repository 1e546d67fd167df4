package io.failoverd.probes.grpc;

import static io.failoverd.probes.http2.Frames.all;
import static io.failoverd.probes.http2.Frames.frame;
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
import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.Check;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.GrpcCheck;
import io.failoverd.probes.model.LatencyLimits;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Target;
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

class GrpcProberTest extends ProberContract {
    private static final byte[] HEAD = head(":status", "200", "content-type", "application/grpc+proto");
    private static final byte[] OK = lastHead("grpc-status", "0");
    private static final byte[] SERVING = {0, 0, 0, 0, 2, 8, 1};

    private final GrpcProber prober = new GrpcProber(dialer, "failoverd/test");
    private final List<Frames.Asked> asked = new CopyOnWriteArrayList<>();

    @Override
    protected Attempt start(Target target) {
        return prober.start(target, (GrpcCheck) target.check());
    }

    @Override
    protected Check check(int port, @Nullable InetAddress source, Cadence cadence) {
        return check(port, null, source, cadence);
    }

    private static GrpcCheck check(int port, @Nullable TlsSettings tls, @Nullable InetAddress source, Cadence cadence) {
        return new GrpcCheck("grpc", tls, port, null, "shop.Cart", LatencyLimits.NONE, source, cadence);
    }

    private static byte[] message(byte... bytes) {
        return frame(Frames.DATA, 0, Frames.STREAM, bytes);
    }

    private static byte[] answer(byte[] body) {
        return all(settings(), HEAD, message(body), OK);
    }

    @Override
    protected Gateway healthy(String address) {
        return answering(address, answer(SERVING));
    }

    private Gateway answering(String address, byte[] answer) {
        Gateway gateway = Gateway.on(address, _ -> {});
        gateway.behave(socket -> {
            asked.add(Frames.read(socket));
            Frames.answer(socket, answer);
        });
        return gateway;
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
        @Override
        public String toString() {
            return story;
        }
    }

    private static Case given(String story, byte[] answer, String expected) {
        return new Case(story, new String(answer, StandardCharsets.ISO_8859_1), expected);
    }

    private static Case trailersOnly(int code, String message, String expected) {
        byte[] head = lastHead(
                ":status",
                "200",
                "content-type",
                "application/grpc",
                "grpc-status",
                Integer.toString(code),
                "grpc-message",
                message);
        return given("trailers only, status " + code, all(settings(), head), expected);
    }

    static Stream<Case> answers() {
        return Stream.of(
                given("SERVING", answer(SERVING), "UP none gRPC SERVING"),
                given(
                        "NOT_SERVING",
                        answer(new byte[] {0, 0, 0, 0, 2, 8, 2}),
                        "DOWN grpc_not_serving gRPC NOT_SERVING"),
                given("UNKNOWN, by default", answer(new byte[5]), "DOWN grpc_not_serving gRPC UNKNOWN"),
                given(
                        "SERVICE_UNKNOWN",
                        answer(new byte[] {0, 0, 0, 0, 2, 8, 3}),
                        "DOWN grpc_not_serving gRPC SERVICE_UNKNOWN"),
                given("a status of the future", answer(new byte[] {0, 0, 0, 0, 2, 8, 99}), "DOWN grpc_not_serving"),
                given(
                        "fields of the future",
                        answer(new byte[] {0, 0, 0, 0, 9, 0x12, 1, 'x', 0x1d, 1, 2, 3, 4, 8, 1}),
                        "DOWN protocol_error the answer is not one whole message"),
                given(
                        "fields of the future, whole",
                        answer(new byte[] {0, 0, 0, 0, 10, 0x12, 1, 'x', 0x1d, 1, 2, 3, 4, 8, 1}),
                        "UP none gRPC SERVING"),
                given(
                        "a message in parts",
                        all(
                                settings(),
                                HEAD,
                                message((byte) 0, (byte) 0, (byte) 0),
                                message((byte) 0, (byte) 2, (byte) 8),
                                message((byte) 1),
                                OK),
                        "UP none gRPC SERVING"),
                given(
                        "not protocol buffers",
                        answer(new byte[] {0, 0, 0, 0, 2, 0x12, 99}),
                        "DOWN protocol_error the message is not protocol buffers"),
                given(
                        "compressed",
                        answer(new byte[] {1, 0, 0, 0, 2, 8, 1}),
                        "DOWN protocol_error the message is compressed"),
                given("no message", all(settings(), HEAD, OK), "DOWN protocol_error the answer has no message"),
                given(
                        "a message that is not whole",
                        answer(new byte[] {0, 0, 0, 0, 9, 8, 1}),
                        "DOWN protocol_error the answer is not one whole message"),
                given(
                        "a message without an end",
                        all(settings(), HEAD, message(new byte[5000])),
                        "DOWN body_too_large a message over 4096 bytes"),
                given(
                        "a status after the message",
                        all(settings(), HEAD, message(SERVING), lastHead("grpc-status", "14")),
                        "DOWN grpc_status gRPC UNAVAILABLE"),
                given(
                        "no trailers",
                        all(settings(), HEAD, lastData(SERVING)),
                        "DOWN protocol_error an answer without a gRPC status"),
                trailersOnly(12, "unknown method", "DOWN grpc_status gRPC UNIMPLEMENTED: the server has no health"),
                trailersOnly(5, "", "DOWN grpc_status gRPC NOT_FOUND: the server knows no service \"shop.Cart\""),
                trailersOnly(14, "no%20healthy%0aupstream", "DOWN grpc_status gRPC UNAVAILABLE: no healthy?upstream"),
                trailersOnly(8, "slow down", "DEGRADED grpc_status gRPC RESOURCE_EXHAUSTED: slow down"),
                trailersOnly(99, "", "DOWN grpc_status gRPC status 99"),
                given(
                        "a gateway's own page",
                        all(settings(), head(":status", "503", "content-type", "text/plain")),
                        "DOWN status HTTP 503"),
                given(
                        "a web server",
                        all(settings(), head(":status", "200", "content-type", "text/html"), lastData("hello")),
                        "DOWN protocol_error the answer is not gRPC"),
                given(
                        "RST_STREAM",
                        all(settings(), frame(Frames.RST_STREAM, 0, Frames.STREAM, number(8))),
                        "DOWN closed_early the request was refused (CANCEL)"));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void judges(Case c) {
        Gateway gateway = opened(answering("127.0.0.2", c.answer().getBytes(StandardCharsets.ISO_8859_1)));
        assertThat(said(probe("127.0.0.2", gateway.port(), PATIENT).result())).startsWith(c.expected());
    }

    private static String said(ProbeResult result) {
        return result.outcome() + " " + result.reasonLabel() + " " + result.detail();
    }

    @Test
    void asksForTheServiceInTheWordsOfTheProtocol() {
        Gateway gateway = opened(healthy("127.0.0.2"));
        assertThat(probe("127.0.0.2", gateway.port(), PATIENT).timings().firstByte())
                .isPositive();
        Frames.Asked request = asked.getLast();
        assertThat(request.headers().method()).hasToString("POST");
        assertThat(request.headers().path()).hasToString("/grpc.health.v1.Health/Check");
        assertThat(request.headers().authority()).hasToString("www.gslb.test:" + gateway.port());
        assertThat(request.headers().get("te")).hasToString("trailers");
        assertThat(request.headers().get("content-type")).hasToString("application/grpc");
        assertThat(request.headers().get("grpc-timeout")).hasToString("15000m");
        assertThat(request.body()).isEqualTo("\0\0\0\0\u000b\n\tshop.Cart");
    }

    @Test
    void overTlsHttp2IsChosenInTheHandshake() throws Exception {
        TlsGateway gateway =
                TlsGateway.choosing(TlsGateway.named("www.gslb.test").buildIssuedBy(TlsGateway.CA), "h2");
        opened(gateway.gateway()).behave(socket -> {
            Frames.read(socket);
            Frames.answer(socket, answer(SERVING));
        });
        var tls = new TlsSettings(TlsGateway.CA.getCertificatePEM(), null, Duration.ZERO);
        Check check = check(gateway.gateway().port(), tls, null, PATIENT);
        assertThat(said(finished(start(target("127.0.0.2", check))).result())).isEqualTo("UP none gRPC SERVING");
    }
}
