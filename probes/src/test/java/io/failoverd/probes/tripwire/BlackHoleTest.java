package io.failoverd.probes.tripwire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A host that dies says nothing: the system asks, and gives up. In a network namespace, which needs {@code unshare},
 * {@code ip} and a system that lets this user make one.
 */
class BlackHoleTest {
    @ParameterizedTest
    @CsvSource({"epoll", "nio"})
    void aHostThatDiesSilentlyEndsItsWireByTimeout(String transport) throws Exception {
        assumeTrue(works("unshare", "-rn", "ip", "link", "set", "lo", "up"), "no network namespace can be made here");
        Process process = new ProcessBuilder(
                        "unshare",
                        "-rn",
                        System.getProperty("java.home") + "/bin/java",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BlackHole.class.getName(),
                        transport)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var said = process.inputReader()) {
            String last = said.lines().reduce("", (_, line) -> line);
            assertThat(last).matches("TIMEOUT \\d+");
            assertThat(Long.parseLong(last.substring("TIMEOUT ".length())))
                    .as(
                            "not before a question went unanswered, and far from the quarter of an hour of the system's own")
                    .isBetween(500L, 25_000L);
        } finally {
            process.destroyForcibly();
        }
    }

    private static boolean works(String... command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException _) {
            return false;
        }
    }
}
