package io.failoverd.daemon.core.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegionalTest {
    private static final String TWO = "hz=hz:90,sh:10>sh sh=sh:90,hz:10>hz";

    private static Apportionment apportion(String clients, int minHealthy, String endpoints) {
        return Apportionment.of(
                new PoolPolicy.Regional(Pools.clients(clients), 1, minHealthy, Ramp.DEFAULT),
                Pools.eligible(endpoints),
                0);
    }

    /** {@code hz: a9 b1}, for each client region. */
    private static String met(Apportionment result) {
        return result.answers().byRegion().entrySet().stream()
                .map(entry -> entry.getKey() + ": " + Pools.weights(entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            both in: the distribution                 | 1 | a:hz b:sh                     | hz: a9 b1, sh: a1 b9                   | a1 b1
            the failover list takes a region's share  | 1 | b:sh                          | hz: b1, sh: b1                         | b1
            within a region by weight                 | 1 | a:hz*50 b:hz*25 c:sh*3        | hz: a6 b3 c1, sh: a2 b1 c27            | a50 b25 c3
            too few is out                            | 2 | a:hz b:sh c:sh                | hz: b1 c1, sh: b1 c1                   | a1 b1 c1
            nobody has enough: those that have any    | 2 | a:hz b:sh                     | hz: a9 b1, sh: a1 b9                   | a1 b1
            weight 0 in a region: it is out           | 1 | a:hz*0 b:sh                   | hz: b1, sh: b1                         | b1
            weight 0 everywhere: alike                | 1 | a:hz*0 b:sh*0                 | hz: a9 b1, sh: a1 b9                   | a1 b1
            weight 0 beside more                      | 1 | a:hz*0 b:hz*5 c:sh            | hz: b9 c1, sh: b1 c9                   | b1 c20
            a region returns at 25 %                  | 1 | a:hz@25 b:sh                  | hz: a9 b31, sh: a1 b39                 | a1 b4
            a region returns at 50 %                  | 1 | a:hz@50 b:sh                  | hz: a9 b11, sh: a1 b19                 | a1 b2
            one of a region returns: within it        | 1 | a:hz@25 b:hz c:sh             | hz: a9 b36 c5, sh: a1 b4 c45           | a1 b4 c4
            nobody else: a ramp takes everything      | 1 | a:hz@25                       | hz: a1, sh: a1                         | a1
            all ramp alike: the distribution          | 1 | a:hz@25 b:sh@25               | hz: a9 b1, sh: a1 b9                   | a1 b1
            no ramp has begun: as if all were through | 1 | a:hz@0 b:sh@0                 | hz: a9 b1, sh: a1 b9                   | a1 b1
            each family is whole                      | 1 | a:hz b:hz/6 c:sh              | hz: a9 b1 c1, sh: a1 b1 c9             | a1 b1 c1
            a region that no client names             | 1 | x:bj y:bj                     | hz: x1 y1, sh: x1 y1                   | x1 y1
            nobody                                    | 1 | -                             | hz: none, sh: none                     | none
            """)
    void two_regions(String what, int minHealthy, String endpoints, String byRegion, String common) {
        Apportionment result = apportion(TWO, minHealthy, endpoints);
        assertThat(met(result)).isEqualTo(byRegion);
        assertThat(Pools.weights(result.answers().common())).isEqualTo(common);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            the first of the list                   | x=hz:100>sh,bj         | b:sh c:bj              | x: b1
            the second, since the first is out      | x=hz:100>sh,bj         | c:bj                   | x: c1
            none of the list: by the distribution   | x=hz:60,sh:30,bj:10>gz | b:sh c:bj              | x: b3 c1
            no list at all: by the distribution     | x=hz:60,sh:30,bj:10    | b:sh c:bj              | x: b3 c1
            nor one of the distribution: any, alike | x=hz:100>sh            | c:bj d:gz              | x: c1 d1
            a part of 0 still stands in             | x=hz:100,sh:0>sh       | b:sh                   | x: b1
            a part of 0 is given nothing            | x=hz:100,sh:0>sh       | a:hz b:sh              | x: a1
            a ramp lets the rest run on             | x=hz:100>sh,bj         | b:sh@50 c:bj           | x: b1 c1
            two ramps, the third takes what is left | x=hz:100>sh,bj         | a:hz@50 b:sh@50 c:bj   | x: a2 b1 c1
            a ramp outside the list gets nothing    | x=hz:100>sh            | a:hz b:sh c:bj@25      | x: a1
            only ramps: as far as the furthest      | x=hz:50,sh:50          | a:hz@50 b:sh@25        | x: a3 b1
            only ramps, alike: none counts          | x=hz:100>sh            | a:hz@50 b:sh@50        | x: a1
            only ramps, none named: the furthest    | x=hz:100>sh            | c:bj@50 d:gz@25        | x: c1
            only ramps in the distribution          | x=hz:50,sh:30,bj:20>gz | b:sh@50 c:bj@25        | x: b9 c1
            whoever is full before whoever is named | x=hz:100>sh            | b:sh@25 c:bj           | x: b1 c3
            the 90/10 follows each its own way      | x=hz:90,sh:10>bj       | c:bj b:sh              | x: c9 b1
            """)
    void the_way(String what, String clients, String endpoints, String byRegion) {
        assertThat(met(apportion(clients, 1, endpoints))).isEqualTo(byRegion);
    }

    @Test
    void the_sentences_tell_the_shares_and_whose_they_carry() {
        assertThat(Pools.reasons(apportion(TWO, 1, "a:hz b:sh")))
                .isEqualTo("a 90 % for clients of hz, 10 % for clients of sh, 50 % for others of the answers | "
                        + "b 10 % for clients of hz, 90 % for clients of sh, 50 % for others of the answers");
        assertThat(Pools.reasons(apportion(TWO, 1, "b:sh")))
                .isEqualTo("b 100 % for clients of hz, 100 % for clients of sh, 100 % for others of the answers; "
                        + "sh takes 90 % of the clients of hz for hz (0 healthy, needs 1); "
                        + "sh takes 10 % of the clients of sh for hz (0 healthy, needs 1)");
        assertThat(Pools.reasons(apportion("hz=hz:90,sh:10>sh", 1, "a:hz@25 b:sh")))
                .isEqualTo("a 22.5 % for clients of hz, 20 % for others of the answers; "
                        + "sh takes 67.5 % of the clients of hz for hz (its ramp is at 25 %) | "
                        + "b 77.5 % for clients of hz, 80 % for others of the answers; "
                        + "sh takes 67.5 % of the clients of hz for hz (its ramp is at 25 %)");
        assertThat(Pools.reasons(apportion("hz=hz:100>sh", 2, "a:hz b:sh c:sh")))
                .isEqualTo("a 0 % for clients of hz, 33.33 % for others of the answers; "
                        + "sh takes 100 % of the clients of hz for hz (1 healthy, needs 2) | "
                        + "b 50 % for clients of hz, 33.33 % for others of the answers; "
                        + "sh takes 100 % of the clients of hz for hz (1 healthy, needs 2) | "
                        + "c 50 % for clients of hz, 33.33 % for others of the answers; "
                        + "sh takes 100 % of the clients of hz for hz (1 healthy, needs 2)");
        assertThat(Pools.reasons(apportion("hz=hz:100>sh", 2, "a:hz b:sh")))
                .isEqualTo("a 100 % for clients of hz, 50 % for others of the answers; "
                        + "no region has the 2 healthy that it needs, so hz counts with 1 | "
                        + "b 0 % for clients of hz, 50 % for others of the answers; "
                        + "no region has the 2 healthy that it needs, so sh counts with 1");
        assertThat(Pools.reasons(apportion("hz=hz:100>sh", 1, "a:hz*0 b:sh c:sh/6")))
                .contains("a weight 0 is not answered", "for others of the IPv4 answers", "of the IPv6 answers");
    }

    @Test
    void a_sentence_stays_short_with_many_client_regions() {
        String clients = List.of(1, 2, 3, 4, 5, 6, 7, 8).stream()
                .map(number -> "c" + number + "=hz:100")
                .collect(Collectors.joining(" "));
        assertThat(Pools.reasons(apportion(clients, 1, "b:sh")))
                .contains(
                        "100 % for clients of c6 and 3 more of the answers", "for hz (0 healthy, needs 1) and 2 more");
    }
}
