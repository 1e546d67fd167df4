package io.failoverd.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.core.EndpointPlan;
import io.failoverd.daemon.core.Plan;
import io.failoverd.daemon.core.SentinelPlan;
import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.daemon.core.health.CheckRule;
import io.failoverd.daemon.core.health.EndpointPolicy;
import io.failoverd.daemon.core.health.HealthPolicy;
import io.failoverd.daemon.core.health.HoldDown;
import io.failoverd.daemon.core.pool.AllDown;
import io.failoverd.daemon.core.pool.Maintenance;
import io.failoverd.daemon.core.pool.MaintenanceWindow;
import io.failoverd.daemon.core.pool.PoolPolicy;
import io.failoverd.daemon.core.pool.PoolRules;
import io.failoverd.daemon.core.pool.Ramp;
import io.failoverd.daemon.core.pool.SafetyBrake;
import io.failoverd.daemon.core.pool.TtlPolicy;
import io.failoverd.dns.client.ClientSpec;
import io.failoverd.dns.server.EngineChoice;
import io.failoverd.dns.zone.ZoneSpec;
import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.HttpCheck;
import io.failoverd.probes.model.HttpRequest;
import io.failoverd.probes.model.LatencyLimits;
import io.failoverd.probes.model.StatusSet;
import io.failoverd.probes.model.Target;
import io.failoverd.probes.model.TcpCheck;
import io.failoverd.probes.model.TlsSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The numbers of the design, and what follows from one of them being set. */
class ConfigDefaultsTest {
    private static final DnsSettings DNS =
            new DnsSettings(DnsSettings.DEFAULT_LISTEN, 2, EngineChoice.AUTO, null, null, 1232, null, null, false);

    @TempDir
    Path directory;

