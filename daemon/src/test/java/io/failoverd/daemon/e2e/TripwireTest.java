package io.failoverd.daemon.e2e;

import static io.failoverd.daemon.e2e.RunningDaemon.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway is killed whose next probe is seconds away: its idle connection ends with it, and that is why it is probed
 * and leaves the answer.
 */
class TripwireTest {
    private static final String SERVICE = "www.e2e.test";
    private static final String NORTH = "127.0.34.1";
    private static final String SOUTH = "127.0.34.2";

    private final ConcurrentLinkedQueue<Socket> idle = new ConcurrentLinkedQueue<>();

    /** A process keeps its connections until it ends. */
    private void keep(Socket socket) throws IOException {
        idle.add(socket);
        while (socket.getInputStream().read() >= 0) {
            // A TCP check and a wire say nothing.
        }
    }

    @Test
    void aKilledGatewayIsRecheckedSinceItsIdleConnectionEndedAndNotSinceItsIntervalIsOver(@TempDir Path folder)
            throws Exception {
        try (var south = new Gateway(SOUTH, 0, this::keep);
                var _ = new Gateway(NORTH, south.port(), socket -> {
                    while (socket.getInputStream().read() >= 0) {
                        // As above, and never killed.
                    }
                });
                var daemon = new RunningDaemon(folder, yaml(south.port()))) {
            await("the wires stand")
                    .atMost(PATIENCE)
                    .until(() -> wire(daemon, "north").getString("openSince") != null
                            && wire(daemon, "south").getString("openSince") != null);
            assertThat(daemon.body("/metrics"))
                    .contains("failoverd_tripwires_open 2.0", "failoverd_tripwire_trips_total{end=\"fin\"} 0.0");

            south.kill();
            for (Socket each : idle) {
                each.close();
            }

            await("its address is gone")
                    .atMost(PATIENCE)
                    .until(() -> daemon.dns().addresses(SERVICE).equals(Set.of(NORTH)));
            JsonObject last = wire(daemon, "south").getJsonObject("last");
            assertThat(last.getString("text")).startsWith("re-check because the idle connection ended: ");
            assertThat(last.getString("recheck")).isEqualTo("CONFIRMED");
            List<String> events = southEvents(daemon);
            assertThat(events.get(0)).startsWith("tripwire: re-check because the idle connection ended: ");
            assertThat(events.get(1)).startsWith("health: UP → SUSPECT: 1 of 3 probes refused");
            assertThat(wire(daemon, "north").getString("openSince")).isNotNull();
            assertThat(daemon.body("/metrics")).contains("failoverd_tripwire_false_trips_total 0.0");
        }
    }

    /** What has happened to south since it was found up. */
    private static List<String> southEvents(RunningDaemon daemon) throws Exception {
        return daemon.events(SERVICE, "south").stream()
                .filter(event -> !event.getString("text").startsWith("UNKNOWN"))
                .map(event -> event.getString("kind") + ": " + event.getString("text"))
                .toList();
    }

    private static JsonObject wire(RunningDaemon daemon, String endpoint) throws Exception {
        return RunningDaemon.objects(daemon.endpoint(SERVICE, endpoint).json(), "checks")
                .findFirst()
                .orElseThrow()
                .getJsonObject("tripwire");
    }

    private static String yaml(int port) {
        return """
                checks:
                  port:
                    tcp: {port: %d}
                    interval: 5s
                    recheck: 100ms
                    tripwire: true
                services:
                  - name: %s
                    check: port
                    ttl: {steady: 2s, changing: 1s}
                    endpoints:
                      - {name: north, address: %s}
                      - {name: south, address: %s}
                """.formatted(port, SERVICE, NORTH, SOUTH);
    }
}
