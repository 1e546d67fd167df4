package io.failoverd.daemon.e2e;

import static io.failoverd.daemon.e2e.RunningDaemon.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** SIGHUP: a good file is applied without losing what is known, a bad one changes nothing and says so everywhere. */
class ReloadTest {
    private static final String NAME = "www.e2e.test";
    private static final String STAYS = "127.0.22.1";
    private static final String DEAD = "127.0.22.2";
    private static final String ADDED = "127.0.22.3";
    private static final String LEAVES = "127.0.22.4";

    @TempDir
    private Path folder;

    @Test
    void appliesAGoodFileAndRefusesABadOne() throws Exception {
        try (var webhook = new Webhook();
                var stays = new Gateway(STAYS, 0, Gateway.status(200));
                var dead = new Gateway(DEAD, stays.port(), Gateway.status(503));
                var added = new Gateway(ADDED, stays.port(), Gateway.status(503));
                var leaves = new Gateway(LEAVES, stays.port(), Gateway.status(200))) {
            String head = head(stays.port()) + webhook.config(folder);
            try (var daemon =
                    new RunningDaemon(folder, head + services("stays", STAYS, "dead", DEAD, "leaves", LEAVES))) {
                daemon.dns().await(NAME, STAYS, LEAVES);
                Endpoint before = daemon.endpoint(NAME, "dead");
                assertThat(before.health()).isEqualTo("DOWN");
                assertThat(dead.served()).isGreaterThanOrEqualTo(3);
                assertThat(leaves.served()).isPositive();

                daemon.configure(head + services("stays", STAYS, "dead", DEAD, "added", ADDED));
                daemon.signal("HUP");
                keepsAddsAndForgets(daemon, before, added);

                daemon.configure(head + services("stays", STAYS, "dead", DEAD).replace("endpoints:", "endpionts:"));
                daemon.signal("HUP");
                refuses(daemon, webhook);
                assertThat(daemon.endpoint(NAME, "dead").since()).isEqualTo(before.since());

                daemon.configure(head + services("stays", STAYS));
                daemon.signal("HUP");
                daemon.dns().await(NAME, STAYS);
                assertMetric(daemon, "failoverd_config_last_reload_success 1");
            }
        }
    }

    @Test
    void aBrokenZoneFileIsNamedWithItsLineAndTheLastGoodZoneStays() throws Exception {
        Path file = folder.resolve("static.test.zone");
        String zone = """
            $TTL 60
            @ SOA ns1 hostmaster 1 3600 600 86400 5
            @ NS ns1
            ns1 A 127.0.0.1
            text TXT "%s"
            """;
        Files.writeString(file, zone.formatted("first"));
        String body = "  - {name: static.test, file: static.test.zone}\n" + head(9) + services("dead", DEAD);
        try (var daemon = new RunningDaemon(folder, body)) {
            assertThat(text(daemon)).isEqualTo("first");

            Files.writeString(file, zone.formatted("broken") + "www A 127.0.0.300\n");
            daemon.signal("HUP");
            assertMetric(daemon, "failoverd_config_reloads_total{result=\"failure\"} 1");
            assertThat(daemon.log()).contains("static.test.zone:6:1: Invalid address: 127.0.0.300");
            assertThat(text(daemon)).isEqualTo("first");

            Files.writeString(file, zone.formatted("second"));
            daemon.signal("HUP");
            await("the mended zone").atMost(PATIENCE).until(() -> text(daemon).equals("second"));
        }
    }

    private static String text(RunningDaemon daemon) throws Exception {
        return daemon.dns()
                .ask("text.static.test", Type.TXT)
                .getSection(Section.ANSWER)
                .getFirst()
                .rdataToString();
    }

    private static void keepsAddsAndForgets(RunningDaemon daemon, Endpoint before, Gateway added) throws Exception {
        daemon.dns().await(NAME, STAYS);
        List<String> names = RunningDaemon.objects(daemon.service(NAME), "endpoints")
                .map(each -> each.getString("name"))
                .toList();
        assertThat(names).containsExactly("stays", "dead", "added");
        Endpoint after = daemon.endpoint(NAME, "dead");
        assertThat(after.health()).isEqualTo("DOWN");
        assertThat(after.since()).isEqualTo(before.since());
        assertThat(after.text("CONDEMNED")).isEqualTo(before.text("CONDEMNED"));
        Endpoint waiting = daemon.endpoint(NAME, "added");
        assertThat(waiting.inAnswer()).isFalse();
        await("the added one is probed").atMost(PATIENCE).until(() -> added.served() > 0);
        assertThat(daemon.dns().addresses(NAME)).containsExactly(STAYS);

        added.behave(Gateway.status(200));
        daemon.dns().await(NAME, STAYS, ADDED);
        assertThat(daemon.endpoint(NAME, "added").health()).isEqualTo("UP");
    }

    private static void refuses(RunningDaemon daemon, Webhook webhook) throws Exception {
        await("the rejection is alerted")
                .atMost(PATIENCE)
                .until(() -> webhook.first("failoverd.config.rejected", "", 204).isPresent());
        Webhook.Attempt alert =
                webhook.first("failoverd.config.rejected", "", 204).orElseThrow();
        assertThat(alert.verified()).isTrue();
        assertThat(alert.data().getString("summary")).contains("endpionts").contains("endpoints");
        assertThat(daemon.log())
                .contains("configuration rejected, the one in force stays")
                .contains("endpionts");
        assertMetric(daemon, "failoverd_config_reloads_total{result=\"failure\"} 1");
        assertMetric(daemon, "failoverd_config_reloads_total{result=\"success\"} 1");
        assertMetric(daemon, "failoverd_config_last_reload_success 0");
        assertThat(daemon.json("/api/v1/status")
                        .getJsonObject("config")
                        .getJsonObject("lastRejected")
                        .getString("why"))
                .contains("endpionts");
        assertThat(daemon.dns().addresses(NAME)).containsExactlyInAnyOrder(STAYS, ADDED);
    }

    /** A number may carry a fraction that says nothing. What a reload changes is counted when all of it is done. */
    private static void assertMetric(RunningDaemon daemon, String line) {
        await(line)
                .atMost(PATIENCE)
                .until(() -> daemon.body("/metrics")
                        .lines()
                        .map(each -> each.replaceAll("\\.0$", ""))
                        .anyMatch(line::equals));
    }

    private static String head(int port) {
        return """
            checks:
              page:
                http: {scheme: http, port: %d, path: /, status: ["200"]}
                interval: 300ms
                recheck: 100ms
                connectTimeout: 2s
                timeout: 3s
                rise: 2
            """.formatted(port);
    }

    /** One service with these endpoints: a name and an address in turn. */
    private static String services(String... endpoints) {
        var text = new StringBuilder("""
            services:
              - name: %s
                check: page
                ttl: {steady: 1s, changing: 1s}
                holdDown: 1s
                endpoints:
            """.formatted(NAME));
        for (int i = 0; i < endpoints.length; i += 2) {
            text.append("      - {name: %s, address: %s}\n".formatted(endpoints[i], endpoints[i + 1]));
        }
        return text.toString();
    }
}
