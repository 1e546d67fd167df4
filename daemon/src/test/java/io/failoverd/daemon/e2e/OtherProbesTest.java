package io.failoverd.daemon.e2e;

import static io.failoverd.daemon.e2e.RunningDaemon.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Rcode;

/** Endpoints and sentinels that are no web servers: what a probe of theirs says moves the answer as any other does. */
class OtherProbesTest {
    private static final String SERVICE = "ns.e2e.test";
    private static final String NORTH = "127.0.33.1";
    private static final String SOUTH = "127.0.33.2";
    private static final String NEUTRAL = "127.0.33.3";

    @TempDir
    private Path folder;

    private static String config(int port, int neutralPort) {
        return """
            checks:
              resolver:
                dns: {port: %d, name: www.example.com, expect: [{any: [192.0.2.1]}]}
                interval: 300ms
                recheck: 100ms
                timeout: 2s
                rise: 2
            sentinels: {targets: [{address: %s, dns: {port: %d, name: ".", type: NS}}], interval: 300ms, timeout: 2s}
            services:
              - name: %s
                check: resolver
                ttl: {steady: 2s, changing: 1s}
                holdDown: 1s
                endpoints:
                  - {name: north, address: %s}
                  - {name: south, address: %s}
            """.formatted(port, NEUTRAL, neutralPort, SERVICE, NORTH, SOUTH);
    }

    /** The story: a resolver that answers, and gives everybody the address of a page that sells something. */
    @Test
    void aNameServerThatFailsOrLiesLeavesTheAnswer() throws Exception {
        try (var north = new NameServer(NORTH, 0);
                var south = new NameServer(SOUTH, north.port());
                var neutral = new NameServer(NEUTRAL, 0);
                var daemon = new RunningDaemon(folder, config(north.port(), neutral.port()))) {
            await("the sentinel answers")
                    .atMost(PATIENCE)
                    .until(() -> daemon.json("/api/v1/status")
                            .getJsonObject("sentinels")
                            .getString("state")
                            .equals("good"));
            daemon.dns().await(SERVICE, NORTH, SOUTH);
            north.rcode(Rcode.SERVFAIL);
            daemon.dns().await(SERVICE, SOUTH);
            assertThat(daemon.endpoint(SERVICE, "north").probe("reason")).isEqualTo("dns_rcode");

            north.rcode(Rcode.NOERROR);
            daemon.dns().await(SERVICE, NORTH, SOUTH);
            south.answer("192.0.2.66");
            daemon.dns().await(SERVICE, NORTH);
            assertThat(daemon.endpoint(SERVICE, "south").text("CONDEMNED"))
                    .contains("probes got records that are not as expected");
            assertThat(daemon.json("/api/v1/status").encode())
                    .contains("www.example.com A: NOERROR with 192.0.2.66, expected any of 192.0.2.1");
        }
    }

    @Test
    void aProgramDecidesByItsExitCodeAndItsWordsAreToldWhy() throws Exception {
        Path down = folder.resolve("down");
        Path degraded = folder.resolve("degraded");
        String script =
                "[ $FAILOVERD_ADDRESS = %s ] || exit 0; [ -e %s ] && { echo orders are stuck; exit 2; }; [ -e %s ]"
                                .formatted(SOUTH, down, degraded)
                        + " && { echo replica lags; exit 1; }; exit 0";
        String config = """
            checks:
              orders:
                exec: {command: [/bin/sh, -c, '%s']}
                interval: 300ms
                recheck: 100ms
                timeout: 5s
                rise: 2
            services:
              - name: %s
                check: orders
                ttl: {steady: 2s, changing: 1s}
                holdDown: 1s
                endpoints:
                  - {name: north, address: %s}
                  - {name: south, address: %s}
            """.formatted(script, SERVICE, NORTH, SOUTH);
        try (var daemon = new RunningDaemon(folder, config)) {
            daemon.dns().await(SERVICE, NORTH, SOUTH);
            Files.createFile(degraded);
            await("a word of warning")
                    .atMost(PATIENCE)
                    .until(() ->
                            daemon.endpoint(SERVICE, "south").probe("reason").equals("exec_degraded"));
            Files.createFile(down);
            daemon.dns().await(SERVICE, NORTH);
            assertThat(daemon.json("/api/v1/status").encode()).contains("exit 2: orders are stuck");
            assertThat(daemon.body("/metrics")).containsPattern("failoverd_probe_results_total\\{.*exec_down");
            Files.delete(down);
            daemon.dns().await(SERVICE, NORTH, SOUTH);
        }
    }
}
