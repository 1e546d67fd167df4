package io.failoverd.daemon.e2e;

import static io.failoverd.daemon.e2e.RunningDaemon.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.failoverd.daemon.demo.cloud.CloudSettings;
import io.failoverd.daemon.demo.cloud.FakeCloud;
import io.failoverd.daemon.demo.cloud.Seeds;
import io.failoverd.daemon.demo.cloud.account.Edition;
import io.failoverd.daemon.demo.cloud.faults.Fault;
import io.failoverd.daemon.demo.cloud.wire.AccessKey;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a reload takes from a publisher with {@code handBack: on-stop} is left to GTM's own checks, and nothing else is. */
class HandBackReloadTest {
    private static final String NORTH = "127.0.31.1";
    private static final String SOUTH = "127.0.31.2";
    private static final AccessKey KEY = new AccessKey("LTAI-reload", "reload-secret", "");

    @TempDir
    private Path folder;

    /** Ways to the same two addresses, and how they write that one is out and ruled by GTM. */
    enum Target {
        GTM_2(
                "gtm2.e2e.test",
                "version: 2, instance: " + Seeds.GTM_INSTANCE + ", pools: [" + Seeds.GTM_POOL + "]",
                "UpdateDnsGtmAddressPool") {
            @Override
            String north(FakeCloud cloud) {
                return cloud.cloud().account().pools().get(Seeds.GTM_POOL).addrs().stream()
                        .filter(each -> each.addr().equals(NORTH))
                        .findFirst()
                        .orElseThrow()
                        .mode();
            }
        },
        GTM_3(
                "gtm3.e2e.test",
                "version: 3, instance: " + Seeds.CLOUD_GTM_INSTANCE,
                "UpdateCloudGtmAddressManualAvailableStatus") {
            @Override
            String north(FakeCloud cloud) {
                return cloud.cloud().account().addresses().values().stream()
                        .filter(each -> each.address().equals(NORTH))
                        .map(each -> each.manual() ? each.on() ? "ONLINE" : "OFFLINE" : "SMART")
                        .findFirst()
                        .orElseThrow();
            }
        };

        private final String service;
        private final String written;
        private final String write;

        Target(String service, String written, String write) {
            this.service = service;
            this.written = written;
            this.write = write;
        }

        abstract String north(FakeCloud cloud);

        /** @param name of the publisher; empty: none */
        String config(int port, FakeCloud cloud, Path folder, String name, String more) {
            String services = FastService.yaml(port, service, NORTH, SOUTH);
            return name.isEmpty()
                    ? services
                    : services
                            + """
                publishers:
                  - name: %s
                    gtm: {%s, handBack: on-stop, %s
                      credentials: {accessKeyId: {file: %s}, accessKeySecret: {file: %s}},
                      endpoint: "http://%s", nameServers: ["127.0.0.1:%d"]}
                    services: [%s]
                """.formatted(
                                            name,
                                            written,
                                            more,
                                            folder.resolve("id"),
                                            folder.resolve("secret"),
                                            cloud.endpoint(),
                                            cloud.dns().getPort(),
                                            service);
        }
    }

    private FakeCloud cloud() throws IOException {
        Files.writeString(folder.resolve("id"), KEY.id());
        Files.writeString(folder.resolve("secret"), KEY.secret());
        return FakeCloud.start(
                Seeds.everything("e2e.test", Edition.ENTERPRISE_ULTIMATE, List.of(NORTH, SOUTH)),
                CloudSettings.of(KEY));
    }

