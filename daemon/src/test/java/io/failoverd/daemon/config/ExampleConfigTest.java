package io.failoverd.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.config.yaml.Keys;
import io.failoverd.daemon.config.yaml.Problem;
import io.failoverd.daemon.config.yaml.Yaml;
import io.failoverd.daemon.config.yaml.YamlReader;
import io.netty.pkitesting.CertificateBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** config.example.yaml says all there is to say, and nothing that the daemon would not take. */
class ExampleConfigTest {
    /** Which vocabulary rules where; {@code *} is any name, {@code []} any item. */
    private static final Map<String, Keys> RULES = Map.ofEntries(
            Map.entry("", Vocabulary.ROOT),
            Map.entry(".node", Vocabulary.NODE),
            Map.entry(".dns", Vocabulary.DNS),
            Map.entry(".dns.cookies", Vocabulary.COOKIES),
            Map.entry(".dns.cookies.secret", Vocabulary.SECRET),
            Map.entry(".dns.cookies.previous", Vocabulary.SECRET),
            Map.entry(".dns.rateLimit", Vocabulary.RATE_LIMIT),
            Map.entry(".zones[]", Vocabulary.ZONE),
            Map.entry(".zones[].soa", Vocabulary.SOA),
            Map.entry(".clients", Vocabulary.CLIENTS),
            Map.entry(".checks.*", Vocabulary.CHECK),
            Map.entry(".checks.*.http", Vocabulary.HTTP),
            Map.entry(".checks.*.http.expect[]", Vocabulary.EXPECT),
            Map.entry(".checks.*.degradedLatency", Vocabulary.LATENCY),
            Map.entry(".checks.*.tripwire", Vocabulary.TRIPWIRE),
            Map.entry(".checks.*.http.headers.*", Vocabulary.SECRET),
            Map.entry(".checks.*.http.clientCertificate", Vocabulary.CLIENT_CERTIFICATE),
            Map.entry(".checks.*.http.clientCertificate.key", Vocabulary.SECRET),
            Map.entry(".checks.*.tcp", Vocabulary.TCP),
            Map.entry(".checks.*.tcp.expect", Vocabulary.TCP_EXPECT),
            Map.entry(".checks.*.tls", Vocabulary.TLS),
            Map.entry(".checks.*.grpc", Vocabulary.GRPC),
            Map.entry(".checks.*.grpc.clientCertificate", Vocabulary.CLIENT_CERTIFICATE),
            Map.entry(".checks.*.grpc.clientCertificate.key", Vocabulary.SECRET),
            Map.entry(".checks.*.dns", Vocabulary.DNS_CHECK),
            Map.entry(".checks.*.exec", Vocabulary.EXEC),
            Map.entry(".checks.*.icmp", Vocabulary.ICMP),
            Map.entry(".checks.*.dns.expect[]", Vocabulary.DNS_EXPECT),
            Map.entry(".checks.*.tls.clientCertificate", Vocabulary.CLIENT_CERTIFICATE),
            Map.entry(".checks.*.tls.clientCertificate.key", Vocabulary.SECRET),
            Map.entry(".sentinels", Vocabulary.SENTINELS),
            Map.entry(".sentinels.targets[]", Vocabulary.SENTINEL),
            Map.entry(".sentinels.targets[].tcp", Vocabulary.TCP),
            Map.entry(".sentinels.targets[].tls", Vocabulary.TLS),
            Map.entry(".sentinels.targets[].grpc", Vocabulary.GRPC),
            Map.entry(".sentinels.targets[].dns", Vocabulary.DNS_CHECK),
            Map.entry(".sentinels.targets[].exec", Vocabulary.EXEC),
            Map.entry(".sentinels.targets[].icmp", Vocabulary.ICMP),
            Map.entry(".sentinels.targets[].http", Vocabulary.HTTP),
            Map.entry(".guards", Vocabulary.GUARDS),
            Map.entry(".guards.brake", Vocabulary.BRAKE),
            Map.entry(".resolvers", Vocabulary.RESOLVERS),
            Map.entry(".watchAnswer", Vocabulary.WATCH_ANSWER),
            Map.entry(".services[]", Vocabulary.SERVICE),
            Map.entry(".services[].checks[]", Vocabulary.SERVICE_CHECK),
            Map.entry(".services[].policy", Vocabulary.POLICY),
            Map.entry(".services[].policy.all", Vocabulary.ALL_POLICY),
            Map.entry(".services[].policy.weighted", Vocabulary.WEIGHTED),
            Map.entry(".services[].policy.weighted.ramp", Vocabulary.RAMP),
            Map.entry(".services[].policy.failover", Vocabulary.FAILOVER),
            Map.entry(".services[].policy.regional", Vocabulary.REGIONAL),
            Map.entry(".services[].policy.regional.clients.*", Vocabulary.CLIENT_RULE),
            Map.entry(".services[].policy.regional.ramp", Vocabulary.RAMP),
            Map.entry(".services[].ttl", Vocabulary.TTL),
            Map.entry(".services[].holdDown", Vocabulary.HOLD_DOWN),
            Map.entry(".services[].allDown", Vocabulary.ALL_DOWN),
            Map.entry(".services[].endpoints[]", Vocabulary.ENDPOINT),
            Map.entry(".services[].maintenance[]", Vocabulary.MAINTENANCE),
            Map.entry(".publishers[]", Vocabulary.PUBLISHER),
            Map.entry(".publishers[].rfc2136", Vocabulary.RFC2136),
            Map.entry(".publishers[].rfc2136.key", Vocabulary.TSIG_KEY),
            Map.entry(".publishers[].drift", Vocabulary.DRIFT),
            Map.entry(".publishers[].alidns", Vocabulary.ALIDNS),
            Map.entry(".publishers[].alidns.credentials", Vocabulary.CREDENTIALS),
            Map.entry(".publishers[].alidns.credentials.accessKeyId", Vocabulary.SECRET),
            Map.entry(".publishers[].alidns.credentials.accessKeySecret", Vocabulary.SECRET),
            Map.entry(".publishers[].alidns.credentials.securityToken", Vocabulary.SECRET),
            Map.entry(".publishers[].gtm", Vocabulary.GTM),
            Map.entry(".publishers[].gtm.credentials", Vocabulary.CREDENTIALS),
            Map.entry(".publishers[].gtm.credentials.key", Vocabulary.SECRET),
            Map.entry(".publishers[].gtm.credentials.ramRole", Vocabulary.RAM_ROLE),
            Map.entry(".publishers[].rfc2136.key.secret", Vocabulary.SECRET),
            Map.entry(".alerts[]", Vocabulary.ALERT),
            Map.entry(".alerts[].webhook", Vocabulary.WEBHOOK),
            Map.entry(".alerts[].webhook.secret", Vocabulary.SECRET),
            Map.entry(".journal", Vocabulary.JOURNAL),
            Map.entry(".admin", Vocabulary.ADMIN),
            Map.entry(".admin.token", Vocabulary.SECRET));