    @Test
    void whatIsNotWrittenHasTheDefaultsOfTheDesign() {
        Configuration config =
                TestFiles.loaded(TestFiles.write(directory, TestFiles.SMALL)).configuration();

        assertThat(config.node()).isEqualTo(new NodeSettings("bastion", Path.of("/var/lib/failoverd"), 16_384));
        assertThat(config.dns()).isEqualTo(DNS);
        assertThat(DnsSettings.DEFAULT_LISTEN).containsExactly(socket("0.0.0.0", 53), socket("::", 53));
        assertThat(config.admin()).isEqualTo(new AdminSettings(socket("127.0.0.1", 8053), null));
        Cadence cadence = new Cadence(
                Duration.ofSeconds(2), Duration.ofMillis(500), Duration.ofMillis(2500), Duration.ofSeconds(3));
        assertThat(Cadence.JITTER).isEqualTo(0.10);
        assertThat(config.checks().get("web"))
                .isEqualTo(new HttpCheck(
                        "web",
                        TlsSettings.DEFAULT,
                        443,
                        null,
                        HttpRequest.get("/"),
                        StatusSet.parse(List.of("200-399")),
                        StatusSet.parse(List.of("429")),
                        List.of(),
                        LatencyLimits.NONE,
                        null,
                        cadence));
        assertThat(config.services())
                .containsExactly(new ServicePlan(
                        "www.example.com",
                        new PoolRules(
                                new PoolPolicy.All(8),
                                new TtlPolicy(Duration.ofSeconds(30), Duration.ofSeconds(5)),
                                1,
                                Duration.ofSeconds(60),
                                new AllDown.FailOpen(),
                                EndpointPolicy.of(
                                        new CheckRule(
                                                "web",
                                                Duration.ofSeconds(2),
                                                HealthPolicy.inARow(3, 6, Duration.ofMillis(900)),
                                                false),
                                        new HoldDown(
                                                Duration.ofSeconds(60), Duration.ofMinutes(15), Duration.ofHours(1))),
                                Collections.emptySortedMap(),
                                Collections.emptySortedMap()),
                        Maintenance.NONE,
                        List.of(
                                new EndpointPlan("a", "a", InetAddress.ofLiteral("192.0.2.1")),
                                new EndpointPlan("b", "b", InetAddress.ofLiteral("192.0.2.2")))));
        assertThat(((ZoneSpec.Inline) config.zones().getFirst().content()).soa().minimum())
                .isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void whatNobodyAskedForIsNotThere() {
        Configuration config = config(TestFiles.SMALL);
        assertThat(config.clients()).isEqualTo(ClientSpec.NONE);
        assertThat(config.sentinels()).isEqualTo(SentinelSettings.NONE);
        assertThat(config.brake()).isNull();
        assertThat(config.plan()).isEqualTo(Plan.of(config.services()));
        assertThat(config.journal()).isEqualTo(new JournalSettings(Duration.ofDays(14), 2048L * 1024 * 1024));
    }

    @ParameterizedTest
    @CsvSource({
        "'interval: 1s', PT1S, PT0.25S, PT2.5S, PT3S, PT0.45S",
        "'interval: 10s', PT10S, PT0.5S, PT2.5S, PT3S, PT0.9S",
        "'timeout: 1s', PT2S, PT0.5S, PT1S, PT1S, PT0.9S",
        "'timeout: 10s', PT2S, PT0.5S, PT2.5S, PT10S, PT0.9S",
        "'recheck: 100ms', PT2S, PT0.1S, PT2.5S, PT3S, PT0.18S",
        "'fall: 1', PT2S, PT0.5S, PT2.5S, PT3S, PT0S",
        "'fall: 1000', PT2S, PT0.5S, PT2.5S, PT3S, PT7M29.55S",
        "'minSpan: 0s', PT2S, PT0.5S, PT2.5S, PT3S, PT0S",
        "'interval: 200ms, recheck: 50ms, timeout: 1s', PT0.2S, PT0.05S, PT1S, PT1S, PT0.09S",
    })
    void whatIsLeftOfACheckFollowsFromWhatIsSet(
            String keys, Duration interval, Duration recheck, Duration connect, Duration timeout, Duration minSpan) {
        String text = TestFiles.SMALL.replace("http: {}", "tcp: {port: 8443}, " + keys);
        Configuration config =
                TestFiles.loaded(TestFiles.write(directory, text)).configuration();
        assertThat(config.checks().get("web"))
                .isEqualTo(new TcpCheck(
                        "web",
                        8443,
                        null,
                        null,
                        LatencyLimits.NONE,
                        null,
                        new Cadence(interval, recheck, connect, timeout)));
        assertThat(config.services()
                        .getFirst()
                        .health()
                        .checks()
                        .getFirst()
                        .policy()
                        .minSpan())
                .isEqualTo(minSpan);
    }

    @ParameterizedTest
    @CsvSource({
        "'holdDown: 2m', PT2M, PT15M, PT1H",
        "'holdDown: 20m', PT20M, PT20M, PT1H",
        "'holdDown: 0s', PT0S, PT15M, PT1H",
        "'holdDown: {cap: 5m}', PT1M, PT5M, PT1H",
        "'holdDown: {base: 10s, cap: 1m, decay: 30m}', PT10S, PT1M, PT30M",
    })
    void aHoldDownIsADurationOrAMap(String key, Duration base, Duration cap, Duration decay) {
        String text = TestFiles.SMALL.replace("    check: web", "    check: web\n    " + key);
        Configuration config =
                TestFiles.loaded(TestFiles.write(directory, text)).configuration();
        assertThat(config.services().getFirst().health().holdDown()).isEqualTo(new HoldDown(base, cap, decay));
    }

    @ParameterizedTest
    @CsvSource({"fail-open, FailOpen", "fail-closed, FailClosed", "'{fallback: [192.0.2.9]}', Fallback"})
    void theRuleForAllDownHasThreeForms(String form, String type) {
        String text = TestFiles.SMALL.replace("    check: web", "    check: web\n    allDown: " + form);
        Configuration config =
                TestFiles.loaded(TestFiles.write(directory, text)).configuration();
        assertThat(config.services().getFirst().rules().allDown().getClass().getSimpleName())
                .isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource({
        "'fall: 5 of 10', 5, 10, PT1.8S",
        "'fall: 3 of 3', 3, 3, PT0.9S",
        "'fall: 2 of 100, minSpan: 3s', 2, 100, PT3S",
    })
    void failuresMayCountAmongTheLastResults(String keys, int fall, int of, Duration minSpan) {
        ServicePlan service = service(TestFiles.SMALL.replace("http: {}", "http: {}, " + keys));
        assertThat(service.health().checks().getFirst().policy()).isEqualTo(new HealthPolicy(fall, of, 6, minSpan));
    }

    @ParameterizedTest
    @CsvSource({
        "'checks: [web, port]', 2, false",
        "'checks: [web, port]|    require: all', 2, false",
        "'checks: [web, port]|    require: any', 1, false",
        "'checks: [web, port]|    require: 1 of 2', 1, false",
        "'checks: [web, {check: port, observe: true}]', 1, true",
        "'checks: [{check: web}, {check: port, observe: false}]', 2, false",
    })
    void aServiceMayHaveSeveralChecks(String keys, int needed, boolean observed) {
        ServicePlan service = service(TestFiles.SMALL
                .replace("checks: {web: {http: {}}}", "checks: {web: {http: {}}, port: {tcp: {port: 443}}}")
                .replace("check: web", keys.replace('|', '\n')));
        assertThat(service.health().needed()).isEqualTo(needed);
        assertThat(service.health().checks()).extracting(CheckRule::check).containsExactly("web", "port");
        assertThat(service.health().checks().getLast().observed()).isEqualTo(observed);
    }

    static List<Arguments> policies() {
        var ramp = new Ramp(List.of(25, 50, 100), Duration.ZERO);
        return List.of(
                Arguments.of("all", new PoolPolicy.All(8)),
                Arguments.of("{all: {maxAnswers: 2}}", new PoolPolicy.All(2)),
                Arguments.of("weighted", new PoolPolicy.Weighted(1, ramp)),
                Arguments.of(
                        "{weighted: {answers: 2, ramp: {steps: [10, 100], least: 2m}}}",
                        new PoolPolicy.Weighted(2, new Ramp(List.of(10, 100), Duration.ofMinutes(2)))),
                Arguments.of("{weighted: {ramp: {steps: [100]}}}", new PoolPolicy.Weighted(1, Ramp.NONE)),
                Arguments.of("failover", new PoolPolicy.Failover(1, PoolPolicy.Failback.AUTOMATIC, 8)),
                Arguments.of(
                        "{failover: {minHealthy: 2, failback: manual, maxAnswers: 1}}",
                        new PoolPolicy.Failover(2, PoolPolicy.Failback.MANUAL, 1)),
                Arguments.of(
                        "{regional: {clients: {east: {distribution: {a: 90, b: 10}, failover: [b]}}}}",
                        new PoolPolicy.Regional(
                                Map.of("east", new PoolPolicy.ClientRule(Map.of("a", 90, "b", 10), List.of("b"))),
                                1,
                                1,
                                ramp)));
    }

    @ParameterizedTest
    @MethodSource("policies")
    void aPolicyIsAWordOrAMapWithItsSettings(String written, PoolPolicy policy) {
        String text = "clients: {regions: {east: [198.51.100.0/24]}}\n"
                + TestFiles.SMALL.replace("check: web", "check: web\n    policy: " + written);
        assertThat(service(text).rules().policy()).isEqualTo(policy);
    }

    @Test
    void anEndpointHasAWeightAndATier() {
        String text = TestFiles.SMALL.replace("address: 192.0.2.1}", "address: 192.0.2.1, weight: 0, tier: 2}");
        assertThat(service(text).endpoints())
                .containsExactly(
                        new EndpointPlan("a", "a", InetAddress.ofLiteral("192.0.2.1"), 0, 2),
                        new EndpointPlan("b", "b", InetAddress.ofLiteral("192.0.2.2"), 100, 1));
    }

    @Test
    void aServiceHasCapacitiesTrafficManualResumeAndMaintenance() {
        String text = "clients: {regions: {east: [198.51.100.0/24]}}\n" + TestFiles.SMALL + """
                    resume: manual
                    capacity: {a: 70, b: 60}
                    traffic: {east: 80}
                    maintenance:
                      - {endpoints: [a], from: 2026-12-01T02:00:00+08:00, until: 2026-12-01T04:00+08:00, note: kernel}
                      - {regions: [b], weekly: [sun, wed], at: "02:30", for: 2h, zone: Asia/Shanghai}
                """;
        ServicePlan service = service(text);
        assertThat(service.health().manualResume()).isTrue();
        assertThat(service.rules().capacity()).isEqualTo(Map.of("a", 70, "b", 60));
        assertThat(service.rules().traffic()).isEqualTo(Map.of("east", 80));
        assertThat(service.maintenance().windows())
                .containsExactly(
                        new MaintenanceWindow.Once(
                                new MaintenanceWindow.Scope(Set.of("a"), Set.of()),
                                Instant.parse("2026-11-30T18:00:00Z"),
                                Instant.parse("2026-11-30T20:00:00Z"),
                                "kernel"),
                        new MaintenanceWindow.Weekly(
                                new MaintenanceWindow.Scope(Set.of(), Set.of("b")),
                                Set.of(DayOfWeek.SUNDAY, DayOfWeek.WEDNESDAY),
                                LocalTime.of(2, 30),
                                Duration.ofHours(2),
                                ZoneId.of("Asia/Shanghai"),
                                ""));
    }

    @ParameterizedTest
    @CsvSource({"3, '', 2", "3, 'need: 1,', 1", "5, '', 3"})
    void sentinelsAreTargetsThatThePlanKnowsByTheirIds(int count, String need, int needed) {
        String targets = IntStream.rangeClosed(1, count)
                .mapToObj(i -> "{address: 198.51.100." + i + ", tcp: {port: 53}}")
                .collect(Collectors.joining(", "));
        Configuration config = config("sentinels: {" + need + " targets: [" + targets + "]}\n" + TestFiles.SMALL);
        assertThat(config.plan().sentinels().need()).isEqualTo(needed);
        assertThat(config.plan().sentinels().names()).hasSize(count).startsWith("198.51.100.1:53");
        assertThat(config.sentinelTargets())
                .extracting(Target::id)
                .isEqualTo(config.plan().sentinels().names().stream()
                        .map(SentinelPlan::target)
                        .toList());
        assertThat(config.sentinelTargets().getFirst().check().cadence())
                .isEqualTo(new Cadence(
                        Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(1)));
        assertThat(config.targets()).extracting(Target::id).doesNotContain(SentinelPlan.target("198.51.100.1:53"));
    }

    @Test
    void whatIsSetForTheWholeFileIsInThePlan() {
        Configuration config = config("""
                guards: {brake: {removals: 3, within: 10m}}
                journal: {retention: 7d, size: 500MiB}
                dns: {explain: true}
                """ + TestFiles.SMALL);
        assertThat(config.plan().brake()).isEqualTo(new SafetyBrake.Rule(3, Duration.ofMinutes(10)));
        assertThat(config.journal()).isEqualTo(new JournalSettings(Duration.ofDays(7), 500L * 1024 * 1024));
        assertThat(config.dns().explain()).isTrue();
    }

    @Test
    void zonesAndClientRegionsComeLoaded() {
        ConfigResult.Loaded loaded = TestFiles.loaded(
                TestFiles.write(directory, "clients: {regions: {east: [198.51.100.0/24]}}\n" + TestFiles.SMALL));
        assertThat(loaded.zones().zones()).hasSize(1);
        assertThat(loaded.zones().dynamicNames()).extracting(Object::toString).containsExactly("www.example.com.");
        assertThat(loaded.clients().nameOf(InetAddress.ofLiteral("198.51.100.7")))
                .contains("east");
        assertThat(loaded.clients().nameOf(InetAddress.ofLiteral("203.0.113.7")))
                .isEmpty();
    }

    @Test
    void aPlainHttpCheckUsesPort80() {
        String text = TestFiles.SMALL.replace("http: {}", "http: {scheme: http}");
        Configuration config =
                TestFiles.loaded(TestFiles.write(directory, text)).configuration();
        assertThat(config.checks().get("web").port()).isEqualTo(80);
    }

    @Test
    void aShortTtlShortensTheChangingOne() {
        String text = TestFiles.SMALL.replace("    check: web", "    check: web\n    ttl: {steady: 1s}");
        Configuration config =
                TestFiles.loaded(TestFiles.write(directory, text)).configuration();
        assertThat(config.services().getFirst().rules().ttl())
                .isEqualTo(new TtlPolicy(Duration.ofSeconds(1), Duration.ofSeconds(1)));
    }

    @Test
    void everyEndpointIsATargetOfItsServicesCheck() {
        Configuration config =
                TestFiles.loaded(TestFiles.write(directory, TestFiles.SMALL)).configuration();
        assertThat(config.targets())
                .extracting(target -> target.id().toString(), Target::address, Target::serverName, Target::check)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "www.example.com/a/web",
                                InetAddress.ofLiteral("192.0.2.1"),
                                "www.example.com",
                                config.checks().get("web")),
                        org.assertj.core.groups.Tuple.tuple(
                                "www.example.com/b/web",
                                InetAddress.ofLiteral("192.0.2.2"),
                                "www.example.com",
                                config.checks().get("web")));
    }

    @Test
    void twoLoadsOfAFileAreEqualAndAChangedOneIsNot() {
        Path file = TestFiles.write(directory, TestFiles.SMALL);
        Configuration first = TestFiles.loaded(file).configuration();
        Configuration second = TestFiles.loaded(file).configuration();
        assertThat(second).isEqualTo(first).hasSameHashCodeAs(first);
        TestFiles.write(directory, TestFiles.SMALL.replace("http: {}", "http: {path: /healthz}"));
        assertThat(TestFiles.loaded(file).configuration()).isNotEqualTo(first);
    }

    private Configuration config(String text) {
        return TestFiles.loaded(TestFiles.write(directory, text)).configuration();
    }

    private ServicePlan service(String text) {
        return config(text).services().getFirst();
    }

    private static InetSocketAddress socket(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }
}
