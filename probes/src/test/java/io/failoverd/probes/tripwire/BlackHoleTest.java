package io.failoverd.probes.tripwire;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.probes.Namespaces;
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
        Namespaces.need("ip link set lo up");
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
}
