package io.failoverd.daemon.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tables of docs/performance.md on probes are those of the newest results. */
class ProbesTablesTest {
    private static final Path ROOT = Path.of(System.getProperty("failoverd.root", ".."));

    @TempDir
    Path results;

    @Test
    void the_tables_of_the_page_are_those_of_the_newest_results() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/performance.md"));
        assertThat(ProbesTables.with(page, ProbesTables.tables(ROOT.resolve("bench/results"))))
                .isEqualTo(page);
    }

    @Test
    void a_ratio_is_of_the_same_round() throws IOException {
        assertThat(ProbesTables.tables(results)).contains("Not measured.");
        Files.writeString(results.resolve("probes-2026-11-23T0800Z.json"), """
                {"began": "2026-11-23T08:00:10Z", "command": "bench/probes", "commit": "abcdef0",
                 "machine": {"cpus": 2, "loadBefore": 0.1, "loadAfter": 1.5}, "rates": {"http": 600, "https": 250},
                 "servers": {"blackbox": "blackbox_exporter 1", "failoverd": "failoverd 2"}, "runs": [
                  {"server": "blackbox", "scheme": "http", "cpuMillisAProbe": 1.0, "userSeconds": 1, "cpuSeconds": 2, "level": true},
                  {"server": "failoverd", "scheme": "http", "cpuMillisAProbe": 0.2, "userSeconds": 1, "cpuSeconds": 4, "level": false},
                  {"server": "blackbox", "scheme": "https", "cpuMillisAProbe": 2.0, "userSeconds": 1, "cpuSeconds": 2, "level": true},
                  {"server": "failoverd", "scheme": "https", "cpuMillisAProbe": 1.0, "userSeconds": 1, "cpuSeconds": 4, "level": true}]}
                """);
        assertThat(ProbesTables.tables(results))
                .contains("2026-11-23, 08:00 UTC at commit abcdef0 by `bench/probes`:")
                .contains("| HTTP, 600 a second | blackbox_exporter 1 | 1.000 (1.000–1.000) | 50 % | 1,000 | 1 |  |")
                .contains("| HTTP, 600 a second | failoverd 2 | 0.200 (0.200–0.200) | 25 % | 5,000 | 0.20 (0.20–0.20) |"
                        + " ≤ 0.15: **miss** |")
                .contains(
                        "| HTTPS, 250 a second | failoverd 2 | 1.000 (1.000–1.000) | 25 % | 1,000 | 0.50 (0.50–0.50) |"
                                + " ≤ 1.0: hit |")
                .contains("1 of 4 turns were counted before the CPU of a probe was level.");
    }

    @Test
    void a_fleet_is_on_time_small_and_never_down() throws IOException {
        Files.writeString(results.resolve("fleet-2026-11-23T0800Z.json"), """
                {"began": "2026-11-23T08:00:10Z", "command": "bench/fleet", "commit": "abcdef0", "targets": 10000,
                 "intervalSeconds": 5, "machine": {"cpus": 2, "loadBefore": 0.1, "loadAfter": 1.5}, "starts": 1000.0,
                 "startedWithin": {"0.025": 985.0, "0.05": 989.0}, "up": 999.0, "down": 1.0, "inconclusive": 2.0,
                 "degraded": 0.0, "wallSeconds": 600.0, "cpuSeconds": 300.0, "residentMiB": [400.0, 511.6],
                 "endpointsDownAtOnce": 0.0}
                """);
        assertThat(ProbesTables.tables(results))
                .contains("| 10,000 HTTP targets, each every 5 s | seen | target |")
                .contains("| started within 50 ms of their time | 98.90 % | ≥ 99 %: **miss** |")
                .contains("| resident memory, at most | 512 MiB | < 512 MiB: hit |")
                .contains("| probes that said DOWN; targets DOWN at once | 1; 0 | no target: hit |")
                .contains("| CPU | 50 % of one, 300.000 ms a probe |  |");
    }
}
