package io.failoverd.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.tuple;

import io.failoverd.daemon.config.AliyunAccess.AccessReference;
import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.daemon.core.consensus.ConsensusPolicy;
import io.failoverd.dns.PublishLimits;
import io.failoverd.dns.model.Control;
import io.failoverd.dns.model.ManagedName;
import io.failoverd.dns.update.TsigKey;
import io.failoverd.dns.update.UpdateSettings.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a good {@code publishers} asks for. What is wrong with a bad one is in {@link BadConfigTest}. */
class PublisherReaderTest {
    private static final String SERVICES = """
            zones: [{name: example.com, ns: {ns1.example.com: [192.0.2.53]}}]
            checks: {web: {http: {}}}
            services:
              - name: www.dyn.example.com
                check: web
                ttl: {steady: 60s, changing: 10s}
                endpoints: [{name: a, address: 192.0.2.1}, {name: b, address: "2001:db8::2"}]
              - name: dyn.example.com
                check: web
                ttl: {steady: 20s, changing: 3s}
                allDown: {fallback: [192.0.2.9, 192.0.2.1]}
                endpoints: [{name: a, address: 192.0.2.1}, {name: b, address: 192.0.2.2}]
              - name: www.example.com
                check: web
                ttl: {steady: 2s, changing: 1s}
                endpoints: [{name: a, address: 192.0.2.1}, {name: b, address: 192.0.2.2}]
            """;

    private static final String WHOLE = """
            publishers:
              - name: bind-hz
                rfc2136:
                  server: 198.51.100.53:5353
                  zone: Dyn.Example.com.
                  key: {name: Failoverd., algorithm: hmac-sha512, secret: {env: TSIG}}
                  nameServers: [198.51.100.53, "[2001:db8::53]:54"]
                  transport: udp
                  ttl: 7s
                  callsPerSecond: 2.5
                services: [dyn.example.com, www.dyn.example.com]
                drift: {interval: 0s, repair: true}
            """;

    private static final String SHORT = """
            publishers:
              - {name: knot, rfc2136: {server: 198.51.100.54, zone: dyn.example.com}}
            """;

    @TempDir
    Path directory;

    @Test
    void whatIsWrittenIsTaken() {
        var target = new PublisherTarget.Rfc2136(
                socket("198.51.100.53", 5353),
                Transport.UDP,
                new TsigReference("failoverd", "hmac-sha512", new SecretSource.Env("TSIG")),
                List.of(socket("198.51.100.53", 53), socket("2001:db8::53", 54)),
                2.5);
        assertThat(config(WHOLE).publishers())
                .containsExactly(
                        new PublisherSettings("bind-hz", target, names(Duration.ofSeconds(7)), Duration.ZERO, true));
    }

    /** Every service of the zone, and a TTL that is short enough for each of them. */
    @Test
    void whatIsNotWrittenFollowsFromTheServices() {
        InetSocketAddress server = socket("198.51.100.54", 53);
        var target = new PublisherTarget.Rfc2136(server, Transport.TCP, null, List.of(server), 20);
        assertThat(config(SHORT).publishers())
                .containsExactly(new PublisherSettings(
                        "knot", target, names(Duration.ofSeconds(3)), Duration.ofMinutes(5), false));
    }

    @Test
    void alidnsIsTakenWithWhatFollowsFromTheServicesAndTheUsualEndpoint() {
        assertThat(config("""
                publishers:
                  - name: cloud
                    alidns: {zone: dyn.example.com, credentials: {accessKeyId: {env: ID}, accessKeySecret: {file: /s}}}
                  - name: fake
                    alidns:
                      zone: Example.com
                      credentials: {key: {env: TSIG2}}
                      line: telecom
                      endpoint: http://127.0.0.1:18154
                      nameServers: ["127.0.0.1:18153"]
                      ttl: 60s
                      callsPerSecond: 5
                    services: [www.example.com]
                """).publishers())
                .extracting(PublisherSettings::target)
                .containsExactly(
                        new PublisherTarget.Alidns(
                                new AliyunAccess(
                                        new AliyunAccess.Endpoint("alidns.aliyuncs.com", true),
                                        new AccessReference.Parts(
                                                new SecretSource.Env("ID"),
                                                new SecretSource.File(Path.of("/s")),
                                                null)),
                                "default",
                                List.of(),
                                10),
                        new PublisherTarget.Alidns(
                                new AliyunAccess(
                                        new AliyunAccess.Endpoint("127.0.0.1:18154", false),
                                        new AccessReference.Whole(new SecretSource.Env("TSIG2"))),
                                "telecom",
                                List.of(socket("127.0.0.1", 18153)),
                                5));
    }

    @Test
    void gtmIsTakenInEachVersion() {
        var endpoint = new AliyunAccess.Endpoint("[::1]:8080", false);
        InetSocketAddress metadata = socket("100.100.100.200", 80);
        assertThat(config("""
                publishers:
                  - name: two
                    gtm: {version: 2, instance: gtm-2, pools: [a1, b2], control: online, handBack: on-stop,
                          credentials: {ramRole: {}}, endpoint: "http://[::1]:8080"}
                    services: [dyn.example.com]
                  - name: three
                    gtm: {version: 3, instance: gtm-3, takeOut: disable, vantage: gtm,
                          credentials: {ramRole: dns}, endpoint: "http://[::1]:8080"}
                    services: [dyn.example.com, www.dyn.example.com]
                """).publishers())
                .extracting(PublisherSettings::target)
                .containsExactly(
                        new PublisherTarget.Gtm2(
                                new AliyunAccess(endpoint, new AccessReference.RamRole(null, metadata)),
                                "gtm-2",
                                List.of("a1", "b2"),
                                Control.ONLINE,
                                true,
                                null,
                                List.of(),
                                10),
                        new PublisherTarget.Gtm3(
                                new AliyunAccess(endpoint, new AccessReference.RamRole("dns", metadata)),
                                "gtm-3",
                                List.of(),
                                Control.SMART,
                                PublisherTarget.Gtm3.TakeOut.DISABLE,
                                false,
                                "gtm",
                                List.of(),
                                10));
    }

