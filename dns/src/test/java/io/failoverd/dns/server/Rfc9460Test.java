package io.failoverd.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.dns.answer.Explanations;
import io.failoverd.dns.client.ClientRegions;
import io.failoverd.dns.model.DesiredRecords;
import io.failoverd.dns.zone.LoadResult;
import io.failoverd.dns.zone.ZoneSet;
import io.failoverd.dns.zone.ZoneSpec;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** RFC 9460: HTTPS and SVCB records; the hints of section 7.3 follow the decision. */
class Rfc9460Test {
    private static final String SERVICE = "www.example.com";
    private static final String ZONE = """
        $TTL 300
        @     SOA ns hostmaster 1 2 3 4 5
              NS  ns
        ns    A   192.0.2.53
        www   HTTPS 1 . alpn=h2 ipv4hint=203.0.113.10,203.0.113.20 ipv6hint=2001:db8::10
              SVCB  1 . mandatory=ipv4hint,port port=8443 ipv4hint=203.0.113.10
        apex  HTTPS 0 www
        other HTTPS 1 www alpn=h3 ipv4hint=203.0.113.20,203.0.113.10
        alias CNAME www
        far   HTTPS 1 alias ipv4hint=203.0.113.10
        fixed HTTPS 1 . alpn=h2 ipv4hint=192.0.2.80
        """;

    private static LocalDns serving(String addresses) {
        LocalDns dns = LocalDns.open(zones(ZONE), ClientRegions.NONE, Explanations.NONE, Instant.EPOCH);
        decide(dns, 1, addresses);
        return dns;
    }

    private static ZoneSet zones(String text) {
        LoadResult loaded = LocalDns.load(
                List.of(new ZoneSpec("example.com", new ZoneSpec.MasterFile("zone", text))),
                List.of(SERVICE, "late.example.com"));
        return ((LoadResult.Loaded) loaded).zones();
    }

    private static void decide(LocalDns dns, long generation, String addresses) {
        List<InetAddress> answered = addresses.isEmpty()
                ? List.of()
                : List.of(addresses.split(" ")).stream()
                        .map(InetAddress::ofLiteral)
                        .toList();
        dns.publisher()
                .publish(DesiredRecords.of(SERVICE, generation, Duration.ofSeconds(30), answered, Instant.EPOCH));
    }

    private static String answer(LocalDns dns, String name, int type) {
        Message response = Ask.udp(dns).message(name, type);
        List<Record> records = response.getSection(Section.ANSWER);
        assertThat(records).hasSize(1);
        return records.getFirst().getTTL() + " " + records.getFirst().rdataToString();
    }

    /** Type, owner, the addresses answered, and the record; its TTL is no longer than that of the addresses. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        HTTPS | www   | 203.0.113.10 203.0.113.20 2001:db8::10 | 30 1 . alpn=h2 ipv4hint=203.0.113.10,203.0.113.20 ipv6hint=2001:db8:0:0:0:0:0:10
        HTTPS | www   | 203.0.113.20                           | 30 1 . alpn=h2 ipv4hint=203.0.113.20
        HTTPS | www   | 2001:db8::10                           | 30 1 . alpn=h2 ipv6hint=2001:db8:0:0:0:0:0:10
        HTTPS | www   | ''                                     | 30 1 . alpn=h2
        SVCB  | www   | 203.0.113.10                           | 30 1 . mandatory=port,ipv4hint port=8443 ipv4hint=203.0.113.10
        SVCB  | www   | 203.0.113.20                           | 30 1 . mandatory=port port=8443
        HTTPS | other | 203.0.113.10                           | 30 1 www.example.com. alpn=h3 ipv4hint=203.0.113.10
        HTTPS | far   | 203.0.113.20                           | 30 1 alias.example.com.
        HTTPS | apex  | 203.0.113.20                           | 300 0 www.example.com.
        HTTPS | fixed | 203.0.113.20                           | 300 1 . alpn=h2 ipv4hint=192.0.2.80
        """)
    void section7p3HintsAreThoseThatAreAnswered(String type, String owner, String answered, String expected) {
        assertThat(answer(serving(answered), owner + ".example.com", Type.value(type)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"www", "other", "far"})
    void anAddressThatLeavesTheAnswerLeavesTheHintsAtOnce(String owner) {
        LocalDns dns = serving("203.0.113.10 203.0.113.20");
        assertThat(answer(dns, owner + ".example.com", Type.HTTPS)).contains("203.0.113.10");
        decide(dns, 2, "203.0.113.20");
        assertThat(answer(dns, owner + ".example.com", Type.HTTPS)).doesNotContain("203.0.113.10");
        decide(dns, 3, "203.0.113.10");
        assertThat(answer(dns, owner + ".example.com", Type.HTTPS)).contains("203.0.113.10");
    }

    /** What the service's own line is in the file after a reload, the decision being the same. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ''                                               | none
        www HTTPS 1 . alpn=h3 ipv4hint=203.0.113.20      | 30 1 . alpn=h3 ipv4hint=203.0.113.20
        www 20 HTTPS 1 . alpn=h2 ipv4hint=203.0.113.20   | 20 1 . alpn=h2 ipv4hint=203.0.113.20
        www HTTPS 1 . alpn=h2                            | 300 1 . alpn=h2
        """)
    void aReloadAfterTheFileWasEditedAnswersTheNewRecord(String line, String expected) {
        LocalDns dns = serving("203.0.113.20");
        assertThat(answer(dns, SERVICE, Type.HTTPS)).isEqualTo("30 1 . alpn=h2 ipv4hint=203.0.113.20");
        String edited = ZONE.lines()
                .map(old -> old.startsWith("www   HTTPS") ? line : old)
                .filter(kept -> !kept.isBlank() && !kept.contains("SVCB"))
                .collect(Collectors.joining("\n", "", "\n"));
        dns.replaceZones(zones(edited), ClientRegions.NONE, Instant.EPOCH);
        List<Record> records = Ask.udp(dns).message(SERVICE, Type.HTTPS).getSection(Section.ANSWER);
        assertThat(records.isEmpty() ? "none" : answer(dns, SERVICE, Type.HTTPS))
                .isEqualTo(expected);
        assertThat(Ask.udp(dns).message(SERVICE, Type.SVCB).getSection(Section.ANSWER))
                .isEmpty();
    }
}
