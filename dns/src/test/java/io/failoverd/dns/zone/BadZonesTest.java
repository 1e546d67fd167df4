package io.failoverd.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** Bad zone files, and exactly what is said about them. */
class BadZonesTest {
    private static final String HEAD = """
            $TTL 300
            @    SOA ns1 hostmaster 1 3600 600 86400 5
                 NS  ns1
            ns1  A   198.51.100.1
            """;

    static final List<Arguments> FILES = List.of(
            bad("www A 300.1.2.3", "z:5: Invalid address: 300.1.2.3"),
            bad("www A", "z:5: expected an address"),
            bad("www AAAA 192.0.2.1", "z:5: Invalid address: 192.0.2.1"),
            bad("www BOGUS x", "z:5: Invalid type 'BOGUS'"),
            bad("www TXT \"open\nx A 192.0.2.1", "z:5: newline in quoted string"),
            bad(
                    "www MX (\n 10\n mail mail2 )",
                    "z:7: unexpected tokens at end of record (wanted EOL/EOF, got <identifier: mail2>)"),
            bad("www A 192.0.2.1 (", "z:5: a parenthesis is opened here and never closed"),
            bad("$INCLUDE other.zone", "z:5: $INCLUDE is not supported: put the records into this file"),
            bad("$BOGUS 1", "z:5: Invalid directive: $BOGUS"),
            bad(
                    "\n; comment\nwww A 1.2.3\nok A 192.0.2.1\nx A nope",
                    "z:7: Invalid address: 1.2.3",
                    "z:9: Invalid address: nope"),
            bad("www.example.org. A 192.0.2.1", "z:5: www.example.org is outside the zone example.com"),
            bad(
                    "a CNAME b\na A 192.0.2.1",
                    "z:5: a.example.com has a CNAME and other records: an alias stands" + " alone at its name"),
            bad("a CNAME b\na CNAME c", "z:6: a.example.com has a second CNAME"),
            bad(
                    "svc A 192.0.2.1",
                    "z:5: svc.example.com is a service, its addresses come from its decision: remove"
                            + " this A record"),
            bad(
                    "svc CNAME x",
                    "z:5: svc.example.com is a service, its addresses come from its decision: remove this"
                            + " CNAME record"),
            bad("@ NS ns9", "z:5: name server ns9.example.com has no address in the zone (glue)"),
            bad("sub NS ns.sub", "z:5: name server ns.sub.example.com has no address in the zone (glue)"),
            bad(
                    "@ NS al\nal CNAME ns1",
                    "z:5: name server al.example.com is an alias (CNAME), it must have an" + " address of its own"),
            bad(
                    "sub NS ns1\nx.sub TXT hidden",
                    "z:6: x.sub.example.com is below the delegation of sub.example.com" + " and would not be answered"),
            bad(
                    "d DNAME e\nx.d A 192.0.2.1",
                    "z:6: x.d.example.com is below the DNAME at d.example.com and would" + " not be answered"),
            bad("*.w NS ns1", "z:5: *.w.example.com: a wildcard cannot be delegated (RFC 4592 section 4.2)"),
            bad("@ SOA ns1 h 1 2 3 4 5", "z:5: a second SOA record"),
            bad(
                    "sub SOA ns1 h 1 2 3 4 5",
                    "z:5: SOA at sub.example.com: it belongs to the zone's own name," + " example.com"),
            bad("www HTTPS 1 . alpn=" + "x".repeat(256), "z:5: cannot be sent: Invalid counted string"),
            bad("www CH TXT x", "z:5: class CH is not served, only IN"),
            bad("www NSEC @ A", "z:5: NSEC: signed zones are not served"),
            bad("$GENERATE 1-2000000 h$ A 192.0.2.1", "z:5: more than 100000 records"));

    private static Arguments bad(String body, String... problems) {
        return Arguments.of(body, List.of(problems));
    }

    @ParameterizedTest
    @FieldSource("FILES")
    void says(String body, List<String> problems) {
        List<String> said = load(HEAD + body, "svc.example.com");
        assertThat(said).containsExactlyElementsOf(problems);
    }

    @Test
    void aFileWithoutSoaOrNameServers() {
        assertThat(load("$TTL 5\nwww A 192.0.2.1"))
                .containsExactly(
                        "z: the zone has no SOA record", "z: the zone has no NS record at its own name, example.com");
        assertThat(load("www A 192.0.2.1")).containsExactly("z:1: missing TTL: start the file with a $TTL line");
        assertThat(load("")).hasSize(2);
    }

    @Test
    void aFileOfSomethingElse() {
        assertThat(load("this is\nnot a zone\n".repeat(100)))
                .hasSize(51)
                .last()
                .isEqualTo("z: more than 50 errors; is this a zone file?");
    }

    @Test
    void servicesOutsideAndBelow() {
        assertThat(load(HEAD + "sub NS ns1", "x.sub.example.com", "www.example.org", "a..b"))
                .containsExactly(
                        "service www.example.org: is in none of the zones",
                        "service a..b: the service's name 'a..b': invalid empty label",
                        "z: service x.sub.example.com is below the delegation of sub.example.com");
    }

    @Test
    void zonesThatCollideAndInlineZones() {
        InetAddress address = InetAddress.ofLiteral("198.51.100.1");
        ZoneSpec.Inline inline = new ZoneSpec.Inline(
                "zone example.com",
                Map.of("ns1.example.com", List.of(), "ns.example.org", List.of(address)),
                SoaSpec.DEFAULT.withNames(Optional.of("bad..name"), Optional.empty()));
        assertThat(problems(ZoneLoader.load(
                        List.of(new ZoneSpec("example.com", inline), new ZoneSpec("EXAMPLE.com.", inline)), Set.of())))
                .containsExactlyInAnyOrder(
                        "zone example.com: zone EXAMPLE.com is defined twice",
                        "zone example.com: soa mname 'bad..name': invalid empty label",
                        "zone example.com: name server ns.example.org is outside the zone, so its addresses are not ours"
                                + " to give: leave its list empty");
    }

    private static List<String> load(String text, String... services) {
        return problems(ZoneLoader.load(
                List.of(new ZoneSpec("example.com", new ZoneSpec.MasterFile("z", text))), List.of(services)));
    }

    private static List<String> problems(LoadResult result) {
        return switch (result) {
            case LoadResult.Loaded loaded -> List.of();
            case LoadResult.Rejected rejected ->
                rejected.problems().stream().map(ZoneProblem::toString).toList();
        };
    }
}
