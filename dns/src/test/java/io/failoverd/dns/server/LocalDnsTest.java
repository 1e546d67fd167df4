package io.failoverd.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.dns.answer.Explanations;
import io.failoverd.dns.client.ClientRegions;
import io.failoverd.dns.model.DesiredRecords;
import io.failoverd.dns.model.PublishOutcome;
import io.failoverd.dns.zone.LoadResult;
import io.failoverd.dns.zone.SoaSpec;
import io.failoverd.dns.zone.ZoneSet;
import io.failoverd.dns.zone.ZoneSpec;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Publishing, serials and reloads, without sockets. */
class LocalDnsTest {
    private static final Instant START = Instant.ofEpochSecond(1_800_000_000);
    private static final String NAME = "www.example.com";

    private final LocalDns dns = LocalDns.open(zones(Set.of(NAME)), ClientRegions.NONE, Explanations.NONE, START);
    private final Ask ask = Ask.udp(dns);

    private static ZoneSet zones(Set<String> services) {
        Map<String, List<InetAddress>> servers = new LinkedHashMap<>();
        servers.put("ns1.example.com", List.of(InetAddress.ofLiteral("198.51.100.1")));
        servers.put("ns.example.net", List.of());
        ZoneSpec spec = new ZoneSpec("Example.com", new ZoneSpec.Inline("zone example.com", servers, SoaSpec.DEFAULT));
        return switch (LocalDns.load(List.of(spec), services)) {
            case LoadResult.Loaded loaded -> loaded.zones();
            case LoadResult.Rejected rejected ->
                throw new AssertionError(rejected.problems().toString());
        };
    }

    private PublishOutcome publish(String name, long generation, long secondsLater, String... addresses) {
        return dns.publisher()
                .publish(SampleZones.desired(name, generation, START.plusSeconds(secondsLater), addresses))
                .result();
    }

    @Test
    void aZoneWithoutAFile() {
        assertThat(ask.text("example.com", Type.SOA))
                .isEqualTo("NOERROR aa\nan example.com. 3600 SOA ns1.example.com. hostmaster.example.com. 1800000000"
                        + " 3600 600 1209600 5");
        assertThat(ask.text("example.com", Type.NS)).isEqualTo("""
                        NOERROR aa
                        an example.com. 3600 NS ns1.example.com.
                        an example.com. 3600 NS ns.example.net.
                        ad ns1.example.com. 3600 A 198.51.100.1""");
        assertThat(dns.zoneOf("A.B.example.com.")).contains("example.com");
        assertThat(dns.zoneOf("example.org")).isEmpty();
    }

    @Test
    void aMailboxMayBeWrittenAsOne() {
        SoaSpec soa = SoaSpec.DEFAULT
                .withNames(Optional.of("ns.example.net"), Optional.of("first.last@example.com"))
                .withMinimum(Duration.ofSeconds(9));
        ZoneSpec spec = new ZoneSpec("example.com", new ZoneSpec.Inline("z", Map.of("ns.example.net", List.of()), soa));
        LoadResult.Loaded loaded = (LoadResult.Loaded) LocalDns.load(List.of(spec), List.of());
        assertThat(Ask.udp(LocalDns.open(loaded.zones(), ClientRegions.NONE, Explanations.NONE, START))
                        .text("example.com", Type.SOA))
                .endsWith("SOA ns.example.net. first\\.last.example.com. 1800000000 3600 600 1209600 9");
    }

    @Test
    void aDecisionIsAnsweredWhenPublishReturns() {
        assertThat(ask.text(NAME, Type.A)).isEqualTo("SERVFAIL");
        assertThat(publish("WWW.example.com.", 5, 1, "192.0.2.1")).isEqualTo(new PublishOutcome.Applied(5));
        assertThat(ask.text(NAME, Type.A)).isEqualTo("NOERROR aa\nan www.example.com. 30 A 192.0.2.1");
        assertThat(publish(NAME, 6, 2)).isEqualTo(new PublishOutcome.Applied(6));
        assertThat(ask.text(NAME, Type.A))
                .startsWith("NOERROR aa\nau example.com. 5 SOA")
                .contains(" 1800000002 ");
    }

