package io.failoverd.daemon.e2e;

import static io.failoverd.daemon.e2e.RunningDaemon.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Far more gateways take their time than probes may be under way. Nothing is said of those whose probes find no place; a
 * gateway of another service dies, and is found out as if there were places for all.
 */
class ProbeLimitTest {
    private static final String SERVICE = "www.e2e.test";
    private static final String SLOW = "slow.e2e.test";
    private static final String NORTH = "127.0.26.1";
    private static final String SOUTH = "127.0.26.2";
    private static final int MANY = 30;

    /** Less than the timeout, and many times recheck. */
    private static final int SILENCE_MILLIS = 500;

    private final List<Gateway> slow = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Gateway each : slow) {
            each.close();
        }
    }

    private static void answerLate(Socket socket) throws IOException {
        socket.setSoTimeout(SILENCE_MILLIS);
        try {
            while (socket.getInputStream().read() >= 0) {
                // The request; and then nothing, for a while.
            }
        } catch (SocketTimeoutException _) {
            String answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static String address(int number) {
        return "127.0.27." + (number + 1);
    }

    @Test
    void whoFindsNoPlaceIsNotJudgedAndADeadGatewayIsFoundAllTheSame(@TempDir Path folder) throws Exception {
        try (var north = new Gateway(NORTH, 0, Gateway.status(200));
                var south = new Gateway(SOUTH, north.port(), Gateway.status(200))) {
            for (int i = 0; i < MANY; i++) {
                slow.add(new Gateway(address(i), north.port(), ProbeLimitTest::answerLate));
            }
            String body = yaml(north.port());
            try (var daemon = new RunningDaemon(folder, ", maxProbes: 16", body)) {
                await("many find no place").atMost(PATIENCE).until(() -> refused(daemon) > 30);
                daemon.dns().await(SERVICE, NORTH, SOUTH);

                south.kill();
                daemon.dns().await(SERVICE, NORTH);
                assertThat(daemon.endpoint(SERVICE, "south").text("CONDEMNED")).contains("refused");

                noneOfTheSlowIsDown(daemon);
                itIsSaidOnceAndShown(daemon);

                daemon.configure(", maxProbes: 2000", "", body);
                daemon.signal("HUP");
                await("the new limit holds")
                        .atMost(PATIENCE)
                        .until(() -> limits(daemon).getInteger("underWay") > 16);
                assertThat(limits(daemon).getInteger("most")).isEqualTo(2000);
                long before = refused(daemon);
                await("all of the slow are found well")
                        .atMost(PATIENCE)
                        .until(() -> healths(daemon).stream().allMatch("UP"::equals));
                assertThat(refused(daemon)).isEqualTo(before);
            }
        }
    }

    private static void noneOfTheSlowIsDown(RunningDaemon daemon) throws Exception {
        assertThat(healths(daemon)).hasSize(MANY).doesNotContain("DOWN");
        assertThat(daemon.body("/metrics"))
                .contains("failoverd_probe_limited_total{limit=\"exec\"} 0.0", "failoverd_probe_places 16.0")
                .contains("outcome=\"inconclusive\",reason=\"local_limit\",service=\"" + SLOW + "\"");
    }

    private static void itIsSaidOnceAndShown(RunningDaemon daemon) throws Exception {
        String words = "no place among the 16 probes that this node may have under way at once (node.maxProbes)";
        assertThat(daemon.log().lines().filter(line -> line.contains(words))).hasSizeBetween(1, 2);
        assertThat(daemon.log())
                .contains("node.maxProbes: while every target hangs, of which there are up to 32, 672 probes would be"
                        + " under way at once, and 16 may: some are not probed in time, and nothing is said of them;"
                        + " write 672");
        assertThat(limits(daemon).getString("lastRefusedAt")).isNotNull();
        await("a refusal is the last that is known of one of them")
                .atMost(PATIENCE)
                .until(() -> RunningDaemon.objects(daemon.service(SLOW), "endpoints")
                        .map(each -> each.getJsonObject("lastProbe"))
                        .anyMatch(probe -> probe != null && words.equals(probe.getString("detail"))));
    }

    private static List<String> healths(RunningDaemon daemon) throws Exception {
        return RunningDaemon.objects(daemon.service(SLOW), "endpoints")
                .map(each -> each.getString("health"))
                .toList();
    }

    private static long refused(RunningDaemon daemon) throws Exception {
        return limits(daemon).getJsonObject("refused").getLong("node");
    }

    private static JsonObject limits(RunningDaemon daemon) throws Exception {
        return daemon.json("/api/v1/status").getJsonObject("probes");
    }

    private static String yaml(int port) {
        String endpoints = IntStream.range(0, MANY)
                .mapToObj(i -> "      - {name: slow-" + i + ", address: " + address(i) + "}\n")
                .collect(Collectors.joining());
        return FastService.yaml(port, SERVICE, NORTH, SOUTH) + """
                  - name: %s
                    check: page
                    endpoints:
                """.formatted(SLOW) + endpoints;
    }
}
