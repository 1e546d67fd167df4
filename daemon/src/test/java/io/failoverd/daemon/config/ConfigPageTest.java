package io.failoverd.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.config.yaml.Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/config.md has every key that there is, and no other. */
class ConfigPageTest {
    private static final Pattern ROW = Pattern.compile("^\\| `([^`]+)` \\|", Pattern.MULTILINE);

    /** Where each map stands. The root's keys without a map of their own are added by hand. */
    private static final Map<String, Keys> MAPS = Map.ofEntries(
            Map.entry("node.", Vocabulary.NODE),
            Map.entry("dns.", Vocabulary.DNS),
            Map.entry("dns.cookies.", Vocabulary.COOKIES),
            Map.entry("dns.rateLimit.", Vocabulary.RATE_LIMIT),
            Map.entry("zones[].", Vocabulary.ZONE),
            Map.entry("zones[].soa.", Vocabulary.SOA),
            Map.entry("clients.", Vocabulary.CLIENTS),
            Map.entry("checks.*.", Vocabulary.CHECK),
            Map.entry("checks.*.http.", Vocabulary.HTTP),
            Map.entry("checks.*.http.expect[].", Vocabulary.EXPECT),
            Map.entry("checks.*.degradedLatency.", Vocabulary.LATENCY),
            Map.entry("checks.*.tripwire.", Vocabulary.TRIPWIRE),
            Map.entry("checks.*.http.clientCertificate.", Vocabulary.CLIENT_CERTIFICATE),
            Map.entry("checks.*.tcp.", Vocabulary.TCP),
            Map.entry("checks.*.tcp.expect.", Vocabulary.TCP_EXPECT),
            Map.entry("checks.*.tls.", Vocabulary.TLS),
            Map.entry("checks.*.grpc.", Vocabulary.GRPC),
            Map.entry("checks.*.dns.", Vocabulary.DNS_CHECK),
            Map.entry("checks.*.exec.", Vocabulary.EXEC),
            Map.entry("checks.*.icmp.", Vocabulary.ICMP),
            Map.entry("checks.*.dns.expect[].", Vocabulary.DNS_EXPECT),
            Map.entry("sentinels.", Vocabulary.SENTINELS),
            Map.entry("sentinels.targets[].", Vocabulary.SENTINEL),
            Map.entry("guards.", Vocabulary.GUARDS),
            Map.entry("guards.brake.", Vocabulary.BRAKE),
            Map.entry("resolvers.", Vocabulary.RESOLVERS),
            Map.entry("services[].", Vocabulary.SERVICE),
            Map.entry("services[].checks[].", Vocabulary.SERVICE_CHECK),
            Map.entry("services[].policy.", Vocabulary.POLICY),
            Map.entry("services[].policy.all.", Vocabulary.ALL_POLICY),
            Map.entry("services[].policy.weighted.", Vocabulary.WEIGHTED),
            Map.entry("services[].policy.weighted.ramp.", Vocabulary.RAMP),
            Map.entry("services[].policy.failover.", Vocabulary.FAILOVER),
            Map.entry("services[].policy.regional.", Vocabulary.REGIONAL),
            Map.entry("services[].policy.regional.clients.*.", Vocabulary.CLIENT_RULE),
            Map.entry("services[].ttl.", Vocabulary.TTL),
            Map.entry("services[].holdDown.", Vocabulary.HOLD_DOWN),
            Map.entry("services[].allDown.", Vocabulary.ALL_DOWN),
            Map.entry("services[].endpoints[].", Vocabulary.ENDPOINT),
            Map.entry("services[].maintenance[].", Vocabulary.MAINTENANCE),
            Map.entry("publishers[].", Vocabulary.PUBLISHER),
            Map.entry("publishers[].rfc2136.", Vocabulary.RFC2136),
            Map.entry("publishers[].rfc2136.key.", Vocabulary.TSIG_KEY),
            Map.entry("publishers[].alidns.", Vocabulary.ALIDNS),
            Map.entry("publishers[].alidns.credentials.", Vocabulary.CREDENTIALS),
            Map.entry("publishers[].alidns.credentials.ramRole.", Vocabulary.RAM_ROLE),
            Map.entry("publishers[].gtm.", Vocabulary.GTM),
            Map.entry("publishers[].drift.", Vocabulary.DRIFT),
            Map.entry("alerts[].", Vocabulary.ALERT),
            Map.entry("alerts[].webhook.", Vocabulary.WEBHOOK),
            Map.entry("watchAnswer.", Vocabulary.WATCH_ANSWER),
            Map.entry("journal.", Vocabulary.JOURNAL),
            Map.entry("admin.", Vocabulary.ADMIN));

    @Test
    void itHasEveryKeyAndNoOther() throws IOException {
        var keys = new TreeSet<String>();
        MAPS.forEach((path, map) -> map.served().forEach(key -> keys.add(path + key)));
        Vocabulary.ROOT.served().forEach(keys::add);
        // A map is described by its own keys, unless it can be written without them.
        Set<String> opened = new TreeSet<>(keys);
        opened.removeIf(key -> !isOpened(key));
        keys.removeAll(opened);
        keys.addAll(Set.of("services[].allDown", "services[].checks", "services[].policy"));

        String page = Files.readString(TestFiles.EXAMPLE.resolveSibling(Path.of("docs", "config.md")));
        assertThat(ROW.matcher(page).results().map(row -> row.group(1)).toList())
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(keys);
    }

    private static boolean isOpened(String key) {
        return MAPS.keySet().stream()
                .anyMatch(path ->
                        path.startsWith(key + ".") || path.startsWith(key + "[].") || path.startsWith(key + ".*."));
    }
}
