package io.failoverd.probes.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.probes.Namespaces;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What needs a network of its own, and a host without descriptors: in a namespace, in a process of its own, which needs
 * {@code unshare}, {@code ip} and a system that lets this user make one.
 */
class HiddenNetworkTest {
    private static Map<String, String> seen = Map.of();

    static Stream<Situation> situations() {
        return HiddenNetwork.situations().stream();
    }

    @BeforeAll
    static void probe() throws Exception {
        Namespaces.need("ip link set lo up && ip link add cable type veth peer name end");
        Process process = new ProcessBuilder(List.of(
                        "unshare",
                        "-rn",
                        "sh",
                        "-c",
                        // Enough for a JVM, and soon used up.
                        "ulimit -n 600 && exec \"$@\"",
                        "sh",
                        System.getProperty("java.home") + "/bin/java",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        InHiddenNetwork.class.getName()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var said = process.inputReader()) {
            seen = said.lines()
                    .filter(line -> line.contains(" | "))
                    .collect(Collectors.toMap(
                            line -> line.substring(0, line.indexOf(" | ")),
                            line -> line.substring(line.indexOf(" | ") + 3)));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void echoRequestsLeaveNothingBehind() {
        assertThat(seen.get(InHiddenNetwork.LEAKS)).isNotNull().matches("[1-9]\\d+ \\[]");
    }

    @ParameterizedTest
    @MethodSource("situations")
    void isSaidInItsOwnNetwork(Situation situation) {
        assertThat(seen.get(situation.toString())).isNotNull().startsWith(situation.expected() + " ");
    }
}
