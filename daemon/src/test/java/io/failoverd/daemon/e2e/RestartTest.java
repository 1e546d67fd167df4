package io.failoverd.daemon.e2e;

import static io.failoverd.daemon.e2e.RunningDaemon.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.failoverd.daemon.e2e.Webhook.Attempt;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.OffsetTime;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a restart must not lose, asked of SIGTERM and of {@code kill -9}: verdicts, hold-downs, overrides, generations,
 * and an alert that nobody has taken yet.
 */
class RestartTest {
    private static final String NAME = "www.e2e.test";
    private static final String GOOD = "127.0.23.1";
    private static final String HELD = "127.0.23.2";
    private static final String OFFLINE = "127.0.23.3";
    private static final String REMOVED = "failoverd.address.removed";

    @TempDir
    private Path folder;

    @Test
    void goesOnWhereItWasStoppedOrKilled() throws Exception {
        try (var webhook = new Webhook();
                var good = new Gateway(GOOD, 0, Gateway.status(200));
                var held = new Gateway(HELD, good.port(), Gateway.status(200));
                var offline = new Gateway(OFFLINE, good.port(), Gateway.status(200));
                var daemon = new RunningDaemon(folder, config(good.port()) + webhook.config(folder))) {
            webhook.answer(503);
            await("all are UP")
                    .atMost(PATIENCE)
                    .until(() -> RunningDaemon.objects(daemon.service(NAME), "endpoints")
                            .allMatch(each -> each.getString("health").equals("UP")));
            assertThat(offline.served()).isPositive();
            held.kill();
            daemon.dns().await(NAME, GOOD, OFFLINE);
            held.start();
            await("the held one passes again")
                    .atMost(PATIENCE)
                    .until(() -> daemon.endpoint(NAME, "held").health().equals("RECOVERING"));
            await("the removal was sent and not taken")
                    .atMost(PATIENCE)
                    .until(() -> webhook.first(REMOVED, "held", 503).isPresent());
            String id = webhook.first(REMOVED, "held", 503).orElseThrow().id();
            webhook.down();
            JsonObject wish =
                    new JsonObject().put("mode", "offline").put("for", "20m").put("note", "kernel upgrade");
            assertThat(daemon.override(NAME, "offline", wish).statusCode()).isEqualTo(200);
            assertThat(daemon.dns().addresses(NAME)).containsExactly(GOOD);

            Seen before = Seen.of(daemon);
            daemon.signal("TERM");
            assertThat(daemon.exitCode()).as(daemon.log()).isZero();
            daemon.startAgain();
            Seen stopped = goesOn(daemon, before);

            daemon.signal("KILL");
            assertThat(daemon.exitCode()).isEqualTo(137);
            daemon.startAgain();
            goesOn(daemon, stopped);

            deliversWhatWasLeft(webhook, daemon, id);
        }
    }

    private static void deliversWhatWasLeft(Webhook webhook, RunningDaemon daemon, String id) throws Exception {
        webhook.answer(204);
        webhook.up();
        await("the removal is taken")
                .atMost(PATIENCE.multipliedBy(2)) // the waits between attempts have doubled meanwhile
                .until(() -> webhook.first(REMOVED, "held", 204).isPresent());
        Attempt taken = webhook.first(REMOVED, "held", 204).orElseThrow();
        assertThat(taken.id()).isEqualTo(id).isEqualTo(taken.event().getString("id"));
        assertThat(taken.verified()).isTrue();
        await("the outbox is empty")
                .atMost(PATIENCE)
                .until(() ->
                        daemon.json("/api/v1/status").getJsonObject("alerts").getInteger("depth") == 0);
        assertThat(webhook.attempts().stream().filter(each -> each.answered() == 204))
                .extracting(Attempt::id)
                .doesNotHaveDuplicates();
    }

    /** What a restart has to keep. */
    private record Seen(long generation, String verdict, OffsetTime heldUntil, String overrideUntil) {
        static Seen of(RunningDaemon daemon) throws Exception {
            String hold = daemon.endpoint(NAME, "held").text("HELD_DOWN");
            String out = daemon.endpoint(NAME, "offline").text("OVERRIDE_OFFLINE");
            assertThat(hold).contains(" until ");
            assertThat(out).contains("until ").contains("kernel upgrade");
            return new Seen(
                    daemon.service(NAME).getLong("generation"),
                    daemon.endpoint(NAME, "held").since(),
                    OffsetTime.parse(hold.replaceAll(".* until ", "")),
                    out);
        }
    }

    private static Seen goesOn(RunningDaemon daemon, Seen before) throws Exception {
        assertThat(daemon.dns().addresses(NAME)).as("the first answer").containsExactly(GOOD);
        Endpoint held = daemon.endpoint(NAME, "held");
        assertThat(held.inAnswer()).isFalse();
        assertThat(held.codes()).contains("DOWN_BEFORE_RESTART", "HELD_DOWN");
        assertThat(held.text("DOWN_BEFORE_RESTART"))
                .contains("before the restart")
                .contains("refused");
        Seen after = Seen.of(daemon);
        assertThat(after.generation()).isGreaterThan(before.generation());
        assertThat(after.heldUntil()).isCloseTo(before.heldUntil(), within(2, ChronoUnit.SECONDS));
        assertThat(after.overrideUntil()).isEqualTo(before.overrideUntil());
        await("it passes again, and is still held")
                .atMost(PATIENCE)
                .until(() -> daemon.endpoint(NAME, "held").health().equals("RECOVERING"));
        assertThat(daemon.dns().addresses(NAME)).containsExactly(GOOD);
        return after;
    }

    private static String config(int port) {
        return """
            checks:
              page:
                http: {scheme: http, port: %d, path: /, status: ["200"]}
                interval: 300ms
                recheck: 100ms
                connectTimeout: 2s
                timeout: 3s
                rise: 2
            services:
              - name: %s
                check: page
                ttl: {steady: 1s, changing: 1s}
                holdDown: 10m
                endpoints:
                  - {name: good, address: %s}
                  - {name: held, address: %s}
                  - {name: offline, address: %s}
            """.formatted(port, NAME, GOOD, HELD, OFFLINE);
    }
}
