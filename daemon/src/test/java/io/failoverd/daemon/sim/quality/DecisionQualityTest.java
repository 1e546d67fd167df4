package io.failoverd.daemon.sim.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of docs/decision-quality.md with a few seeds: our hard goals, the peers' arithmetic, and that a seed is a run. */
class DecisionQualityTest {
    private static final int SEEDS = 8;
    private static final Path ROOT = Path.of(System.getProperty("failoverd.root", ".."));

    private static Defaults defaults;

    @BeforeAll
    static void load() {
        defaults = Defaults.load();
    }

    private static Situation situation(String key) {
        return Situations.all().stream()
                .filter(one -> one.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private static List<Row> play(String key, String... deciders) {
        List<Decider> chosen = Deciders.all(defaults).stream()
                .filter(decider -> List.of(deciders).contains(decider.name()))
                .toList();
        assertThat(chosen).hasSameSizeAs(deciders);
        return new Contest(chosen, defaults.worst()).rows(situation(key), SEEDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"one-packet", "burst", "slow-5", "limited-probes", "limited", "stalls"})
    void failoverd_removes_nothing_where_nothing_is_wrong(String key) {
        for (Row row : play(key, "failoverd", "failoverd, 3 vantages")) {
            assertThat(row.removals()).as(key + ": " + row).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "refuse",
                "hang",
                "certificate",
                "flap-7",
                "flap-60",
                "reload",
                "restart",
                "clock",
                "errors-60",
                "slow-all"
            })
    void failoverd_misses_no_outage_and_removes_nothing_wrongly(String key) {
        for (Row row : play(key, "failoverd", "failoverd, 3 vantages")) {
            assertThat(row.outages()).as(key + ": " + row).isGreaterThanOrEqualTo(SEEDS);
            assertThat(row.missed() + row.wrong()).as(key + ": " + row).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"isolated", "one-cut-off"})
    void failoverd_removes_nothing_when_it_is_the_one_cut_off(String key) {
        for (Row row : play(key, "failoverd", "failoverd, 3 vantages")) {
            assertThat(row.removals()).as(key + ": " + row).isZero();
        }
    }

    @Test
    void with_both_regions_dead_one_outage_at_least_is_withheld_by_the_all_down_rule() {
        Row row = play("both", "failoverd").getFirst();
        assertThat(row.outages()).isEqualTo(2 * SEEDS);
        assertThat(row.missed()).isZero();
        assertThat(row.withheld()).isBetween((long) SEEDS, 2L * SEEDS);
    }

    /** The arithmetic of each rule, as its documentation has it, comes out of the simulation. */
    @ParameterizedTest(name = "{0}: {1} finds it after {2} s to {3} s")
    @CsvSource(
            delimiter = '|',
            value = {
                "refuse | failoverd                | 1.0  | 3.3",
                "hang   | failoverd                | 3.5  | 6.2",
                "refuse | gdnsd, 10 s              | 91   | 101.2",
                "hang   | gdnsd, 10 s              | 95.9 | 106.2",
                "refuse | Route 53, 10 s           | 20   | 30.2",
                "refuse | Envoy, sweep 10 s        | 0.3  | 0.6",
                "refuse | GTM, 60 s, 2 failures    | 60   | 120.2",
            })
    void each_rule_takes_as_long_as_its_documentation_says(String key, String decider, double least, double most) {
        Row row = play(key, decider).getFirst();
        assertThat(row.missed()).isZero();
        assertThat(row.detectMean()).isBetween(least, most);
        assertThat(row.detectMax()).isLessThanOrEqualTo(most);
    }

    @Test
    void whoever_checks_no_certificate_misses_that_it_expires() {
        Row row = play("certificate", "Route 53, 10 s").getFirst();
        assertThat(row.missed()).isEqualTo(row.outages()).isEqualTo(SEEDS);
    }

    @Test
    void the_same_seeds_give_the_same_numbers() {
        String[] everyone = Deciders.all(defaults).stream().map(Decider::name).toArray(String[]::new);
        for (String key : List.of("errors-60", "uplink")) {
            assertThat(play(key, everyone)).isEqualTo(play(key, everyone));
        }
    }

    @ParameterizedTest(name = "{0} of {1}: {2} to {3}")
    @CsvSource({"0, 1000, 0, 0.00383", "10, 1000, 0.00544, 0.01831", "1000, 1000, 0.99617, 1", "0, 0, 0, 1"})
    void an_interval_is_wilsons(int hits, int trials, double low, double high) {
        Wilson wilson = Wilson.of(hits, trials);
        assertThat(wilson.low()).isCloseTo(low, Offset.offset(1e-5));
        assertThat(wilson.high()).isCloseTo(high, Offset.offset(1e-5));
    }

    /** gdnsd's rule: failures count until they are separated by ten successes; f fails, s succeeds. */
    @ParameterizedTest(name = "{0} → dead: {1}")
    @CsvSource({
        "ffffffffff, true",
        "fffffffff, false",
        "fffffsssssssssfffff, true",
        "fffffssssssssssfffff, false",
        "ffffffffffsssssssssssssssssss, true",
        "ffffffffffssssssssssssssssssss, false",
        "Rf, true",
        "ffffffffffRs, false"
    })
    void gdnsd_counts_as_it_does(String probes, boolean dead) {
        var rule = new ProbeRule.Gdnsd(20, 10, 10);
        boolean is = false;
        for (int i = 0; i < probes.length(); i++) {
            char probe = probes.charAt(i);
            if (probe == 'R') {
                rule.forget();
            } else {
                is = rule.dead(probe == 's');
            }
        }
        assertThat(is).isEqualTo(dead);
    }

    /** One lost SYN costs a second, two cost three; a limit in between decides. */
    @ParameterizedTest(name = "{0} lost: {1} ms")
    @CsvSource({"0, 100, 200", "1, 1100, 1200", "2, 2500, 2500"})
    void a_lost_syn_is_sent_again(int lost, long least, long most) {
        Scene scene = new Scene(Times.seconds(60));
        for (int i = 0; i < lost; i++) {
            scene.drops.add(0L);
        }
        var exchange =
                new Exchange(new Exchange.Client(Times.seconds(2.5), Times.seconds(3), Times.seconds(3), true, true));
        exchange.run(new Route(scene, 0, 0, 30 * Times.MILLI, new SplittableRandom(1)), 0);
        assertThat(exchange.finish() / Times.MILLI).isBetween(least, most);
        assertThat(exchange.outcome()).isEqualTo(lost < 2 ? Exchange.Outcome.OK : Exchange.Outcome.CONNECT_TIMEOUT);
    }

    @Test
    void the_tables_of_the_page_are_those_of_the_result_that_it_names() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/decision-quality.md"));
        Matcher name = Pattern.compile("\\.\\./(bench/results/decision-quality-[0-9-]+\\.json)")
                .matcher(page);
        assertThat(name.find()).isTrue();
        var result = new JsonObject(Files.readString(ROOT.resolve(name.group(1))));
        assertThat(QualityPage.with(page, result)).isEqualTo(page);
        assertThat(result.getJsonArray("situations"))
                .extracting(one -> ((JsonObject) one).getString("key"))
                .containsExactlyElementsOf(
                        Situations.all().stream().map(Situation::key).toList());
    }
}
