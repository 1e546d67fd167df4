package io.failoverd.daemon.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of docs/performance.md on detection is that of the newest result. */
class DetectionTablesTest {
    private static final Path ROOT = Path.of(System.getProperty("failoverd.root", ".."));

    @TempDir
    Path results;

    @Test
    void the_table_of_the_page_is_that_of_the_newest_result() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/performance.md"));
        assertThat(DetectionTables.with(page, DetectionTables.tables(ROOT.resolve("bench/results"))))
                .isEqualTo(page);
    }

    @Test
    void a_median_is_held_against_that_of_gdnsd_and_a_death_that_was_not_found_is_a_miss() throws IOException {
        assertThat(DetectionTables.tables(results)).contains("Not measured.");
        Files.writeString(results.resolve("detection-2026-11-23T0300Z.json"), """
                {"date": "2026-11-23T03:00Z", "command": "bench/detection", "commit": "abcdef0", "cpus": 2, "gdnsd": "3.8.1",
                 "loadAverage": [0.4, 1.5], "askedEveryMillis": 4, "contestants": [
                   {"key": "defaults", "title": "ours"}, {"key": "fast-tripwire", "title": "fast"},
                   {"key": "gdnsd-333", "title": "gdnsd"}],
                 "runs": [{"defaults": 1.0, "fast-tripwire": 0.1, "gdnsd-333": 6.0}, {"defaults": 3.0, "gdnsd-333": 8.0},
                   {"defaults": 2.5, "fast-tripwire": 0.12, "gdnsd-333": 7.0}]}
                """);
        assertThat(DetectionTables.tables(results))
                .contains("2026-11-23, 03:00 UTC at commit abcdef0 by `bench/detection`, beside gdnsd 3.8.1:")
                .contains("| ours | 3 | 2.50 s | 1.00 s | 3.00 s | 0.357 | ≤ 0.35: **miss** |")
                .contains(
                        "| fast | 2 of 3, the others took too long | 0.11 s | 0.10 s | 0.12 s | 0.016 | ≤ 0.05: **miss** |")
                .contains("| gdnsd | 3 | 7.00 s | 6.00 s | 8.00 s | 1 |  |");
    }
}
