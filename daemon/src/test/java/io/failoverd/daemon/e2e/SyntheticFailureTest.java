package io.failoverd.daemon.e2e;

import static io.failoverd.daemon.e2e.RunningDaemon.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A failure that is none: a live daemon has an endpoint count as failed, and its gateway is well all the time. */
class SyntheticFailureTest {
    private static final String NORTH = "127.0.57.1";
    private static final String SOUTH = "127.0.57.2";
    private static final String NAME = "www.e2e.test";
    private static final String DRILL = "/api/v1/services/" + NAME + "/endpoints/north/drill";

    @TempDir
    private Path folder;

    @Test
    void theAddressLeavesAndReturnsAndAnAbortReturnsItAtOnce() throws Exception {
        try (var north = new Gateway(NORTH, 0, Gateway.status(200));
                var south = new Gateway(SOUTH, north.port(), Gateway.status(200));
                var webhook = new Webhook();
                var daemon = new RunningDaemon(
                        folder, FastService.yaml(north.port(), NAME, NORTH, SOUTH) + webhook.config(folder))) {
            assertThat(south.port()).isEqualTo(north.port());
            bothUp(daemon);
            var wish = new JsonObject().put("by", "ann").put("note", "ticket 9");
            assertThat(daemon.put(DRILL, wish.copy().put("length", "3s")).statusCode())
                    .isEqualTo(200);
            daemon.dns().await(NAME, SOUTH);
            assertThat(daemon.endpoint(NAME, "north").codes()).contains("DRILL");
            assertThat(daemon.endpoint(NAME, "north").probe("reason")).isEqualTo("drill");
            await("the alert says that it is a drill")
                    .atMost(PATIENCE)
                    .until(() -> webhook.first("failoverd.address.removed", "north", 204)
                            .filter(alert -> alert.data().getBoolean("drill"))
                            .filter(alert -> alert.data().getString("summary").startsWith("drill: "))
                            .isPresent());
            assertThat(daemon.body("/metrics")).containsPattern("probe_results_total\\{.*north.*reason=\"drill\".*\\}");
            daemon.dns().await(NAME, NORTH, SOUTH);
            await("nor does its end page anybody")
                    .atMost(PATIENCE)
                    .until(() -> webhook.first("failoverd.address.restored", "north", 204)
                            .filter(alert -> alert.data().getBoolean("drill"))
                            .isPresent());

            bothUp(daemon);
            assertThat(daemon.put(DRILL, wish.copy().put("length", "10m")).statusCode())
                    .isEqualTo(200);
            daemon.dns().await(NAME, SOUTH);
            assertThat(daemon.delete(DRILL, new JsonObject().put("why", "errors rose"))
                            .body())
                    .contains("it may answer again");
            assertThat(daemon.service(NAME).getJsonArray("answer"))
                    .as("in the turn of the abort")
                    .hasSize(2);
            assertThat(daemon.endpoint(NAME, "north").codes()).doesNotContain("DRILL");
        }
    }

    private static void bothUp(RunningDaemon daemon) {
        for (String endpoint : new String[] {"north", "south"}) {
            await(endpoint + " is UP")
                    .atMost(PATIENCE)
                    .until(() -> daemon.endpoint(NAME, endpoint).health().equals("UP"));
        }
    }
}
