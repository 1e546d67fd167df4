package io.failoverd.daemon.e2e;

import static io.failoverd.daemon.e2e.RunningDaemon.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.failoverd.daemon.demo.cloud.Cloud;
import io.failoverd.daemon.demo.cloud.CloudSettings;
import io.failoverd.daemon.demo.cloud.FakeCloud;
import io.failoverd.daemon.demo.cloud.Seeds;
import io.failoverd.daemon.demo.cloud.account.Edition;
import io.failoverd.daemon.demo.cloud.wire.AccessKey;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is decided reaches a cloud, over its API and as the vendor's SDK calls it, and is answered by its name servers. */
class CloudPublishTest {
    private static final String NORTH = "127.0.27.1";
    private static final String SOUTH = "127.0.27.2";
    private static final AccessKey FIRST = new AccessKey("LTAI-first", "first-secret", "");
    private static final AccessKey SECOND = new AccessKey("LTAI-second", "second-secret", "");

    @TempDir
    private Path folder;

    /** Ways to the same two addresses. */
    enum Target {
        ALIDNS("www.e2e.test", "alidns: {zone: e2e.test, ttl: 1s,"),
        GTM_2(
                "gtm2.e2e.test",
                "gtm: {version: 2, instance: " + Seeds.GTM_INSTANCE + ", pools: [" + Seeds.GTM_POOL + "],"),
        GTM_3("gtm3.e2e.test", "gtm: {version: 3, instance: " + Seeds.CLOUD_GTM_INSTANCE + ",");

        private final String service;
        private final String written;

        Target(String service, String written) {
            this.service = service;
            this.written = written;
        }

        String config(int port, FakeCloud cloud, Path folder, String more) {
            return FastService.yaml(port, service, NORTH, SOUTH)
                    + """
                publishers:
                  - name: cloud
                    %s
                      credentials: {accessKeyId: {file: %s}, accessKeySecret: {file: %s}},
                      endpoint: "http://%s", nameServers: ["127.0.0.1:%d"]}
                    services: [%s]
                    drift: {interval: 10s}
                """.formatted(
                                    written,
                                    folder.resolve("id"),
                                    folder.resolve("secret"),
                                    cloud.endpoint(),
                                    cloud.dns().getPort(),
                                    service)
                    + more;
        }
    }

    private static FakeCloud cloud(Edition edition) throws IOException {
        return FakeCloud.start(
                Seeds.everything("e2e.test", edition, List.of(NORTH, SOUTH)), CloudSettings.of(FIRST, SECOND));
    }

    private void key(String id, String secret) throws IOException {
        Files.writeString(folder.resolve("id"), id);
        Files.writeString(folder.resolve("secret"), secret);
    }

    @ParameterizedTest
    @EnumSource
    void aDeadGatewayLeavesTheCloudsAnswerAndComesBackWithAnotherKeyAndWithoutARestart(Target target) throws Exception {
        key(FIRST.id(), FIRST.secret());
        try (var north = new Gateway(NORTH, 0, Gateway.status(200));
                var south = new Gateway(SOUTH, north.port(), Gateway.status(200));
                var cloud = cloud(Edition.ENTERPRISE_ULTIMATE);
                var daemon = new RunningDaemon(folder, target.config(north.port(), cloud, folder, ""))) {
            var names = new Dns(cloud.dns().getPort());
            await("it is as decided").atMost(PATIENCE).until(() -> verified(daemon));
            names.await(target.service, NORTH, SOUTH);
            assertThat(plan(daemon).getBoolean("equal")).as(daemon.log()).isTrue();

            north.kill();
            names.await(target.service, SOUTH);
            assertThat(daemon.dns().addresses(target.service)).containsExactly(SOUTH);
            await("its name servers were asked").atMost(PATIENCE).until(() -> verified(daemon));
            assertThat(callers(cloud)).containsOnly(FIRST.id());

            key(SECOND.id(), SECOND.secret());
            await("the new key is used").atMost(PATIENCE).until(() -> {
                plan(daemon);
                return cloud.cloud().journal().hits().getLast().caller().equals(SECOND.id());
            });
            north.start();
            names.await(target.service, NORTH, SOUTH);
            assertThat(callers(cloud)).endsWith(SECOND.id());
            assertThat(daemon.log() + daemon.body("/metrics") + daemon.body("/api/v1/status"))
                    .doesNotContain(FIRST.secret(), SECOND.secret());
            assertThat(south.served()).as("probes of the other").isPositive();
        }
    }

