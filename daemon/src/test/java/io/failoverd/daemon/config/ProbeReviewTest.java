package io.failoverd.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.config.yaml.Problem;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is said where probes do not fit into what this process may have open; {@code warning-max-probes*.yaml} are of those
 * that do not fit into {@code node.maxProbes}.
 */
class ProbeReviewTest {
    @TempDir
    private Path folder;

    /** Two targets, each with 7 probes under way while it hangs. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            1038 | http: {}                 | -
            1037 | http: {}                 | up to 14 probes and 0 idle connections at once, beside 1024 files for all else, are more than the 1037 that this process may have open; raise that to 1038 (LimitNOFILE= of the unit, ulimit -n of a shell)
            1039 | http: {}, tripwire: true | up to 14 probes and 2 idle connections at once, beside 1024 files for all else, are more than the 1039 that this process may have open; raise that to 1040 (LimitNOFILE= of the unit, ulimit -n of a shell)
            """)
    void theFilesOfThisProcessAreCounted(long files, String check, String expected) {
        assertThat(said(TestFiles.SMALL.replace("http: {}", check), OptionalLong.of(files)))
                .isEqualTo(expected);
    }

    @Test
    void whereTheLimitOfTheFileIsTheFaultItIsNamedToo() {
        String many = TestFiles.SMALL.replace("http: {}", "http: {}, timeout: 49s");
        assertThat(said(many, OptionalLong.of(1100)))
                .isEqualTo(
                        "up to 198 probes and 0 idle connections at once, beside 1024 files for all else, are more than"
                                + " the 1100 that this process may have open; raise that to 1222 (LimitNOFILE= of the unit,"
                                + " ulimit -n of a shell), or write 76");
    }

    @Test
    void whatTheSystemDoesNotTellIsNoProblem() {
        assertThat(said(TestFiles.SMALL, OptionalLong.empty())).isNull();
    }

    /** Null when nothing is. */
    private @Nullable String said(String yaml, OptionalLong files) {
        var machine = new Surroundings("bastion", 2, Map.of(), Optional.empty(), files);
        return switch (ConfigLoader.load(TestFiles.write(folder, yaml), machine)) {
            case ConfigResult.Rejected rejected -> throw new AssertionError(rejected.problems());
            case ConfigResult.Loaded loaded ->
                loaded.warnings().stream()
                        .filter(problem -> problem.key().equals("node.maxProbes"))
                        .map(Problem::line)
                        .map(line -> line.substring(line.indexOf("node.maxProbes: ") + "node.maxProbes: ".length()))
                        .findFirst()
                        .orElse(null);
        };
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "Max open files            65536                65536                files, 65536",
                "Max open files            unlimited            unlimited            files, -",
                "Max processes             100                  100                  processes, -"
            })
    void theKernelsTextIsRead(String line, Long limit) {
        OptionalLong read = OpenFiles.limit("Limit    Soft Limit   Hard Limit   Units\n" + line + " \n");
        assertThat(read).isEqualTo(limit == null ? OptionalLong.empty() : OptionalLong.of(limit));
    }
}
