package io.failoverd.daemon.e2e;

import static io.failoverd.daemon.e2e.RunningDaemon.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators do to a live daemon, and what its guards do by themselves: seen through DNS and webhooks. */
class OperationsTest {
    private static final String NORTH = "127.0.25.1";
    private static final String SOUTH = "127.0.25.2";
    private static final String WEST = "127.0.25.3";

    @TempDir
    private Path folder;

    private Gateway north;
    private Gateway south;
    private Gateway west;
    private Webhook webhook;
    private RunningDaemon daemon;

    private static String service(String name, String settings) {
        return """
              - name: %s.e2e.test
                check: page
                ttl: {steady: 2s, changing: 1s}
                holdDown: 1s
                %s
                endpoints:
                  - {name: north, address: %s}
                  - {name: south, address: %s}
                  - {name: west, address: %s}
            """.formatted(name, settings, NORTH, SOUTH, WEST);
    }

    @BeforeEach
    void start() throws Exception {
        north = new Gateway(NORTH, 0, Gateway.status(200));
        south = new Gateway(SOUTH, north.port(), Gateway.status(200));
        west = new Gateway(WEST, north.port(), Gateway.status(200));
        webhook = new Webhook();
        daemon = new RunningDaemon(
                folder,
                FastService.check(north.port())
                        + "services:\n"
                        + service("frozen", "removalSpacing: 0s")
                        + service("manual", "resume: manual")
                        + service("drained", "policy: {weighted: {ramp: {steps: [50, 100]}}}")
                        + service("spaced", "removalSpacing: 4s")
                        + webhook.config(folder));
        for (String name : List.of("frozen", "manual", "drained", "spaced")) {
            for (String endpoint : List.of("north", "south", "west")) {
                await(name + "/" + endpoint + " is UP")
                        .atMost(PATIENCE)
                        .until(() -> daemon.endpoint(name + ".e2e.test", endpoint)
                                .health()
                                .equals("UP"));
            }
        }
    }

    @AfterEach
    void stop() throws Exception {
        if (daemon != null) {
            daemon.close();
        }
        webhook.close();
        north.close();
        south.close();
        west.close();
    }

    private void ask(String path, JsonObject body) throws Exception {
        assertThat(daemon.put("/api/v1/services/" + path, body).statusCode()).isEqualTo(200);
    }

    @Test
    void aFrozenServiceKeepsItsDeadAddressUntilItIsThawedAlsoOverARestart() throws Exception {
        ask("frozen.e2e.test/freeze", new JsonObject().put("frozen", true).put("note", "ticket 7"));
        north.kill();
        await("it is told that the removal is withheld")
                .atMost(PATIENCE)
                .until(() -> webhook.first("failoverd.address.removal_withheld", "north", 204)
                        .isPresent());
        assertThat(daemon.endpoint("frozen.e2e.test", "north").text("FROZEN")).contains("ticket 7");
        assertThat(daemon.dns().addresses("frozen.e2e.test")).contains(NORTH);

        daemon.signal("TERM");
        assertThat(daemon.exitCode()).isZero();
        daemon.startAgain();
        await("condemned again by its own evidence")
                .atMost(PATIENCE)
                .until(() -> daemon.endpoint("frozen.e2e.test", "north").codes().contains("FROZEN"));
        assertThat(daemon.dns().addresses("frozen.e2e.test")).contains(NORTH);

        ask("frozen.e2e.test/freeze", new JsonObject().put("frozen", false));
        daemon.dns().await("frozen.e2e.test", SOUTH, WEST);
    }

    @Test
    void withManualResumeAnAddressStaysOutUntilAnOperatorSaysSo() throws Exception {
        north.kill();
        daemon.dns().await("manual.e2e.test", SOUTH, WEST);
        north.start();
        await("it has risen and waits")
                .atMost(PATIENCE)
                .until(() -> daemon.endpoint("manual.e2e.test", "north")
                                .text("RECOVERING")
                                .startsWith("2 of 2")
                        || daemon.endpoint("manual.e2e.test", "north")
                                .text("RECOVERING")
                                .matches("[3-9] of 2.*"));
        assertThat(daemon.endpoint("manual.e2e.test", "north").codes()).contains("AWAITING_RESUME");
        assertThat(daemon.dns().addresses("manual.e2e.test")).containsExactlyInAnyOrder(SOUTH, WEST);

        ask("manual.e2e.test/endpoints/north/resume", new JsonObject());
        daemon.dns().await("manual.e2e.test", NORTH, SOUTH, WEST);
    }

    @Test
    void aDrainLowersTheWeightInStepsAndThenTakesTheAddressOut() throws Exception {
        ask("drained.e2e.test/endpoints/north/override", new JsonObject().put("mode", "drain"));
        assertThat(weight("drained.e2e.test", NORTH)).as("50 % of its weight").isEqualTo(1);
        assertThat(weight("drained.e2e.test", SOUTH)).isEqualTo(2);
        await("it is drained")
                .atMost(PATIENCE)
                .until(() ->
                        daemon.endpoint("drained.e2e.test", "north").codes().contains("DRAINED"));
        assertThat(daemon.service("drained.e2e.test").getJsonArray("answer")).hasSize(2);

        ask("drained.e2e.test/endpoints/north/override", new JsonObject().put("mode", "smart"));
        await("it comes back by a step")
                .atMost(PATIENCE)
                .until(() -> weight("drained.e2e.test", NORTH) * 2 == weight("drained.e2e.test", SOUTH));
        await("and then wholly")
                .atMost(PATIENCE)
                .until(() -> weight("drained.e2e.test", NORTH) == weight("drained.e2e.test", SOUTH));
    }

    private int weight(String service, String address) throws Exception {
        return RunningDaemon.objects(daemon.service(service), "answer")
                .filter(each -> each.getString("address").equals(address))
                .mapToInt(each -> each.getInteger("weight"))
                .sum();
    }

    @Test
    void aSecondRegionLeavesOnlyAfterTheSpacing() throws Exception {
        north.kill();
        daemon.dns().await("spaced.e2e.test", SOUTH, WEST);
        south.kill();
        await("kept for the spacing")
                .atMost(PATIENCE)
                .until(() -> daemon.endpoint("spaced.e2e.test", "south").codes().contains("REMOVAL_SPACING"));
        assertThat(daemon.dns().addresses("spaced.e2e.test")).contains(SOUTH);
        daemon.dns().await("spaced.e2e.test", WEST);
        assertThat(webhook.first("failoverd.address.removal_withheld", "south", 204))
                .isPresent();
    }
}
