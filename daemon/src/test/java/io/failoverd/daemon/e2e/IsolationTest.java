package io.failoverd.daemon.e2e;

import static io.failoverd.daemon.e2e.RunningDaemon.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** This host's own network fails, as far as a process can see it: the sentinels fall silent together with a gateway. */
class IsolationTest {
    private static final String SERVICE = "www.e2e.test";
    private static final String NORTH = "127.0.36.1";
    private static final String SOUTH = "127.0.36.2";

    @TempDir
    private Path folder;

    private static String config(int port, List<Gateway> sentinels) {
        var targets = new ArrayList<String>();
        for (int i = 0; i < sentinels.size(); i++) {
            targets.add("{address: 127.0.36.%d, tcp: {port: %d}}"
                    .formatted(11 + i, sentinels.get(i).port()));
        }
        return FastService.yaml(port, SERVICE, NORTH, SOUTH)
                + "sentinels: {targets: [%s], need: 2, interval: 300ms, timeout: 2s}\n"
                        .formatted(String.join(", ", targets));
    }

    private final List<Gateway> sentinels = new ArrayList<>();

    @BeforeEach
    void listen() throws Exception {
        for (int i = 0; i < 3; i++) {
            sentinels.add(new Gateway("127.0.36." + (11 + i), 0, Gateway.closing()));
        }
    }

    @AfterEach
    void close() throws Exception {
        for (Gateway sentinel : sentinels) {
            sentinel.close();
        }
    }

    @Test
    void nothingIsRemovedWhileTheSentinelsAreLostAndTheDeadGatewayIsOnceTheyAreBack() throws Exception {
        try (var north = new Gateway(NORTH, 0, Gateway.status(200));
                var south = new Gateway(SOUTH, north.port(), Gateway.status(200));
                var webhook = new Webhook();
                var daemon = new RunningDaemon(folder, config(north.port(), sentinels) + webhook.config(folder))) {
            await("the network is seen to work")
                    .atMost(PATIENCE)
                    .until(() -> sentinels(daemon).equals("good"));
            await("north is UP")
                    .atMost(PATIENCE)
                    .until(() -> daemon.endpoint(SERVICE, "north").health().equals("UP"));

            cutOff(north, daemon, webhook);
            assertThat(daemon.dns().addresses(SERVICE)).containsExactlyInAnyOrder(NORTH, SOUTH);

            for (Gateway sentinel : sentinels) {
                sentinel.start();
            }
            daemon.dns().await(SERVICE, SOUTH);
            assertThat(daemon.endpoint(SERVICE, "north").text("CONDEMNED")).contains("probes refused");
            await("the removal was told")
                    .atMost(PATIENCE)
                    .until(() -> webhook.first("failoverd.address.removed", "north", 204)
                            .isPresent());
            assertThat(webhook.attempts().stream()
                            .filter(attempt -> attempt.type().equals("failoverd.prober.isolated"))
                            .map(attempt -> attempt.data().getString("status")))
                    .as("one alert, and its end")
                    .containsExactly("firing", "resolved");
            north.start();
            daemon.dns().await(SERVICE, NORTH, SOUTH);
            assertThat(south.served())
                    .as("probes of the one that was well all along")
                    .isPositive();
        }
    }

    /** A gateway dies together with every sentinel, and the daemon says what it makes of that. */
    private void cutOff(Gateway gateway, RunningDaemon daemon, Webhook webhook) throws Exception {
        for (Gateway sentinel : sentinels) {
            sentinel.kill();
        }
        gateway.kill();
        await("this host says that it is cut off")
                .atMost(PATIENCE)
                .until(() -> sentinels(daemon).equals("lost"));
        await("the gateway was seen to fail, and the failures count for nothing")
                .atMost(PATIENCE)
                .until(() -> daemon.endpoint(SERVICE, "north").probe("reason").equals("connect_refused")
                        && daemon.endpoint(SERVICE, "north").codes().contains("PROBER_ISOLATED"));
        await("the alert came")
                .atMost(PATIENCE)
                .until(() -> webhook.first("failoverd.prober.isolated", "", 204).isPresent());
    }

    private static String sentinels(RunningDaemon daemon) throws Exception {
        return daemon.json("/api/v1/status").getJsonObject("sentinels").getString("state");
    }
}
