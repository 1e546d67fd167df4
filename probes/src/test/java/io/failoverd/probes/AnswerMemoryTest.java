package io.failoverd.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.failoverd.probes.http.HttpProber;
import io.failoverd.probes.model.Assertion;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.HttpCheck;
import io.failoverd.probes.model.HttpRequest;
import io.failoverd.probes.model.LatencyLimits;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Probed;
import io.failoverd.probes.model.StatusSet;
import io.failoverd.probes.model.Target;
import io.failoverd.probes.model.TextTest;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The story: pages that all stalled near their end filled the heap, and the daemon ended with its DNS. */
class AnswerMemoryTest extends Probing {
    private static final int PAGE = 100_000;
    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Length: " + PAGE + "\r\n\r\n";

    private final AnswerMemory memory = new AnswerMemory(3 * PAGE / 2);
    private final HttpProber prober = new HttpProber(
            new Dialer(vertx, CLOCK, InstantSource.system(), TlsEngines::preferred, memory), "failoverd/test");

    private Attempt start(Gateway gateway) {
        var check = new HttpCheck(
                "page",
                null,
                gateway.port(),
                null,
                HttpRequest.get("/"),
                StatusSet.parse(List.of("200")),
                StatusSet.NONE,
                List.of(new Assertion.Body(new TextTest.Contains("x"), false)),
                LatencyLimits.NONE,
                null,
                PATIENT);
        Target target = target("127.0.0.2", check);
        return prober.start(target, check);
    }

    @Test
    void aPageThatFindsNoRoomSaysNothingAndRoomIsGivenBack() {
        try (Gateway stalling = Gateway.on("127.0.0.2", socket -> {
                    socket.getInputStream().read();
                    socket.getOutputStream().write((HEAD + "x".repeat(PAGE - 1)).getBytes(StandardCharsets.US_ASCII));
                    socket.getInputStream().readAllBytes();
                });
                Gateway good = Gateway.on("127.0.0.2", socket -> {
                    socket.getInputStream().read();
                    socket.getOutputStream().write((HEAD + "x".repeat(PAGE)).getBytes(StandardCharsets.US_ASCII));
                    socket.getInputStream().readAllBytes();
                })) {
            Attempt stalled = start(stalling);
            await().atMost(PATIENCE).until(() -> memory.taken() == PAGE - 1);

            Probed refused = finished(start(good));
            assertInconclusive(refused, FailureReason.LOCAL_LIMIT);
            assertThat(refused.result().detail())
                    .isEqualTo("no room for its answer in the 146 KiB that those of all probes may take");

            stalled.cancel();
            finished(stalled);
            assertThat(memory.taken()).isZero();
            assertThat(finished(start(good)).result()).isInstanceOf(ProbeResult.Up.class);
            assertThat(memory.taken()).isZero();
        }
    }
}
