package io.failoverd.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.config.yaml.Problem;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What `check` says where this user may not ping. */
class PingGroupsTest {
    private static final String STATUS = "Name:\tjava\nGid:\t990\t990\t990\t990\nGroups:\t20 500 \nPid:\t7\n";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 2147483647 |
            990 990      |
            500 500      |
            1 0          | no group is in net.ipv4.ping_group_range, which is "1 0"
            0 0          | no group of this user is in net.ipv4.ping_group_range, which is "0 0"
            """)
    void oneOfOurGroupsIsEnough(String range, String problem) {
        assertThat(PingGroups.of(range.replace(' ', '\t') + "\n", STATUS)
                        .orElseThrow()
                        .problem())
                .isEqualTo(problem);
    }

    @Test
    void whatTheKernelDoesNotTellIsNoProblem() {
        assertThat(PingGroups.of("", STATUS)).isEmpty();
        assertThat(PingGroups.of("0 0", "")).isEmpty();
    }

    @Test
    void checkNamesTheCommand() {
        var machine = new Surroundings(
                "bastion",
                2,
                Map.of(),
                Optional.of(PingGroups.of("1\t0\n", STATUS).orElseThrow()),
                OptionalLong.empty());
        Path file = TestFiles.write(folder, TestFiles.SMALL.replace("http: {}", "icmp: {}"));
        assertThat(ConfigLoader.load(file, machine))
                .isInstanceOfSatisfying(
                        ConfigResult.Loaded.class,
                        loaded -> assertThat(loaded.warnings())
                                .filteredOn(problem -> problem.key().equals("checks.web.icmp"))
                                .extracting(Problem::line)
                                .singleElement()
                                .asString()
                                .endsWith(
                                        "checks.web.icmp: no group is in net.ipv4.ping_group_range, which is \"1 0\", so that every"
                                                + " probe of this check is INCONCLUSIVE; run"
                                                + " `sysctl -w net.ipv4.ping_group_range=\"0 2147483647\"`"));
    }
}
