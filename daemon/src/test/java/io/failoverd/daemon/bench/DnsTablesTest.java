package io.failoverd.daemon.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The tables of docs/performance.md are those of the raw file that the page names, and say what is in it. */
class DnsTablesTest {
    private static final Path ROOT = Path.of(System.getProperty("failoverd.root", ".."));

    @Test
    void the_tables_of_the_page_are_those_of_the_result_that_it_names() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/performance.md"));
        Matcher names =
                Pattern.compile("\\.\\./bench/results/(dns-[0-9TZ-]+\\.json)").matcher(page);
        var results = new ArrayList<DnsResult>();
        while (names.find()) {
            results.add(DnsResult.read(ROOT.resolve("bench/results").resolve(names.group(1))));
        }
        assertThat(results).hasSizeBetween(1, 2);
        assertThat(DnsTables.with(page, DnsTables.tables(results))).isEqualTo(page);
    }

    private static String tables(JsonObject file) {
        return DnsTables.tables(List.of(new DnsResult("dns-x.json", file)));
    }

    @Test
    void names_may_have_been_measured_in_a_run_of_their_own() {
        JsonObject whole = file(run(1, "gdnsd", "fixed", 4));
        JsonObject own = file(run(1, "gdnsd", "fixed", 9))
                .put("date", "2026-11-22T23:00Z")
                .put(
                        "names",
                        new JsonArray()
                                .add(named(10, 1, "gdnsd", 4))
                                .add(named(100_000, 1, "gdnsd", 6))
                                .add(named(100_000, 2, "gdnsd", 5))
                                .add(named(10, 1, "failoverd-ffm", 4))
                                .add(named(100_000, 1, "failoverd-ffm", 5).put("right", false)));
        assertThat(tables(whole)).doesNotContain("Names in the zone");
        assertThat(tables(own))
                .contains("### Names in the zone\n\nA of each")
                .contains("| server | load | 10 names | 100,000 names | 100,000 / 10 |\n|---|---|---|---|---|")
                .contains("| gdnsd | 50,000 a second | 4.00 (4.00–4.00) | 5.50 (5.00–6.00) | 1.38 |")
                .contains("| failoverd, FFM | 50,000 a second | 4.00 (4.00–4.00) | – | – |");
        assertThat(DnsTables.tables(List.of(new DnsResult("dns-a.json", whole), new DnsResult("dns-b.json", own))))
                .contains("| gdnsd | 4.00 (4.00–4.00) | 25 % | 1 |")
                .doesNotContain("9.00 (")
                .containsSubsequence(
                        "### Names in the zone\n\nMeasured 2026-11-22, 23:00 UTC",
                        "[dns-b.json](../bench/results/dns-b.json)",
                        "| gdnsd | 50,000 a second | 4.00 (4.00–4.00) | 5.50 (5.00–6.00) | 1.38 |");
    }

    private static JsonObject named(int names, int round, String server, double micros) {
        JsonObject run = run(round, server, "fixed", micros).put("names", names);
        run.remove("load");
        return run;
    }

    /** Round 2 has a slow machine: both take twice as long, and the ratio stays. */
    @Test
    void ratios_are_of_the_same_round() {
        var figures = new DnsFigures(file(
                run(1, "failoverd-ffm", "fixed", 3), run(1, "gdnsd", "fixed", 4),
                run(2, "failoverd-ffm", "fixed", 6), run(2, "gdnsd", "fixed", 8),
                run(3, "failoverd-ffm", "fixed", 4), run(3, "gdnsd", "fixed", 4)));
        assertThat(figures.ratio("failoverd-ffm", "gdnsd", "edns", "fixed", DnsFigures.Run::cpu))
                .contains(new Spread(0.75, 0.75, 1));
        assertThat(figures.of("failoverd-ffm", "edns", "fixed", DnsFigures.Run::cpu))
                .contains(new Spread(4, 3, 6));
    }

    @Test
    void a_round_that_one_of_them_missed_counts_for_neither() {
        var figures = new DnsFigures(file(
                run(1, "failoverd-ffm", "fixed", 3),
                run(2, "failoverd-ffm", "fixed", 6),
                run(2, "gdnsd", "fixed", 3),
                run(3, "failoverd-ffm", "fixed", 1),
                run(3, "gdnsd", "fixed", 1).put("right", false)));
        assertThat(figures.ratio("failoverd-ffm", "gdnsd", "edns", "fixed", DnsFigures.Run::cpu))
                .contains(new Spread(2, 2, 2));
        assertThat(figures.wrongRuns()).isEqualTo(1);
    }

    @Test
    void a_miss_is_a_miss_and_what_was_not_measured_is_no_hit() {
        String tables = tables(file(
                run(1, "failoverd-ffm", "fixed", 4.04), run(1, "gdnsd", "fixed", 4), run(1, "limit", "fixed", 3.6)));
        assertThat(tables)
                .contains("| CPU a query / gdnsd | 50,000 a second | ≤ 1.00 | **miss** 1.01 (1.01–1.01) |")
                .contains("| CPU a query / the C limit | 50,000 a second | ≤ 1.15 | hit 1.12 (1.12–1.12) |")
                .contains("| CPU a query / gdnsd | saturated | ≤ 1.00 | not measured |");
    }

    @Test
    void a_server_that_is_missing_fails_its_row_and_says_what_to_install() {
        assertThat(tables(file(run(1, "gdnsd", "fixed", 4))))
                .contains("| NSD | nsd is missing: apt-get install nsd | – | – |")
                .contains("| gdnsd | 4.00 (4.00–4.00) | 25 % | 1 |");
    }

    @Test
    void a_run_that_was_ended_says_so() {
        JsonObject whole = file(run(1, "gdnsd", "fixed", 4));
        assertThat(tables(whole)).doesNotContain("before its time");
        assertThat(tables(whole.put("complete", false))).contains("before its time");
    }

    @Test
    void the_median_of_an_even_number_lies_between() {
        assertThat(Spread.of(List.of(4.0, 1.0, 3.0, 2.0))).isEqualTo(new Spread(2.5, 1, 4));
        assertThat(Spread.of(List.of(7.0)).show(2)).isEqualTo("7.00 (7.00–7.00)");
        assertThatThrownBy(() -> Spread.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private static JsonObject run(int round, String server, String kind, double micros) {
        return new JsonObject()
                .put("round", round)
                .put("server", server)
                .put("load", "edns")
                .put("kind", kind)
                .put("sent", 100_000)
                .put("answers", 100_000)
                .put("lost", 0)
                .put("right", true)
                .put("answersPerSecond", 50_000)
                .put("cpuSeconds", micros / 10)
                .put("userSeconds", 0.1)
                .put("systemSeconds", 0.3);
    }

    private static JsonObject file(JsonObject... runs) {
        var servers = new JsonArray()
                .add(server("failoverd-ffm", "failoverd, FFM"))
                .add(server("gdnsd", "gdnsd"))
                .add(server("nsd", "NSD").put("failed", "nsd is missing: apt-get install nsd"));
        var averages = new JsonArray().add(0.1).add(0.2).add(0.3);
        return new JsonObject()
                .put("date", "2026-11-22T18:00Z")
                .put("commit", "abcdef0")
                .put("command", "bench/dns")
                .put("seed", 1)
                .put("rounds", 3)
                .put("launches", 1)
                .put("seconds", 4)
                .put("rate", 50_000)
                .put("tookSeconds", 60)
                .put(
                        "machine",
                        new JsonObject()
                                .put("cpu", "a CPU")
                                .put("cpus", 2)
                                .put("kernel", "6.1")
                                .put("loadAverageBefore", averages)
                                .put("loadAverageAfter", averages))
                .put("loads", new JsonObject().put("edns", "A with EDNS"))
                .put("servers", servers)
                .put("runs", new JsonArray(List.of(runs)));
    }

    private static JsonObject server(String key, String title) {
        return new JsonObject()
                .put("key", key)
                .put("title", title)
                .put("version", "1")
                .put("on", new JsonArray());
    }
}
