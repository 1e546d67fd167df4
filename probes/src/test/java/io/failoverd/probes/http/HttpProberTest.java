package io.failoverd.probes.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.failoverd.probes.Attempt;
import io.failoverd.probes.Gateway;
import io.failoverd.probes.ProberContract;
import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.Check;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.HttpCheck;
import io.failoverd.probes.model.HttpRequest;
import io.failoverd.probes.model.LatencyLimits;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Probed;
import io.failoverd.probes.model.StatusSet;
import io.failoverd.probes.model.Target;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HttpProberTest extends ProberContract {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final HttpProber prober = new HttpProber(dialer, "failoverd/test");

    @Override
    protected Attempt start(Target target) {
        return prober.start(target, (HttpCheck) target.check());
    }

    @Override
    protected Check check(int port, @Nullable InetAddress source, Cadence cadence) {
        return new HttpCheck(
                "http",
                null,
                port,
                null,
                HttpRequest.get("/productpage"),
                StatusSet.parse(List.of("200-299")),
                StatusSet.parse(List.of("429")),
                List.of(),
                LatencyLimits.NONE,
                source,
                cadence);
    }

    @Override
    protected Gateway healthy(String address) {
        return answering(address, OK);
    }

    private static Gateway answering(String address, String answer) {
        Gateway gateway = Gateway.on(address, _ -> {});
        gateway.behave(gateway.answering(answer));
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

    /** @param expected outcome, reason and detail */
    record Case(String story, String answer, String expected) {
        @Override
        public String toString() {
            return story;
        }
    }

    static Stream<Case> answers() {
        String big = "x".repeat(HttpCheck.MAX_BODY_BYTES);
        return Stream.of(
                new Case("content-length", OK, "UP none HTTP 200"),
                new Case("no content", "HTTP/1.1 204 No Content\r\n\r\n", "UP none HTTP 204"),
                new Case(
                        "a status outside the set",
                        "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n",
                        "DOWN status HTTP 503"),
                new Case(
                        "a redirect is judged, not followed",
                        "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n",
                        "DOWN status HTTP 302"),
                new Case(
                        "429 is degraded",
                        "HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n",
                        "DEGRADED status HTTP 429"),
                new Case(
                        "a failing status needs no whole body",
                        "HTTP/1.1 500 Oops\r\nContent-Length: 100\r\n\r\nshort",
                        "DOWN status HTTP 500"),
                new Case(
                        "chunked",
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
                        "UP none HTTP 200"),
                new Case("HTTP/1.0, ended by the close", "HTTP/1.0 200 OK\r\n\r\nhello", "UP none HTTP 200"),
                new Case("HTTP/1.1, ended by the close", "HTTP/1.1 200 OK\r\n\r\nhello", "UP none HTTP 200"),
                new Case(
                        "interim answers are passed over",
                        "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + OK,
                        "UP none HTTP 200"),
                new Case(
                        "interim answers without an end",
                        "HTTP/1.1 100 Continue\r\n\r\n".repeat(40),
                        "DOWN protocol_error more than 32 interim answers"),
                new Case(
                        "a head as large as a browser takes",
                        "HTTP/1.1 200 OK\r\nX-Big: " + "y".repeat(60_000) + "\r\nContent-Length: 0\r\n\r\n",
                        "UP none HTTP 200"),
                new Case(
                        "a header bomb",
                        "HTTP/1.1 200 OK\r\n" + ("X-Big: " + "y".repeat(1000) + "\r\n").repeat(70),
                        "DOWN protocol_error an answer with more than 65536 bytes of headers"),
                new Case(
                        "a body of exactly the limit",
                        "HTTP/1.1 200 OK\r\nContent-Length: " + big.length() + "\r\n\r\n" + big,
                        "UP none HTTP 200"),
                new Case(
                        "a body announced over the limit",
                        "HTTP/1.1 200 OK\r\nContent-Length: 262145\r\n\r\n",
                        "DOWN body_too_large HTTP 200 with a body over 262144 bytes"),
                new Case(
                        "a body over the limit, unannounced",
                        "HTTP/1.1 200 OK\r\n\r\n" + big + "x",
                        "DOWN body_too_large HTTP 200 with a body over 262144 bytes"),
                new Case("closed within the head", "HTTP/1.1 200 OK\r\nContent-", "DOWN closed_early"),
                new Case("closed within the first line", "HTTP/1.", "DOWN closed_early"),
                new Case(
                        "closed within the body",
                        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello",
                        "DOWN closed_early"),
                new Case(
                        "closed within a chunk",
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe",
                        "DOWN closed_early"),
                new Case("an SSH server", "SSH-2.0-OpenSSH_9.2p1\r\n", "DOWN protocol_error the answer is not HTTP"),
                new Case("endless first line", "y".repeat(20_000), "DOWN protocol_error the answer is not HTTP"),
                new Case(
                        "a broken chunk size",
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                        "DOWN protocol_error the answer is not HTTP"),
                new Case(
                        "a broken content-length",
                        "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nhello",
                        "DOWN protocol_error the answer is not HTTP"));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void judges(Case c) {
        Gateway gateway = opened(answering("127.0.0.2", c.answer()));
        ProbeResult result = probe("127.0.0.2", gateway.port(), PATIENT).result();
        assertThat(result.outcome() + " " + result.reasonLabel() + " " + result.detail())
                .startsWith(c.expected());
        assertThat(gateway.accepted()).isEqualTo(1);
    }

    @Test
    void asksForThePathWithTheServicesNameOnANewConnectionEachTime() {
        Gateway gateway = opened(healthy("127.0.0.2"));
        probe("127.0.0.2", gateway.port(), PATIENT);
        probe("127.0.0.2", gateway.port(), PATIENT);
        assertThat(gateway.accepted()).isEqualTo(2);
        assertThat(gateway.heads().get(0).toLowerCase(java.util.Locale.ROOT))
                .startsWith("get /productpage http/1.1\r\n")
                .contains("\r\nhost: www.gslb.test:" + gateway.port() + "\r\n")
                .contains("\r\nuser-agent: failoverd/test\r\n")
                .contains("\r\nconnection: close\r\n");
    }

    @Test
    void aBodyThatTricklesInHitsTheTotalTimeoutAndTheSocketIsClosed() {
        Gateway gateway = opened(Gateway.on("127.0.0.2", _ -> {}));
        gateway.behave(gateway.trickling("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"));
        Probed probed = probe("127.0.0.2", gateway.port(), QUICK);
        assertDown(probed, FailureReason.TOTAL_TIMEOUT);
        assertThat(probed.result().detail()).isEqualTo("no complete answer within 2000 ms");
        assertThat(probed.timings().firstByte()).isNotNull();
        await().atMost(PATIENCE).until(() -> gateway.closedByPeer() == gateway.accepted());
    }

    @Test
    void aResetWithinTheBodyIsAnAnswerThatEndedEarly() {
        Gateway gateway = opened(Gateway.on("127.0.0.2", _ -> {}));
        gateway.behave(socket -> {
            gateway.answering("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello")
                    .serve(socket);
            socket.setSoLinger(true, 0);
        });
        assertDown(probe("127.0.0.2", gateway.port(), PATIENT), FailureReason.CLOSED_EARLY);
    }

    /** An h2c server with prior knowledge: its SETTINGS, and a GOAWAY that says what it thinks of HTTP/1.1. */
    @Test
    void aServerThatSpeaksHttp2AloneIsNotHttp1() {
        Gateway gateway = opened(Gateway.on("127.0.0.2", _ -> {}));
        String settings = "\0\0\0\u0004\0\0\0\0\0";
        String goAway = "\0\0\u0014\u0007\0\0\0\0\0\0\0\0\0\0\0\0\u0001Bad preface.";
        gateway.behave(gateway.answering(settings + goAway));
        ProbeResult result = probe("127.0.0.2", gateway.port(), PATIENT).result();
        assertThat(result)
                .isEqualTo(new ProbeResult.Down(FailureReason.PROTOCOL_ERROR, "the answer is HTTP/2, not HTTP/1.1"));
    }

    @Test
    void anEndlessBodyIsLeftAtTheLimit() {
        Gateway gateway = opened(Gateway.on("127.0.0.2", _ -> {}));
        gateway.behave(socket -> {
            gateway.readHead(socket);
            var out = socket.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] much = new byte[64 * 1024];
            while (true) {
                out.write(much);
            }
        });
        assertDown(probe("127.0.0.2", gateway.port(), PATIENT), FailureReason.BODY_TOO_LARGE);
    }

    @Test
    void aPathThatWouldBreakTheRequestIsOurFault() {
        Gateway gateway = opened(healthy("127.0.0.2"));
        HttpCheck check = new HttpCheck(
                "http",
                null,
                gateway.port(),
                null,
                HttpRequest.get("/a HTTP/1.1\r\nX-Injected: yes"),
                StatusSet.parse(List.of("200")),
                StatusSet.NONE,
                List.of(),
                LatencyLimits.NONE,
                null,
                PATIENT);
        ProbeResult result = finished(start(target("127.0.0.2", check))).result();
        assertThat(result.outcome() + " " + result.reasonLabel()).isEqualTo("INCONCLUSIVE local_error");
        assertThat(gateway.heads()).isEmpty();
    }

    @Test
    void aHeadThatTricklesInHitsTheFirstByteTimeout() {
        Gateway gateway = opened(Gateway.on("127.0.0.2", _ -> {}));
        gateway.behave(gateway.trickling("HTTP/1.1 200 OK\r\nX-Slow: "));
        assertDown(probe("127.0.0.2", gateway.port(), QUICK), FailureReason.FIRST_BYTE_TIMEOUT);
        await().atMost(PATIENCE).until(() -> gateway.closedByPeer() == gateway.accepted());
    }
}
