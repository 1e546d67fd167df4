package io.failoverd.daemon.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tables of docs/performance.md on what the server stands are those of the newest results. */
class RobustnessTablesTest {
    private static final Path ROOT = Path.of(System.getProperty("failoverd.root", ".."));

    @TempDir
    Path results;

    @Test
    void the_tables_of_the_page_are_those_of_the_newest_results() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/performance.md"));
        assertThat(RobustnessTables.with(page, RobustnessTables.tables(ROOT.resolve("bench/results"))))
                .isEqualTo(page);
    }

    @Test
    void all_runs_that_fuzzed_are_shown_and_other_files_are_not() throws IOException {
        fuzz("fuzz-2026-11-22T0900Z.json", 0.4, 7);
        fuzz("fuzz-2026-11-22T1900Z.json", 5.25, 3_000_000);
        fuzz("fuzz-later.json", 0.4, 8);
        assertThat(RobustnessTables.tables(results))
                .contains("2026-11-22, 19:00 UTC at commit abcdef0 by `bench/fuzz`: [fuzz-2026-11-22T1900Z.json]")
                .contains("2 CPUs, load average 5.3 before and 6.5 after; others used the machine at the same time.")
                .containsSubsequence(
                        "| tcp | `TcpFuzzTest#anyStream` | 600 | 7 | 797 | 153 | 0 |",
                        "| tcp | `TcpFuzzTest#anyStream` | 600 | 3,000,000 | 797 | 153 | 0 |")
                .doesNotContain("| 600 | 8 |");
    }

    @Test
    void what_was_not_measured_is_said_to_be_missing() throws IOException {
        assertThat(RobustnessTables.tables(results)).contains("### Bad packets\n\nNot measured.\n");
    }

    private void fuzz(String name, double load, long inputs) throws IOException {
        Files.writeString(results.resolve(name), """
                {"date": "2026-11-22T19:00Z", "command": "bench/fuzz", "commit": "abcdef0", "cpus": 2,
                 "loadAverage": [%s, 6.5], "targets": [{"target": "tcp", "test": "TcpFuzzTest#anyStream", "seconds": 600,
                 "inputs": %d, "edges": 797, "features": 2415, "corpus": 153, "residentMiB": 888, "findings": 0}]}
                """.formatted(load, inputs));
    }
}
