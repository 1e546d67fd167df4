package io.failoverd.daemon.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A host that is pinged and dies: its address is one of loopback, in a network namespace where this user may ping, and is
 * taken away and given back. Needs {@code unshare}, {@code ip} and a system that lets this user make one.
 */
class PingedEndpointTest {
    private static final String SERVICE = "ping.e2e.test";
    private static final String NORTH = "198.18.25.1";
    private static final String SOUTH = "198.18.25.2";

    @Test
    void aHostThatIsGoneLeavesTheAnswerAndReturns(@TempDir Path folder) throws Exception {
        assumeTrue(works("ip link set lo up && echo 0 0 > /proc/sys/net/ipv4/ping_group_range"), "no namespace here");
        Process process = new ProcessBuilder(
                        "unshare",
                        "-rn",
                        System.getProperty("java.home") + "/bin/java",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Inside.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        try (var said = process.inputReader()) {
            assertThat(said.lines().filter(line -> line.startsWith("seen: ")))
                    .containsExactly("seen: both answer", "seen: south is gone by icmp_loss", "seen: both answer");
        } finally {
            process.destroyForcibly();
        }
    }

    private static boolean works(String script) throws InterruptedException {
        try {
            Process process = new ProcessBuilder("unshare", "-rn", "sh", "-c", script)
                    .redirectErrorStream(true)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException _) {
            return false;
        }
    }

    /** The test itself, to be run in the namespace. */
    static final class Inside {
        private Inside() {}

        public static void main(String[] arguments) throws Exception {
            ip("link set lo up");
            // What has no owner there comes back to where nobody takes it, as from a network that swallows packets.
            ip("address add 198.18.0.1/32 dev lo");
            ip("route add 198.18.25.0/24 dev lo src 198.18.0.1");
            ip("address add " + NORTH + "/32 dev lo");
            ip("address add " + SOUTH + "/32 dev lo");
            Files.writeString(Path.of("/proc/sys/net/ipv4/ping_group_range"), "0 0");
            try (var daemon = new RunningDaemon(Path.of(arguments[0]), config())) {
                daemon.dns().await(SERVICE, NORTH, SOUTH);
                System.out.println("seen: both answer");
                ip("address del " + SOUTH + "/32 dev lo");
                daemon.dns().await(SERVICE, NORTH);
                System.out.println("seen: south is gone by "
                        + daemon.endpoint(SERVICE, "south").probe("reason"));
                ip("address add " + SOUTH + "/32 dev lo");
                daemon.dns().await(SERVICE, NORTH, SOUTH);
                System.out.println("seen: both answer");
            }
            Runtime.getRuntime().halt(0);
        }

        private static void ip(String arguments) throws Exception {
            Process process = new ProcessBuilder("sh", "-c", "ip " + arguments)
                    .inheritIO()
                    .start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException("ip " + arguments + " ended with " + process.exitValue());
            }
        }

        private static String config() {
            return """
                checks:
                  ping:
                    icmp: {count: 2}
                    interval: 400ms
                    recheck: 200ms
                    timeout: 1s
                    rise: 2
                services:
                  - name: %s
                    check: ping
                    ttl: {steady: 2s, changing: 1s}
                    holdDown: 1s
                    endpoints:
                      - {name: north, address: %s}
                      - {name: south, address: %s}
                """.formatted(SERVICE, NORTH, SOUTH);
        }
    }
}
