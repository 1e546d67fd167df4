package io.failoverd.daemon.e2e;

import static io.failoverd.daemon.e2e.RunningDaemon.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is decided reaches another name server, a real BIND, and comes there also when that was away. */
class PublishTest {
    private static final String SERVICE = "www.e2e.test";
    private static final String NORTH = "127.0.24.1";
    private static final String SOUTH = "127.0.24.2";

    @TempDir
    private Path folder;

    @BeforeAll
    static void bindIsThere() {
        Tools.need("named", "bind9");
    }

    private static String config(int port) {
        return FastService.yaml(port, SERVICE, NORTH, SOUTH);
    }

    @Test
    void aDeadGatewayLeavesTheAnswerOfAnotherNameServerTooAndWhatSomebodyChangesThereIsRepaired() throws Exception {
        try (var north = new Gateway(NORTH, 0, Gateway.status(200));
                var south = new Gateway(SOUTH, north.port(), Gateway.status(200));
                var bind = new Bind(folder);
                var daemon = new RunningDaemon(
                        folder, config(north.port()) + bind.config(folder, "drift: {interval: 10s, repair: true}"))) {
            bind.dns().await(SERVICE, NORTH, SOUTH);
            north.kill();
            bind.dns().await(SERVICE, SOUTH);
            assertThat(daemon.dns().addresses(SERVICE)).containsExactly(SOUTH);
            await("its name server was asked").atMost(PATIENCE).until(() -> verified(daemon));
            JsonObject plan = RunningDaemon.objects(daemon.json("/api/v1/plan"), "plans")
                    .findFirst()
                    .orElseThrow();
            assertThat(plan.getBoolean("equal")).as(plan.encode()).isTrue();
            assertThat(daemon.body("/metrics"))
                    .contains("failoverd_publish_outcomes_total{outcome=\"verified\",publisher=\"bind\"}");

            north.start();
            bind.dns().await(SERVICE, NORTH, SOUTH);
            // What is deleted before it was read back is a write that failed, and not somebody's change.
            await("the return was read back").atMost(PATIENCE).until(() -> verified(daemon));
            bind.delete(SERVICE, NORTH);
            bind.dns().await(SERVICE, NORTH, SOUTH);
            await("it says that somebody changed it")
                    .atMost(PATIENCE)
                    .until(() -> daemon.body("/metrics")
                            .contains("failoverd_publish_outcomes_total{outcome=\"drifted\",publisher=\"bind\"}"));
            assertThat(south.served()).as("probes of the other").isPositive();
        }
    }

    @Test
    void aNameServerThatIsAwayDelaysNobodyIsToldAndGetsTheDecisionOnceItIsBack() throws Exception {
        try (var north = new Gateway(NORTH, 0, Gateway.status(200));
                var south = new Gateway(SOUTH, north.port(), Gateway.status(200));
                var bind = new Bind(folder);
                var webhook = new Webhook();
                var daemon = new RunningDaemon(
                        folder,
                        config(north.port())
                                + bind.config(folder, "")
                                + webhook.config(folder)
                                + "watchAnswer: {}\n")) {
            bind.dns().await(SERVICE, NORTH, SOUTH);
            bind.stop();
            north.kill();
            daemon.dns().await(SERVICE, SOUTH);
            await("somebody is told that BIND lacks it")
                    .atMost(PATIENCE)
                    .until(() ->
                            webhook.first("failoverd.publish.failed", "", 204).isPresent());
            JsonObject told = webhook.first("failoverd.publish.failed", "", 204)
                    .orElseThrow()
                    .data();
            assertThat(told.getString("publisher")).isEqualTo("bind");
            assertThat(told.getString("summary"))
                    .startsWith(SERVICE + ": publisher bind, generation ")
                    .contains("is not answered by its target");
            bind.start();
            bind.dns().await(SERVICE, SOUTH);
            await("the alert ends")
                    .atMost(PATIENCE)
                    .until(() -> webhook.attempts().stream()
                            .anyMatch(attempt -> attempt.type().equals("failoverd.publish.failed")
                                    && attempt.data().getString("status").equals("resolved")));
            String followed = await("the world has heard")
                    .atMost(PATIENCE)
                    .until(
                            () -> RunningDaemon.objects(daemon.json("/api/v1/events"), "events")
                                    .filter(event -> "answer".equals(event.getString("kind")))
                                    .map(event -> event.getString("text"))
                                    .filter(text -> text.startsWith("authoritative answers"))
                                    .findFirst()
                                    .orElse(""),
                            text -> !text.isEmpty());
            assertThat(followed)
                    .as("our own server answered at once, and what is published elsewhere counts, too")
                    .matches("authoritative answers without " + NORTH + " [1-9][0-9]* s after its removal");
            assertThat(south.served()).as("probes of the other").isPositive();
        }
    }

    private static boolean verified(RunningDaemon daemon) throws Exception {
        JsonObject publisher = RunningDaemon.objects(daemon.json("/api/v1/status"), "publishers")
                .findFirst()
                .orElseThrow();
        JsonObject name =
                RunningDaemon.objects(publisher, "services").findFirst().orElseThrow();
        return Objects.equals(name.getLong("verified"), name.getLong("desired"));
    }
}
