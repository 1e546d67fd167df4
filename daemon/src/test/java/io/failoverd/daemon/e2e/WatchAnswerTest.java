package io.failoverd.daemon.e2e;

import static io.failoverd.daemon.e2e.RunningDaemon.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * After a decision a real unbound with a cache is asked until the removed address is gone from it, which takes as long as
 * the TTL, and until the restored one is back; a resolver that nobody runs is given up.
 */
class WatchAnswerTest {
    private static final String NAME = "www.e2e.test";
    private static final String NORTH = "127.0.42.1";
    private static final String SOUTH = "127.0.42.2";

    @TempDir
    private Path folder;

    @Test
    void theDaemonSeesACacheFollowItsDecisions() throws Exception {
        Tools.need("unbound", "unbound");
        try (var north = new Gateway(NORTH, 0, Gateway.status(200));
                var south = new Gateway(SOUTH, north.port(), Gateway.status(200))) {
            String body = FastService.yaml(north.port(), NAME, NORTH, SOUTH);
            try (var daemon = new RunningDaemon(folder, body);
                    var unbound = new Unbound(folder, daemon.dnsPort())) {
                assertThat(daemon.json("/api/v1/status").getValue("watchAnswer"))
                        .as("off unless written")
                        .isNull();
                String cache = "127.0.0.1:" + unbound.dns().port();
                daemon.configure(body + """
                        watchAnswer:
                          resolvers: ["%s", "127.0.42.9"]
                          every: 200ms
                          patience: 7s
                        """.formatted(cache));
                daemon.signal("HUP");
                await("it watches")
                        .atMost(PATIENCE)
                        .until(() -> daemon.json("/api/v1/status").getJsonObject("watchAnswer") != null);
                daemon.dns().await(NAME, NORTH, SOUTH);
                await("it is cached")
                        .atMost(PATIENCE)
                        .until(() -> unbound.dns().resolved(NAME).containsAll(List.of(NORTH, SOUTH)));

                south.behave(Gateway.status(503));
                String gone = said(daemon, cache + " answers without " + SOUTH);
                assertThat(gone).endsWith("after its removal, the first of 5 such answers in a row");
                assertThat(said(daemon, "authoritative answers without " + SOUTH))
                        .contains("0.0 s after");
                assertThat(unbound.dns().resolved(NAME)).containsExactly(NORTH);

                south.behave(Gateway.status(200));
                assertThat(said(daemon, cache + " answers " + SOUTH)).contains(" after its return");
                assertThat(said(daemon, "127.0.42.9 does not say"))
                        .contains("nobody listens")
                        .endsWith("given up");
                shown(daemon, cache);
            }
        }
    }

    /** The text of the first event that begins so. */
    private static String said(RunningDaemon daemon, String begin) {
        return await(begin)
                .atMost(PATIENCE)
                .until(
                        () -> RunningDaemon.objects(daemon.json("/api/v1/events"), "events")
                                .filter(event -> "answer".equals(event.getString("kind")))
                                .map(event -> event.getString("text"))
                                .filter(text -> text.startsWith(begin))
                                .findFirst()
                                .orElse(""),
                        text -> !text.isEmpty());
    }

    private void shown(RunningDaemon daemon, String cache) throws Exception {
        JsonObject figures = RunningDaemon.objects(
                        daemon.json("/api/v1/status").getJsonObject("watchAnswer"), "servers")
                .filter(server -> cache.equals(server.getString("server")))
                .findFirst()
                .orElseThrow();
        assertThat(figures.getLong("settled")).isGreaterThanOrEqualTo(2);
        // Up to the TTL of 2 s and the rounding of a cache; the machine may be busy.
        assertThat(figures.getDouble("p99Seconds")).isBetween(0.0, 30.0);
        assertThat(daemon.body("/metrics"))
                .contains("failoverd_answer_settled_seconds_bucket{change=\"removal\",server=\"" + cache + "\",le=\"")
                .contains("failoverd_answer_settled_seconds_count{change=\"removal\",server=\"authoritative\"}")
                .contains("failoverd_answer_stale_total{server=\"127.0.42.9\",why=\"silent\"}");
        Path out = folder.resolve("status.log");
        Process status = RunningDaemon.failoverd(out, "status", "--admin", daemon.admin());
        assertThat(status.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(out))
                .contains("answers of " + cache + ": ", "seen to follow a decision, half within ", "99 % within ")
                .contains("answers of 127.0.42.9: none seen to follow a decision yet; given up without an answer");
    }
}