    /** Disabling it in the console is somebody else's decision; with {@code repair: false} it is told. */
    @Test
    void whatSomebodyChangesInTheConsoleIsToldAndThePlanSaysWhatWouldChangeIt() throws Exception {
        key(FIRST.id(), FIRST.secret());
        try (var north = new Gateway(NORTH, 0, Gateway.status(200));
                var south = new Gateway(SOUTH, north.port(), Gateway.status(200));
                var cloud = cloud(Edition.FREE);
                var daemon = new RunningDaemon(folder, Target.ALIDNS.config(north.port(), cloud, folder, ""))) {
            await("it is as decided").atMost(PATIENCE).until(() -> verified(daemon));
            String record = Objects.requireNonNull(
                            cloud.cloud().console("DescribeSubDomainRecords", Map.of("SubDomain", "www.e2e.test")))
                    .getJsonObject("DomainRecords")
                    .getJsonArray("Record")
                    .getJsonObject(0)
                    .getString("RecordId");
            cloud.cloud().console("SetDomainRecordStatus", Map.of("RecordId", record, "Status", "Disable"));
            JsonObject plan = plan(daemon);
            assertThat(plan.getJsonArray("changes")).containsExactly("enable " + NORTH);
            assertThat(plan.getJsonObject("ttlFloor").getInteger("floorSeconds"))
                    .isEqualTo(600);
            await("it says that somebody changed it")
                    .atMost(PATIENCE)
                    .until(() -> daemon.body("/metrics")
                            .contains("failoverd_publish_outcomes_total{outcome=\"drifted\",publisher=\"cloud\"}"));
            assertThat(daemon.log()).contains("the target lets no TTL be under 600 s, and 1 s is wanted");
            Path said = folder.resolve("plan.log");
            assertThat(RunningDaemon.failoverd(said, "plan", "--admin", daemon.admin())
                            .waitFor())
                    .isZero();
            assertThat(Files.readString(said)).contains("would change", "enable " + NORTH, "no TTL be under 600 s");
            assertThat(south.served()).as("probes of the other").isPositive();
        }
    }

    @Test
    void aKeyThatIsRefusedIsToldOnceAndTheLocalAnswerDoesNotWait() throws Exception {
        key(FIRST.id(), FIRST.secret());
        try (var north = new Gateway(NORTH, 0, Gateway.status(200));
                var south = new Gateway(SOUTH, north.port(), Gateway.status(200));
                var cloud = cloud(Edition.ENTERPRISE_ULTIMATE);
                var webhook = new Webhook();
                var daemon = new RunningDaemon(
                        folder, Target.GTM_3.config(north.port(), cloud, folder, webhook.config(folder)))) {
            await("it is as decided").atMost(PATIENCE).until(() -> verified(daemon));
            key("LTAI-gone", "hunter2");
            await("the wrong key is used")
                    .atMost(PATIENCE)
                    .until(() -> !plan(daemon).getBoolean("known"));
            north.kill();
            daemon.dns().await(Target.GTM_3.service, SOUTH);
            await("somebody is told")
                    .atMost(PATIENCE)
                    .until(() ->
                            webhook.first("failoverd.publish.failed", "", 204).isPresent());
            JsonObject told = webhook.first("failoverd.publish.failed", "", 204)
                    .orElseThrow()
                    .data();
            assertThat(told.getString("publisher")).isEqualTo("cloud");
            assertThat(told.getString("summary"))
                    .contains("InvalidAccessKeyId.NotFound")
                    .doesNotContain("hunter2");
            key(FIRST.id(), FIRST.secret());
            new Dns(cloud.dns().getPort()).await(Target.GTM_3.service, SOUTH);
            assertThat(failures(webhook)).as("told once").isEqualTo(1);
            assertThat(daemon.log()).doesNotContain("hunter2");
            assertThat(south.served()).as("probes of the other").isPositive();
        }
    }

    private static long failures(Webhook webhook) {
        return webhook.attempts().stream()
                .filter(attempt -> attempt.type().equals("failoverd.publish.failed")
                        && attempt.data().getString("status").equals("firing"))
                .count();
    }

    private static List<String> callers(FakeCloud cloud) {
        return cloud.cloud().journal().changes().stream()
                .flatMap(write -> Stream.of(write.caller()))
                .filter(caller -> !caller.equals(Cloud.CONSOLE))
                .toList();
    }

    private static JsonObject plan(RunningDaemon daemon) throws Exception {
        return RunningDaemon.objects(daemon.json("/api/v1/plan"), "plans")
                .findFirst()
                .orElseThrow();
    }

    private static boolean verified(RunningDaemon daemon) throws Exception {
        return RunningDaemon.objects(daemon.json("/api/v1/status"), "publishers")
                .flatMap(publisher -> RunningDaemon.objects(publisher, "services"))
                .findFirst()
                .filter(name -> name.getLong("desired") > 0
                        && Objects.equals(name.getLong("verified"), name.getLong("desired")))
                .isPresent();
    }
}