    @ParameterizedTest
    @EnumSource
    void onePublisherThatIsRemovedIsHandedBackAndOneThatIsOnlyChangedIsNot(Target target) throws Exception {
        try (var north = new Gateway(NORTH, 0, Gateway.status(200));
                var south = new Gateway(SOUTH, north.port(), Gateway.status(200));
                var cloud = cloud();
                var daemon = new RunningDaemon(folder, target.config(north.port(), cloud, folder, "cloud", ""))) {
            await("it is as decided").atMost(PATIENCE).until(() -> verified(daemon, 0));
            north.kill();
            await("the dead one is out")
                    .atMost(PATIENCE)
                    .until(() -> target.north(cloud).equals("OFFLINE"));
            await("its name servers were asked").atMost(PATIENCE).until(() -> verified(daemon, 0));
            int writes = writes(target, cloud);
            daemon.configure(target.config(north.port(), cloud, folder, "cloud", "callsPerSecond: 9,"));
            reload(daemon, 1);
            daemon.configure(target.config(north.port(), cloud, folder, "renamed", ""));
            reload(daemon, 2);
            await("the new one has looked").atMost(PATIENCE).until(() -> verified(daemon, 0));
            assertThat(target.north(cloud)).as("the new one keeps it").isEqualTo("OFFLINE");
            assertThat(writes(target, cloud)).as("nothing was to be written").isEqualTo(writes);

            daemon.configure(target.config(north.port(), cloud, folder, "", ""));
            reload(daemon, 3);
            await("nobody keeps it")
                    .atMost(PATIENCE)
                    .until(() -> target.north(cloud).equals("SMART"));
            await("it says so")
                    .atMost(PATIENCE)
                    .until(() ->
                            daemon.body("/api/v1/events").contains("renamed: handed back, since it is kept no longer"));
            assertThat(south.served()).as("probes of the other").isPositive();
        }
    }

    @Test
    void somebodyIsToldWhatWasNotHandedBackAndTheReloadDoesNotWaitForIt() throws Exception {
        Target target = Target.GTM_3;
        try (var north = new Gateway(NORTH, 0, Gateway.status(200));
                var south = new Gateway(SOUTH, north.port(), Gateway.status(200));
                var cloud = cloud();
                var webhook = new Webhook();
                var daemon = new RunningDaemon(
                        folder, target.config(north.port(), cloud, folder, "cloud", "") + webhook.config(folder))) {
            await("it is as decided").atMost(PATIENCE).until(() -> verified(daemon, 0));
            north.kill();
            await("the dead one is out")
                    .atMost(PATIENCE)
                    .until(() -> target.north(cloud).equals("OFFLINE"));
            cloud.cloud().faults().next(target.write, 100, Fault.refused(403, "Forbidden.RAM", "no"));
            daemon.configure(target.config(north.port(), cloud, folder, "", "") + webhook.config(folder));
            reload(daemon, 1);
            await("somebody is told")
                    .atMost(PATIENCE)
                    .until(() -> webhook.first("failoverd.publish.hand_back_failed", "", 204)
                            .isPresent());
            JsonObject told = webhook.first("failoverd.publish.hand_back_failed", "", 204)
                    .orElseThrow()
                    .data();
            assertThat(told.getString("publisher")).isEqualTo("cloud");
            assertThat(told.getString("service")).isEqualTo(target.service);
            assertThat(told.getString("summary")).contains("Forbidden.RAM", "was not handed back");
            assertThat(target.north(cloud)).isEqualTo("OFFLINE");
            assertThat(south.served()).as("probes of the other").isPositive();
        }
    }

    private static int writes(Target target, FakeCloud cloud) {
        return (int) cloud.cloud().journal().hits().stream()
                .filter(hit -> hit.action().equals(target.write))
                .count();
    }

    private static void reload(RunningDaemon daemon, int number) throws Exception {
        daemon.signal("HUP");
        await("the reload is done")
                .atMost(PATIENCE)
                .until(() -> daemon.body("/metrics")
                        .contains("failoverd_config_reloads_total{result=\"success\"} " + number + ".0"));
    }

    private static boolean verified(RunningDaemon daemon, long least) throws Exception {
        return RunningDaemon.objects(daemon.json("/api/v1/status"), "publishers")
                .flatMap(publisher -> RunningDaemon.objects(publisher, "services"))
                .findFirst()
                .filter(name -> name.getLong("desired") > least
                        && Objects.equals(name.getLong("verified"), name.getLong("desired")))
                .isPresent();
    }
}
