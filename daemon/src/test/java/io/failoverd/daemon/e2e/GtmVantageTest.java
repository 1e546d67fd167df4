package io.failoverd.daemon.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.failoverd.daemon.demo.cloud.CloudSettings;
import io.failoverd.daemon.demo.cloud.FakeCloud;
import io.failoverd.daemon.demo.cloud.Seeds;
import io.failoverd.daemon.demo.cloud.account.Edition;
import io.failoverd.daemon.demo.cloud.wire.AccessKey;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What GTM's own health checks find has a say: the removal that it does not share waits, and says for whom. */
class GtmVantageTest {
    private static final String NORTH = "127.0.28.1";
    private static final String SOUTH = "127.0.28.2";
    private static final String SERVICE = "gtm3.e2e.test";
    private static final AccessKey KEY = new AccessKey("LTAI-vantage", "vantage-secret", "");

    /** It is asked every ten seconds; a machine may be busy. */
    private static final Duration A_FEW_QUESTIONS = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private String config(int port, FakeCloud cloud) {
        return FastService.yaml(port, SERVICE, NORTH, SOUTH)
                + """
            publishers:
              - name: cloud
                gtm: {version: 3, instance: %s, vantage: gtm,
                  credentials: {accessKeyId: {file: %s}, accessKeySecret: {file: %s}},
                  endpoint: "http://%s", nameServers: ["127.0.0.1:%d"]}
                services: [%s]
            """.formatted(
                                Seeds.CLOUD_GTM_INSTANCE,
                                folder.resolve("id"),
                                folder.resolve("secret"),
                                cloud.endpoint(),
                                cloud.dns().getPort(),
                                SERVICE);
    }

    @Test
    void aRemovalWaitsWhileGtmFindsTheGatewayAliveSaysSoAndGoesOnceGtmFindsItDeadToo() throws Exception {
        Files.writeString(folder.resolve("id"), KEY.id());
        Files.writeString(folder.resolve("secret"), KEY.secret());
        try (var north = new Gateway(NORTH, 0, Gateway.status(200));
                var south = new Gateway(SOUTH, north.port(), Gateway.status(200));
                var cloud = FakeCloud.start(
                        Seeds.everything("e2e.test", Edition.ENTERPRISE_ULTIMATE, List.of(NORTH, SOUTH)),
                        CloudSettings.of(KEY));
                var daemon = new RunningDaemon(folder, config(north.port(), cloud))) {
            await("GTM says that it is up")
                    .atMost(A_FEW_QUESTIONS)
                    .until(() -> gtm(daemon).getString("says").equals("UP"));
            north.kill();
            await("we say that it is down")
                    .atMost(A_FEW_QUESTIONS)
                    .until(() -> reason(daemon).getString("code").equals("NOT_AGREED"));
            assertThat(reason(daemon).getString("text"))
                    .contains("1 of 2 vantages says DOWN and 1 UP", "gtm says UP since")
                    .contains("where more than half of the 2 that report must say the same");
            assertThat(daemon.dns().addresses(SERVICE)).containsExactlyInAnyOrder(NORTH, SOUTH);

            cloud.cloud().health(NORTH, false);
            await("it left")
                    .atMost(A_FEW_QUESTIONS)
                    .until(() -> daemon.dns().addresses(SERVICE).equals(Set.of(SOUTH)));
            assertThat(north(daemon).getString("health")).isEqualTo("DOWN");
            assertThat(reason(daemon).getString("text")).contains("2 of 2 vantages say DOWN", "gtm says DOWN since");
            assertThat(south.served()).as("probes of the other").isPositive();
        }
    }

    private static JsonObject north(RunningDaemon daemon) throws Exception {
        return RunningDaemon.objects(daemon.json("/api/v1/services/" + SERVICE + "/explain"), "endpoints")
                .findFirst()
                .orElseThrow();
    }

    private static JsonObject reason(RunningDaemon daemon) throws Exception {
        return RunningDaemon.objects(north(daemon), "reasons").findFirst().orElseThrow();
    }

    private static JsonObject gtm(RunningDaemon daemon) throws Exception {
        return RunningDaemon.objects(north(daemon).getJsonObject("agreement"), "vantages")
                .filter(vantage -> vantage.getString("name").equals("gtm"))
                .findFirst()
                .orElseThrow();
    }
}
