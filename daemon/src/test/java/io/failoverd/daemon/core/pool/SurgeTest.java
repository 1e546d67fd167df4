package io.failoverd.daemon.core.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.core.pool.Surge.Overrun;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SurgeTest {
    private static final PoolPolicy ALL = new PoolPolicy.All();
    private static final PoolPolicy REGIONAL =
            new PoolPolicy.Regional(Pools.clients("hz=hz:90,sh:10>sh sh=sh:100>hz"), 1, 1, Ramp.NONE);

    private static Map<String, Integer> numbers(String line) {
        var numbers = new HashMap<String, Integer>();
        for (String token : line == null ? new String[0] : line.split(" ", -1)) {
            numbers.put(token.split(":", -1)[0], Integer.parseInt(token.split(":", -1)[1]));
        }
        return numbers;
    }

    private static Map<InetAddress, String> regions(String... lines) {
        return Arrays.stream(lines)
                .flatMap(line -> Pools.eligible(line).stream())
                .collect(Collectors.toMap(Eligible::address, Eligible::region, (one, _) -> one));
    }

    private static Answers answers(PoolPolicy policy, String endpoints) {
        return Apportionment.of(policy, Pools.eligible(endpoints), 0).answers();
    }

    private static List<Overrun> predict(
            PoolPolicy policy, String capacity, String traffic, String before, String after) {
        return Surge.predict(
                numbers(capacity),
                numbers(traffic),
                answers(policy, before),
                answers(policy, after),
                regions(before, after));
    }

    @Test
    void the_sentence_has_the_numbers() {
        assertThat(predict(ALL, "hz:60 sh:60", null, "a:hz b:sh", "b:sh"))
                .singleElement()
                .satisfies(overrun -> {
                    assertThat(overrun.text())
                            .isEqualTo("sh would carry 100 % of the traffic (until now 50 %), "
                                    + "its declared capacity is 60 %");
                    assertThat(overrun.grows()).isTrue();
                });
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            both carry half                             | hz:60 sh:60  | a:hz b:sh  | a:hz b:sh          | -
            exactly what it can                         | sh:100       | a:hz b:sh  | b:sh               | -
            not declared, not limited                   | hz:10        | a:hz b:sh  | b:sh               | -
            over already, and it stays                  | hz:40        | a:hz b:sh  | a:hz b:sh          | hz 50 %
            over already, and it gets better            | hz:40        | a:hz       | a:hz b:sh          | hz 50 %
            over already, and it gets worse             | hz:40        | a:hz b:sh  | a:hz               | hz 100 % grows
            two of a region count together              | hz:60        | a:hz b:sh  | a:hz c:hz b:sh     | hz 66.67 % grows
            the family with more of it counts           | sh:60        | a:hz b:sh  | a:hz b:sh c:sh/6   | sh 100 % grows
            nobody answers                              | hz:10 sh:10  | a:hz b:sh  | -                  | -
            """)
    void one_answer_for_all(String what, String capacity, String before, String after, String overruns) {
        String found = predict(ALL, capacity, null, before, after).stream()
                .map(one -> one.region() + " " + one.after().text() + (one.grows() ? " grows" : ""))
                .collect(Collectors.joining(", "));
        assertThat(found).isEqualTo(overruns == null ? "" : overruns);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            client regions alike                | -            | a:hz b:sh | {hz=45 %, sh=55 %}
            by their traffic                    | hz:80 sh:20  | a:hz b:sh | {hz=72 %, sh=28 %}
            the rest comes from elsewhere       | hz:50 sh:10  | a:hz b:sh | {hz=65 %, sh=35 %}
            a client region of no rule          | hz:50 xx:50  | a:hz b:sh | {hz=70 %, sh=30 %}
            more than 100 is taken as parts     | hz:160 sh:40 | a:hz b:sh | {hz=72 %, sh=28 %}
            one region is out                   | hz:80 sh:20  | b:sh      | {sh=100 %}
            """)
    void the_load_follows_the_client_regions(String what, String traffic, String endpoints, String expected) {
        var load = new TreeMap<String, String>();
        Surge.load(numbers(traffic), answers(REGIONAL, endpoints), regions(endpoints))
                .forEach((region, share) -> load.put(region, share.text()));
        assertThat(load).hasToString(expected);
    }

    @Test
    void a_fallback_counts_for_no_region() {
        Answers fallback = Answers.all(List.of(InetAddress.ofLiteral("198.51.100.8")));
        assertThat(Surge.predict(Map.of("hz", 0), Map.of(), answers(ALL, "a:hz"), fallback, regions("a:hz")))
                .isEmpty();
    }
}