    /** Maps whose keys the operator chooses. */
    private static final Set<String> NAMED = Set.of(
            ".checks",
            ".checks.*.http.headers",
            ".checks.*.exec.env",
            ".zones[].ns",
            ".clients.regions",
            ".services[].policy.regional.clients",
            ".services[].policy.regional.clients.*.distribution",
            ".services[].capacity",
            ".services[].traffic");

    @TempDir
    Path directory;

    @Test
    void itPassesAsItStands() {
        ConfigResult.Loaded loaded = TestFiles.loaded(TestFiles.EXAMPLE);
        assertThat(loaded.warnings()).extracting(Problem::key).containsExactly("admin.token");
        assertThat(loaded.unreadableSecrets()).extracting(Problem::key).containsExactly("alerts[0].webhook.secret");
    }

    @Test
    void itPassesWithEveryCommentedExampleInForce() throws Exception {
        Files.writeString(
                directory.resolve("internal-ca.pem"),
                new CertificateBuilder()
                        .subject("CN=Internal CA")
                        .setIsCertificateAuthority(true)
                        .buildSelfSigned()
                        .getCertificatePEM());
        Files.copy(TestFiles.CASES.resolve("client.pem"), directory.resolve("prober.pem"));
        Files.copy(TestFiles.CASES.resolve("example.com.zone"), directory.resolve("static.example.net.zone"));
        Files.copy(TestFiles.CASES.resolve("two-provinces.mmdb"), directory.resolve("GeoLite2-City.mmdb"));
        ConfigResult.Loaded loaded = TestFiles.loaded(TestFiles.write(directory, full()));
        // That GTM has a say costs time, and is said whoever wants it.
        assertThat(loaded.warnings()).extracting(Problem::key).containsExactly("publishers");
        Configuration config = loaded.configuration();
        assertThat(config.zones()).hasSize(2);
        assertThat(config.checks()).hasSize(11);
        assertThat(config.services()).hasSize(5);
        assertThat(loaded.clients().nameOf(InetAddress.ofLiteral("198.51.100.200")))
                .contains("east");
        assertThat(config.alerts()).hasSize(3);
        assertThat(config.publishers()).hasSize(4);
        assertThat(config.admin().token()).isEqualTo(new SecretSource.Credential("admin-token"));
    }

    @Test
    void itShowsEveryKeyThatThereIs() throws IOException {
        Map<Keys, Set<String>> shown = new TreeMap<>((a, b) -> a.of().compareTo(b.of()));
        if (YamlReader.read(full()) instanceof YamlReader.Parsed.Tree(Yaml root)) {
            collect(root, "", shown);
        }
        for (Keys keys : Vocabulary.ALL) {
            assertThat(shown.get(keys)).as("keys of %s", keys.of()).isEqualTo(new TreeSet<>(keys.served()));
        }
    }

    /** The commented examples are the lines with {@code #:}. */
    private static String full() throws IOException {
        return Files.readString(TestFiles.EXAMPLE).replace("#:", "");
    }

    private static void collect(Yaml node, String path, Map<Keys, Set<String>> shown) {
        switch (node) {
            case Yaml.Mapping(var entries, var _) ->
                entries.forEach(entry -> {
                    boolean named = NAMED.contains(path);
                    if (!named) {
                        assertThat(RULES).as("a rule for %s", path).containsKey(path);
                        shown.computeIfAbsent(RULES.get(path), keys -> new TreeSet<>())
                                .add(entry.key().text());
                    }
                    collect(
                            entry.value(),
                            path + "." + (named ? "*" : entry.key().text()),
                            shown);
                });
            case Yaml.Sequence(var items, var _) -> items.forEach(item -> collect(item, path + "[]", shown));
            case Yaml.Scalar _ -> {}
        }
    }
}