    /** Ten calls a second for two services: a question each every 10 s, of which three and a call may be missed. */
    @Test
    void thePlanSaysWhoHasASayInAServiceAndForHowLongWhatTheySayCounts() {
        var plan = config("""
                node: {name: bastion-1}
                publishers:
                  - name: three
                    gtm: {version: 3, instance: gtm-3, vantage: gtm, credentials: {ramRole: {}}}
                    services: [www.dyn.example.com, dyn.example.com]
                """).plan();
        assertThat(plan.services())
                .extracting(ServicePlan::name, ServicePlan::vantages)
                .containsExactly(
                        tuple("www.dyn.example.com", gtm()),
                        tuple("dyn.example.com", gtm()),
                        tuple("www.example.com", null));
    }

    private static ConsensusPolicy gtm() {
        return ConsensusPolicy.of(
                List.of("bastion-1", "gtm"),
                "bastion-1",
                Map.of("gtm", HealthPolling.of(2, 10).maxAge()),
                Map.of("gtm", Duration.ofSeconds(190)));
    }

    @Test
    void aQuarterOfTheCallsIsForQuestionsAndNoneIsAskedMoreOftenThanEveryTenSeconds() {
        assertThat(HealthPolling.of(1, 10).interval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(HealthPolling.of(100, 10).interval()).isEqualTo(Duration.ofSeconds(80));
        assertThat(HealthPolling.of(1, 10).maxAge())
                .isEqualTo(Duration.ofSeconds(30).plus(PublishLimits.DEFAULT.callDeadline()));
    }

    @Test
    void thePlanSaysWhichPublishersAServiceHas() {
        assertThat(config(WHOLE + SHORT.replace("publishers:\n", "")).plan().publishers())
                .isEqualTo(Map.of(
                        "dyn.example.com", Set.of("bind-hz", "knot"),
                        "www.dyn.example.com", Set.of("bind-hz", "knot")));
        assertThat(config("publishers: []\n").plan().publishers()).isEmpty();
    }

    @Test
    void driftIsAllThatAPublisherChangesInTheLimits() {
        PublishLimits usual = PublishLimits.DEFAULT;
        assertThat(config(SHORT).publishers().getFirst().limits()).isEqualTo(usual);
        PublishLimits limits = config(WHOLE).publishers().getFirst().limits();
        assertThat(limits.driftInterval()).isZero();
        assertThat(limits.repairDrift()).isTrue();
        assertThat(limits.publishDeadline()).isEqualTo(usual.publishDeadline());
    }

    /** A key that was exchanged where it is kept makes no other configuration, and shows nowhere. */
    @Test
    void theSecretIsNoPartOfTheConfiguration() {
        Path file = TestFiles.write(directory, SERVICES + WHOLE);
        Configuration one = configuration(file, TestFiles.TSIG);
        Configuration other = configuration(file, "YW5vdGhlciBzZWNyZXQgb2YgdGhlIHRlc3RzIGhlcmU=");
        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
        assertThat(one.toString()).contains("environment variable TSIG").doesNotContain(TestFiles.TSIG);
    }

    @Test
    void eachAlgorithmIsOneThatKeysHave() {
        for (String algorithm : Rfc2136Reader.ALGORITHMS) {
            assertThatCode(() -> TsigKey.of("failoverd", algorithm, TestFiles.TSIG))
                    .as(algorithm)
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.53, 192.0.2.53, 53",
        "192.0.2.53:54, 192.0.2.53, 54",
        "'\"[2001:db8::53]\"', 2001:db8::53, 53",
        "'\"[2001:db8::53]:65535\"', 2001:db8::53, 65535",
    })
    void aServersPortIsThatOfDnsUnlessItIsWritten(String written, String address, int port) {
        PublisherTarget target = config(SHORT.replace("198.51.100.54", written))
                .publishers()
                .getFirst()
                .target();
        assertThat(target)
                .isInstanceOfSatisfying(
                        PublisherTarget.Rfc2136.class,
                        rfc2136 -> assertThat(rfc2136.server()).isEqualTo(socket(address, port)));
    }

    /** In the order of the services. */
    private static List<ManagedName> names(Duration ttl) {
        return List.of(
                new ManagedName("www.dyn.example.com", "dyn.example.com", addresses("192.0.2.1", "2001:db8::2"), ttl),
                new ManagedName(
                        "dyn.example.com", "dyn.example.com", addresses("192.0.2.1", "192.0.2.2", "192.0.2.9"), ttl));
    }

    private static List<InetAddress> addresses(String... addresses) {
        return List.of(addresses).stream().map(InetAddress::ofLiteral).toList();
    }

    private static InetSocketAddress socket(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }

    private Configuration config(String publishers) {
        return configuration(TestFiles.write(directory, SERVICES + publishers), TestFiles.TSIG);
    }

    private static Configuration configuration(Path file, String secret) {
        return switch (ConfigLoader.load(file, new Surroundings("bastion", 2, Map.of("TSIG", secret)))) {
            case ConfigResult.Loaded loaded -> loaded.configuration();
            case ConfigResult.Rejected rejected -> throw new AssertionError(rejected.problems());
        };
    }
}
