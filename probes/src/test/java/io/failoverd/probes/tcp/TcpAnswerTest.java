package io.failoverd.probes.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.failoverd.probes.Attempt;
import io.failoverd.probes.Gateway;
import io.failoverd.probes.ProberContract;
import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.Check;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.LatencyLimits;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Target;
import io.failoverd.probes.model.TcpCheck;
import io.failoverd.probes.model.TextTest;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A TCP probe that says something and waits for the answer. */
class TcpAnswerTest extends ProberContract {
    private static final TextTest PONG = new TextTest.Contains("+PONG");

    private final TcpProber prober = new TcpProber(dialer);

    @Override
    protected Attempt start(Target target) {
        return prober.start(target, (TcpCheck) target.check());
    }

    @Override
    protected Check check(int port, @Nullable InetAddress source, Cadence cadence) {
        return check(port, "PING\r\n", PONG, source, cadence);
    }

    private static TcpCheck check(
            int port, @Nullable String send, TextTest expect, @Nullable InetAddress source, Cadence cadence) {
        return new TcpCheck("ping", port, send, expect, LatencyLimits.NONE, source, cadence);
    }

    @Override
    protected Gateway healthy(String address) {
        return Gateway.on(address, socket -> {
            byte[] asked = socket.getInputStream().readNBytes(6);
            boolean ping = new String(asked, StandardCharsets.US_ASCII).equals("PING\r\n");
            socket.getOutputStream().write((ping ? "+PONG\r\n" : "-ERR\r\n").getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
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

    /** @param expected outcome, reason and detail */
    record Case(String story, TextTest expect, String greeting, String expected) {
        @Override
        public String toString() {
            return story;
        }
    }

    static Stream<Case> greetings() {
        TextTest smtp = new TextTest.Matches("^220[ -]");
        return Stream.of(
                new Case("contained", PONG, "xx+PONGxx", "UP none answered as expected"),
                new Case("another", PONG, "-LOADING", "DOWN body_mismatch the answer does not contain \"+PONG\""),
                new Case("matched", smtp, "220 mx.example.test ESMTP\r\n", "UP none answered as expected"),
                new Case(
                        "not matched",
                        smtp,
                        "554 go away",
                        "DOWN body_mismatch the answer does not match \"^220[ -]\""),
                new Case(
                        "too late",
                        PONG,
                        "x".repeat(5000) + "+PONG",
                        "DOWN body_mismatch the answer does not contain" + " \"+PONG\" in its first 4096 bytes"),
                new Case(
                        "a pattern too late",
                        smtp,
                        "x".repeat(5000),
                        "DOWN body_mismatch the answer does not match" + " \"^220[ -]\" in its first 4096 bytes"));
    }

    @ParameterizedTest
    @MethodSource("greetings")
    void judgesAGreeting(Case c) {
        Gateway gateway = opened(Gateway.on("127.0.0.2", socket -> {
            socket.getOutputStream().write(c.greeting().getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
        }));
        TcpCheck check = check(gateway.port(), null, c.expect(), null, PATIENT);
        ProbeResult result = finished(start(target("127.0.0.2", check))).result();
        assertThat(result.outcome() + " " + result.reasonLabel() + " " + result.detail())
                .isEqualTo(c.expected());
    }

    /** The bytes come one at a time, and the connection stays open behind them. */
    @Test
    void anAnswerThatDripsInIsSeenWhenItIsThere() {
        for (TextTest expect : new TextTest[] {PONG, new TextTest.Matches("\\+PONG")}) {
            Gateway gateway = opened(Gateway.on("127.0.0.2", _ -> {}));
            gateway.behave(socket -> {
                for (byte each : "* hello\r\n+PONG".getBytes(StandardCharsets.US_ASCII)) {
                    socket.getOutputStream().write(each);
                    socket.getOutputStream().flush();
                    new CountDownLatch(1).await(5, TimeUnit.MILLISECONDS);
                }
                gateway.hanging().serve(socket);
            });
            TcpCheck check = check(gateway.port(), null, expect, null, PATIENT);
            assertThat(finished(start(target("127.0.0.2", check))).result())
                    .isEqualTo(new ProbeResult.Up("answered as expected"));
            await().atMost(PATIENCE).until(() -> gateway.closedByPeer() == 1);
        }
    }

    @Test
    void anAnswerThatIsNeverThereHitsTheTimeoutAndTheSocketIsClosed() {
        Gateway gateway = opened(Gateway.on("127.0.0.2", _ -> {}));
        gateway.behave(socket -> {
            socket.getOutputStream().write("* loading\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            gateway.hanging().serve(socket);
        });
        assertDown(probe("127.0.0.2", gateway.port(), QUICK), FailureReason.TOTAL_TIMEOUT);
        await().atMost(PATIENCE).until(() -> gateway.closedByPeer() == gateway.accepted());
    }
}
