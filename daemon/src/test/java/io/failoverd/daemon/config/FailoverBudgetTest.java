package io.failoverd.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.failoverd.daemon.config.FailoverBudget.Estimate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailoverBudgetTest {
    @TempDir
    Path directory;

    @Test
    void theDefaultsGiveWhatTheDesignPromises() {
        FailoverBudget budget = budget(TestFiles.SMALL);
        assertThat(budget.refused())
                .isEqualTo(new Estimate(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3)));
        assertThat(budget.hanging())
                .isEqualTo(new Estimate(Duration.ofSeconds(4), Duration.ofSeconds(5), Duration.ofSeconds(6)));
        assertThat(budget.publication()).isZero();
        assertThat(budget.ttlResidue())
                .isEqualTo(new Estimate(Duration.ZERO, Duration.ofMillis(15_500), Duration.ofSeconds(31)));
        assertThat(budget.lostRefused().mean()).isCloseTo(17.5 / 300 / 2, within(1e-9));
        assertThat(budget.lostHanging().worst()).isCloseTo(37.0 / 300 / 2, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({
        // what the check says, mean refused, worst refused, mean hanging, worst hanging
        "'http: {}, interval: 200ms, recheck: 50ms, timeout: 1s', PT0.2S, PT0.3S, PT1.2S, PT1.3S",
        "'http: {}, fall: 1', PT1S, PT2S, PT4S, PT5S",
        "'http: {}, interval: 10s, recheck: 2s, fall: 4, timeout: 5s', PT11S, PT16S, PT16S, PT21S",
        "'http: {}, minSpan: 2100ms', PT3.5S, PT4.5S, PT6.5S, PT7.5S",
    })
    void detectionFollowsFromTheCheck(
            String check, Duration meanRefused, Duration worstRefused, Duration meanHanging, Duration worstHanging) {
        FailoverBudget budget = budget(TestFiles.SMALL.replace("http: {}", check));
        assertThat(budget.refused().mean()).isEqualTo(meanRefused);
        assertThat(budget.refused().worst()).isEqualTo(worstRefused);
        assertThat(budget.hanging().mean()).isEqualTo(meanHanging);
        assertThat(budget.hanging().worst()).isEqualTo(worstHanging);
    }

    @Test
    void aTripwireIsANoteAndNoPromise() {
        FailoverBudget without = budget(TestFiles.SMALL);
        FailoverBudget with = budget(TestFiles.SMALL.replace("http: {}", "http: {}, tripwire: true"));
        assertThat(with.refused()).isEqualTo(without.refused());
        assertThat(with.notes())
                .contains(
                        "without the tripwire of web: a death that ends its idle connection is found after 1.0 s when it"
                                + " refuses")
                .hasSize(without.notes().size() + 1);
    }

    @ParameterizedTest
    @CsvSource({
        // which checks, who decides, worst refused, worst hanging
        "'checks: [web, slow]', web, PT3S, PT6S",
        "'checks: [slow, web]', web, PT3S, PT6S",
        "'checks: [web, slow]|    require: any', slow, PT14S, PT24S",
        "'checks: [web, slow, lossy]', web, PT3S, PT6S",
        "'checks: [web, slow, lossy]|    require: 2 of 3', lossy, PT4S, PT7S",
        "'checks: [web, slow, lossy]|    require: 1 of 3', slow, PT14S, PT24S",
        "'checks: [slow, {check: web, observe: true}]', slow, PT14S, PT24S",
    })
    void withSeveralChecksTheOneDecidesThatLeavesTooFew(
            String keys, String decides, Duration refused, Duration hanging) {
        FailoverBudget budget = budget(TestFiles.SMALL
                .replace("checks: {web: {http: {}}}", """
                        checks:
                          web: {http: {}}
                          lossy: {http: {}, fall: 5 of 10}
                          slow: {tcp: {port: 443}, interval: 10s, recheck: 2s, timeout: 10s}
                        """.indent(0).strip())
                .replace("check: web", keys.replace('|', '\n')));
        assertThat(budget.refused().worst()).isEqualTo(refused);
        assertThat(budget.hanging().worst()).isEqualTo(hanging);
        if (!keys.contains("observe")) {
            assertThat(budget.notes()).contains("for a death that every check sees; " + decides + " decides");
        }
    }

    @ParameterizedTest
    @CsvSource({
        // the policy, the busiest endpoint, its share
        "all, a, 0.3333333333",
        "weighted, c, 0.7",
        "failover, a, 0.5",
        "'{regional: {clients: {east: {distribution: {x: 90, y: 10}}, west: {distribution: {y: 100}}}}}', c, 0.55",
    })
    void theLossIsTheShareOfTheBusiestEndpoint(String policy, String busiest, double share) {
        FailoverBudget budget = budget("""
                zones: [{name: example.com, ns: {ns1.example.com: [192.0.2.53]}}]
                clients: {regions: {east: [198.51.100.0/24], west: [203.0.113.0/24]}}
                checks: {web: {http: {}}}
                services:
                  - name: www.example.com
                    check: web
                    policy: %s
                    endpoints:
                      - {name: a, region: x, address: 192.0.2.1, weight: 10}
                      - {name: b, region: x, address: 192.0.2.2, weight: 20}
                      - {name: c, region: y, address: 192.0.2.3, weight: 70, tier: 2}
                """.formatted(policy));
        assertThat(budget.dying()).isEqualTo(busiest);
        assertThat(budget.share()).isCloseTo(share, within(1e-9));
        assertThat(budget.lostRefused().worst()).isCloseTo(34.0 / 300 * share, within(1e-9));
    }

    @Test
    void whereTheTrafficComesFromWeighsToo() {
        FailoverBudget budget = budget("""
                zones: [{name: example.com, ns: {ns1.example.com: [192.0.2.53]}}]
                clients: {regions: {east: [198.51.100.0/24], west: [203.0.113.0/24]}}
                checks: {web: {http: {}}}
                services:
                  - name: www.example.com
                    check: web
                    policy: {regional: {clients: {east: {distribution: {a: 100}}, west: {distribution: {b: 100}}}}}
                    traffic: {east: 80, west: 20}
                    capacity: {a: 90, b: 50}
                    endpoints:
                      - {name: a, address: 192.0.2.1}
                      - {name: b, address: 192.0.2.2}
                """);
        assertThat(budget.share()).isCloseTo(0.8, within(1e-9));
        assertThat(budget.notes())
                .contains(
                        "for a, which gets 80.0 % of the requests",
                        "when a dies, b would carry 100 % of the traffic (until now 20 %), its declared capacity is 50 %",
                        "when b dies, a would carry 100 % of the traffic (until now 80 %), its declared capacity is 90 %");
    }

    @ParameterizedTest
    @CsvSource({
        "'http: {}', '', PT0S",
        "'http: {}', 'timeout: 5s,', PT4S",
        "'http: {}, recheck: 100ms', '', PT0.8S",
    })
    void aSentinelThatIsSilentDelaysTheDecision(String check, String sentinels, Duration worst) {
        String some = "{address: 198.51.100.1, tcp: {port: 53}}, {address: 198.51.100.2, tcp: {port: 53}}";
        FailoverBudget budget = budget("sentinels: {need: 1, " + sentinels + " targets: [" + some + "]}\n"
                + TestFiles.SMALL.replace("http: {}", check));
        assertThat(budget.decision()).isEqualTo(new Estimate(Duration.ZERO, Duration.ZERO, worst));
        assertThat(budget.notes().contains("at worst a sentinel that does not answer is waited for"))
                .isEqualTo(worst.isPositive());
    }

    @Test
    void theGuardsSayWhatTheyMayAdd() {
        FailoverBudget budget = budget("guards: {brake: {removals: 1, within: 10m}}\n"
                + TestFiles.SMALL.replace(
                        "    check: web", "    check: web\n    resume: manual\n    removalSpacing: 2m"));
        assertThat(budget.notes())
                .containsExactly(
                        "a second region leaves 2m after the first at the earliest",
                        "the brake lets 1 address leave within 10m, over all services",
                        "a removed endpoint waits for an operator before it returns");
    }

    @Test
    void aLossIsNeverMoreThanTheEndpointsShare() {
        FailoverBudget budget =
                budget(TestFiles.SMALL.replace("    check: web", "    check: web\n    ttl: {steady: 1h}"));
        assertThat(budget.lostHanging().worst()).isEqualTo(0.5);
    }

    @Test
    void whereNobodyMayLeaveTheLossLastsAsLongAsTheOutage() {
        FailoverBudget budget =
                budget(TestFiles.SMALL.replace("    check: web", "    check: web\n    minAvailable: 2"));
        assertThat(budget.canFailOver()).isFalse();
        assertThat(budget.lostRefused().mean()).isEqualTo(0.5);
        assertThat(budget.render()).contains("no endpoint may leave the answer");
    }

    @Test
    void itReadsAsATable() {
        assertThat(budget(TestFiles.SMALL).render()).isEqualTo("""
                www.example.com: 2 endpoints, check web
                                                             mean    worst
                  found when it refuses                     2.0 s    3.0 s
                  found when it hangs                       5.0 s    6.0 s
                  decided                                   0.0 s    0.0 s
                  published                                 0.0 s    0.0 s
                  forgotten by resolvers                   15.5 s   31.0 s
                  of requests lost in 300 s, refusing       2.9 %    5.7 %
                  of requests lost in 300 s, hanging        3.4 %    6.2 %
                  a second region leaves 1m after the first at the earliest
                """);
    }

    /** Nobody knows beforehand how long a target takes; it is said, and not guessed. */
    @Test
    void whatIsPublishedElsewhereIsCountedWithItsTtlAndWithoutATimeThatNobodyKnows() {
        FailoverBudget budget = budget(TestFiles.SMALL + """
                publishers:
                  - {name: bind, rfc2136: {server: 198.51.100.53, zone: example.com, ttl: 1m}}
                  - {name: knot, rfc2136: {server: 198.51.100.54, zone: example.com}}
                """);
        assertThat(budget.render()).isEqualTo("""
                www.example.com: 2 endpoints, check web
                                                             mean    worst
                  found when it refuses                     2.0 s    3.0 s
                  found when it hangs                       5.0 s    6.0 s
                  decided                                   0.0 s    0.0 s
                  published here                            0.0 s    0.0 s
                  forgotten by resolvers                   30.5 s   61.0 s
                  of requests lost in 300 s, refusing       5.4 %   10.7 %
                  of requests lost in 300 s, hanging        5.9 %   11.2 %
                  how long publishing to bind takes is in none of these figures: it counts as failed after 30s, and as late when the name servers have not followed 1m after the update
                  records live 1m at bind and 30s here; resolvers are counted with the longest
                  how long publishing to knot takes is in none of these figures: it counts as failed after 30s, and as late when the name servers have not followed 1m after the update
                  a second region leaves 1m after the first at the earliest
                """);
        assertThat(budget.values())
                .containsEntry("publicationSeconds", 0.0)
                .containsEntry(
                        "publishedTo",
                        List.of(
                                Map.of(
                                        "publisher",
                                        "bind",
                                        "ttlSeconds",
                                        60L,
                                        "publishDeadlineSeconds",
                                        30L,
                                        "verifyDeadlineSeconds",
                                        60L),
                                Map.of(
                                        "publisher",
                                        "knot",
                                        "ttlSeconds",
                                        5L,
                                        "publishDeadlineSeconds",
                                        30L,
                                        "verifyDeadlineSeconds",
                                        60L)));
    }

    /** The edition is not known before its API is asked; what it may cost is. */
    @Test
    void aTtlThatAnEditionMayForceIsCountedBesideTheFiguresAndOneThatIsSetElsewhereIsSaidToBe() {
        FailoverBudget budget = budget(TestFiles.SMALL + """
                publishers:
                  - {name: cloud, alidns: {zone: example.com, credentials: {ramRole: dns}}, services: [www.example.com]}
                  - {name: gtm, gtm: {version: 3, credentials: {ramRole: dns}}, services: [www.example.com]}
                """);
        assertThat(budget.ttlResidue().worst()).isEqualTo(Duration.ofSeconds(31));
        assertThat(budget.notes())
                .contains(
                        "where the edition behind cloud lets no TTL be under 10m (Alidns: free and personal), up to "
                                + "50.0 % of requests are lost in 300 s; `failoverd status` tells which it is",
                        "how long records live at gtm is set there, at its instance, and in none of these figures");
        assertThat(budget(TestFiles.SMALL + """
                publishers:
                  - {name: cloud, alidns: {zone: example.com, credentials: {ramRole: dns}, ttl: 600s}}
                """).ttlResidue().worst()).isEqualTo(Duration.ofSeconds(601));
    }

    @Test
    void whoeverElseHasToAgreeIsSaidToBeInNoneOfTheFigures() {
        FailoverBudget budget = budget(TestFiles.SMALL + """
                publishers:
                  - {name: gtm, gtm: {version: 3, vantage: gtm, credentials: {ramRole: dns}}, services: [www.example.com]}
                """);
        assertThat(budget.notes())
                .contains("found and decided by this node alone: how long gtm takes to agree is in none of these"
                        + " figures, and no address leaves before");
    }

    @Test
    void itsValuesHaveBaseUnits() {
        assertThat(budget(TestFiles.SMALL).values())
                .containsEntry("detectionHangingSeconds", Map.of("least", 4.0, "mean", 5.0, "worst", 6.0))
                .containsEntry("windowSeconds", 300L)
                .containsEntry("service", "www.example.com");
    }

    @Test
    void aHostNameCountsAsOneAddressAndIsSaidToBeOne() {
        FailoverBudget budget = budget(
                TestFiles.SMALL.replace("address: 192.0.2.2", "host: nlb.example.net") + "resolvers: {maxTtl: 1m}");
        assertThat(budget.endpoints()).isEqualTo(2);
        assertThat(budget.share()).isCloseTo(0.5, within(0.001));
        assertThat(budget.notes())
                .contains("b is a host name and counts as one address here; which it has is found by resolving"
                        + " nlb.example.net, again each 5s to 1m by its TTL");
    }

    private FailoverBudget budget(String text) {
        Configuration config =
                TestFiles.loaded(TestFiles.write(directory, text)).configuration();
        return FailoverBudget.of(config, config.services().getFirst());
    }
}
