package io.failoverd.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.dns.answer.Explanations;
import io.failoverd.dns.client.ClientRegions;
import io.failoverd.dns.zone.LoadResult;
import io.failoverd.dns.zone.ZoneSpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Clarifications: one TTL for a set, no record twice, when TC is set, and which names are names. */
class Rfc2181Test {
    private static final String START = """
        $TTL 300
        @ SOA ns.example.org. h.example.org. 1 2 3 4 5
          NS ns.example.org.
        """;

    private static LoadResult load(String records) {
        return LocalDns.load(
                List.of(new ZoneSpec("example.com", new ZoneSpec.MasterFile("z", START + records))), List.of());
    }

    private static Ask server(String records) {
        LoadResult.Loaded loaded = (LoadResult.Loaded) load(records);
        return Ask.udp(LocalDns.open(loaded.zones(), ClientRegions.NONE, Explanations.NONE, SampleZones.LOADED));
    }

    @Test
    void section52ASetHasOneTtlTheSmallest() {
        Ask server = server("x 600 A 192.0.2.1\nx 60 A 192.0.2.2\nx 300 TXT \"another set\"\n");
        assertThat(server.text("x.example.com", Type.A).lines().skip(1))
                .containsExactlyInAnyOrder("an x.example.com. 60 A 192.0.2.1", "an x.example.com. 60 A 192.0.2.2");
        assertThat(server.text("x.example.com", Type.TXT)).contains(" 300 TXT ");
    }

    @Test
    void section5ARecordStandsInItsSetOnce() {
        Ask server = server("x 60 A 192.0.2.1\nX A 192.0.2.1\n");
        assertThat(server.text("x.example.com", Type.A)).isEqualTo("NOERROR aa\nan x.example.com. 60 A 192.0.2.1");
    }

    /** Two records of which the hints are all that tells them apart, and one that has no hints. */
    private static final String HINTED = """
        www HTTPS 1 . alpn=h2 ipv4hint=203.0.113.10
        www HTTPS 1 . alpn=h2 ipv4hint=203.0.113.20
        www HTTPS 2 backup.example.net.
        far HTTPS 1 www ipv4hint=203.0.113.10
        far HTTPS 1 www ipv4hint=203.0.113.20
        far HTTPS 2 backup.example.net.
        """;

    @ParameterizedTest
    @CsvSource({
        "www, 203.0.113.10, 30 1 . alpn=h2|30 1 . alpn=h2 ipv4hint=203.0.113.10|30 2 backup.example.net.",
        "www, 203.0.113.30, 30 1 . alpn=h2|30 2 backup.example.net.",
        "far, 203.0.113.30, 30 1 www.example.com.|30 2 backup.example.net.",
    })
    void section5AndSection52HoldWhenHintsLeave(String owner, String answered, String expected) {
        LoadResult.Loaded loaded = (LoadResult.Loaded) LocalDns.load(
                List.of(new ZoneSpec("example.com", new ZoneSpec.MasterFile("z", START + HINTED))),
                List.of("www.example.com"));
        LocalDns dns = LocalDns.open(loaded.zones(), ClientRegions.NONE, Explanations.NONE, SampleZones.LOADED);
        SampleZones.publish(dns, "www.example.com", 1, answered);
        assertThat(Ask.udp(dns).message(owner + ".example.com", Type.HTTPS).getSection(Section.ANSWER).stream()
                        .map(record -> record.getTTL() + " " + record.rdataToString()))
                .containsExactlyInAnyOrder(expected.split("\\|"));
    }

    @Test
    void section9TcMeansThatWhatWasAskedForIsMissing() {
        Ask server = Ask.udp(SampleZones.decided());
        Message cut = server.message(SampleZones.MANY, Type.A);
        assertThat(cut.getHeader().getFlag(Flags.TC)).isTrue();
        assertThat(cut.getSection(Section.ANSWER)).as("no part of a set").isEmpty();
        Message whole = server.message("gslb.example.com", Type.NS);
        assertThat(whole.getHeader().getFlag(Flags.TC)).isFalse();
    }

    /** Section 10.1: an alias has no other records. Section 10.3: NS and MX lead to no alias. */
    @ParameterizedTest
    @CsvSource({
        "x CNAME y|x A 192.0.2.1, CNAME",
        "x CNAME y|x CNAME z, CNAME",
    })
    void section101AnAliasHasNothingElse(String records, String reason) {
        assertThat(load(records.replace('|', '\n') + "\n"))
                .isInstanceOfSatisfying(
                        LoadResult.Rejected.class,
                        rejected -> assertThat(rejected.problems().toString()).contains(reason));
    }

    @Test
    void section11AnyOctetMayStandInALabel() {
        Ask server = server("\\000\\255\\046 A 192.0.2.1\n_srv._tcp A 192.0.2.2\n");
        assertThat(server.text("\\000\\255\\046.example.com", Type.A)).endsWith("A 192.0.2.1");
        assertThat(server.text("_SRV._tcp.example.com", Type.A)).endsWith("A 192.0.2.2");
        assertThat(server.text("\\000\\255.example.com", Type.A)).startsWith("NXDOMAIN");
    }
}
