package io.failoverd.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.core.EndpointPlan;
import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.daemon.core.health.CheckRule;
import io.failoverd.daemon.core.health.EndpointPolicy;
import io.failoverd.daemon.core.health.HealthPolicy;
import io.failoverd.daemon.core.health.HoldDown;
import io.failoverd.daemon.core.pool.AllDown;
import io.failoverd.daemon.core.pool.Maintenance;
import io.failoverd.daemon.core.pool.PoolPolicy;
import io.failoverd.daemon.core.pool.PoolRules;
import io.failoverd.daemon.core.pool.TtlPolicy;
import io.failoverd.dns.zone.ZoneSpec;
import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.HttpCheck;
import io.failoverd.probes.model.StatusSet;
import io.failoverd.probes.model.Target;
import io.failoverd.probes.model.TcpCheck;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The numbers of the design, and what follows from one of them being set. */
class ConfigDefaultsTest {
    @TempDir
    Path directory;

    @Test
    void whatIsNotWrittenHasTheDefaultsOfTheDesign() {
        Configuration config =
                TestFiles.loaded(TestFiles.write(directory, TestFiles.SMALL)).configuration();

        assertThat(config.node()).isEqualTo(new NodeSettings("bastion", Path.of("/var/lib/failoverd")));
        assertThat(config.dns()).isEqualTo(new DnsSettings(List.of(socket("0.0.0.0", 53), socket("::", 53)), 2, null));
        assertThat(config.alerts()).isEmpty();
        assertThat(config.admin()).isEqualTo(new AdminSettings(socket("127.0.0.1", 8053), null));
        Cadence cadence = new Cadence(
                Duration.ofSeconds(2), Duration.ofMillis(500), Duration.ofMillis(2500), Duration.ofSeconds(3));
        assertThat(Cadence.JITTER).isEqualTo(0.10);
        assertThat(config.checks().get("web"))
                .isEqualTo(new HttpCheck(
                        "web",
                        true,
                        443,
                        null,
                        "/",
                        StatusSet.parse(List.of("200-399")),
                        StatusSet.parse(List.of("429")),
                        null,
                        null,
                        cadence));
        assertThat(config.services())
                .containsExactly(new ServicePlan(
                        "www.example.com",
                        new PoolRules(
                                new PoolPolicy.All(),
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
                .isEqualTo(new TcpCheck("web", 8443, null, new Cadence(interval, recheck, connect, timeout)));
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

    private static InetSocketAddress socket(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }
}