    @Test
    void anOlderGenerationChangesNothing() {
        publish(NAME, 5, 1, "192.0.2.1");
        assertThat(publish(NAME, 4, 9, "192.0.2.9")).isEqualTo(new PublishOutcome.Superseded(4, 5));
        assertThat(ask.text(NAME, Type.A)).isEqualTo("NOERROR aa\nan www.example.com. 30 A 192.0.2.1");
        assertThat(dns.soaSerial("example.com")).hasValue(1_800_000_001);
        assertThat(publish(NAME, 5, 1, "192.0.2.1")).isEqualTo(new PublishOutcome.Applied(5));
    }

    @Test
    void aNameThatIsNotOursIsRefused() {
        for (String name : List.of("api.example.com", "www.example.org", "a..b")) {
            assertThat(publish(name, 1, 1, "192.0.2.1"))
                    .isEqualTo(new PublishOutcome.Refused(1, name + " is not a dynamic name of the zones served here"));
        }
    }

    @Test
    void theSerialIsTheTimeOfTheLastChangeAndNeverDecreases() {
        assertThat(dns.soaSerial("example.com.")).hasValue(1_800_000_000);
        publish(NAME, 1, 100, "192.0.2.1");
        assertThat(dns.soaSerial("example.com")).hasValue(1_800_000_100);
        publish(NAME, 2, 50, "192.0.2.2");
        assertThat(dns.soaSerial("example.com")).hasValue(1_800_000_100);
        DesiredRecords ttlOnly = DesiredRecords.of(
                NAME, 3, Duration.ofSeconds(5), List.of(InetAddress.ofLiteral("192.0.2.2")), START.plusSeconds(50));
        dns.publisher().publish(ttlOnly);
        assertThat(ask.text(NAME, Type.A)).isEqualTo("NOERROR aa\nan www.example.com. 5 A 192.0.2.2");
        assertThat(dns.soaSerial("example.com")).hasValue(1_800_000_100);
        dns.replaceZones(zones(Set.of(NAME)), ClientRegions.NONE, START.plusSeconds(60));
        assertThat(dns.soaSerial("example.com")).hasValue(1_800_000_100);
        dns.replaceZones(zones(Set.of(NAME)), ClientRegions.NONE, START.plusSeconds(200));
        assertThat(dns.soaSerial("example.com")).hasValue(1_800_000_200);
        assertThat(ask.text(NAME, Type.AAAA)).contains(" 1800000200 ");
        assertThat(dns.soaSerial("www.example.com")).isEmpty();
    }

    @Test
    void namesThatStayKeepTheirAnswersOverAReload() {
        publish(NAME, 7, 1, "192.0.2.1");
        dns.replaceZones(zones(Set.of(NAME, "new.example.com")), ClientRegions.NONE, START.plusSeconds(5));
        assertThat(ask.text(NAME, Type.A)).isEqualTo("NOERROR aa\nan www.example.com. 30 A 192.0.2.1");
        assertThat(publish(NAME, 6, 9, "192.0.2.9")).isEqualTo(new PublishOutcome.Superseded(6, 7));
        assertThat(ask.text("new.example.com", Type.A)).isEqualTo("SERVFAIL");
        dns.replaceZones(zones(Set.of("new.example.com")), ClientRegions.NONE, START.plusSeconds(6));
        assertThat(ask.text(NAME, Type.A)).startsWith("NXDOMAIN aa");
        assertThat(publish(NAME, 8, 9, "192.0.2.9")).isInstanceOf(PublishOutcome.Refused.class);
    }

    @Test
    void eachAddressIsAnsweredOnceAndFiveHundredStillFitTcp() {
        publish(NAME, 1, 1, "192.0.2.1", "192.0.2.1", "2001:db8::1");
        assertThat(ask.text(NAME, Type.A)).isEqualTo("NOERROR aa\nan www.example.com. 30 A 192.0.2.1");
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            many.add("10.0." + i / 250 + "." + i % 250);
        }
        publish(NAME, 2, 1, many.toArray(String[]::new));
        Message answer = Ask.tcp(dns).message(NAME, Type.A);
        assertThat(answer.getSection(Section.ANSWER)).hasSize(500);
    }
}
