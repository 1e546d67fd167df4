package io.failoverd.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.dns.answer.Explanations;
import io.failoverd.dns.client.ClientRegions;
import io.failoverd.dns.zone.LoadResult;
import io.failoverd.dns.zone.ZoneSpec;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Types that nobody knows, in zone files and on the wire. */
class Rfc3597Test extends RfcAnswers {
    static final List<Arguments> ANSWERS = List.of(
            of(
                    "unknown type",
                    "unknown.gslb.example.com",
                    "TYPE65400",
                    "NOERROR aa\nan unknown.gslb.example.com." + " 300 TYPE65400 \\# 3 010203"),
            of("no records of it", "static.gslb.example.com", "TYPE65400", "NOERROR aa" + NEGATIVE),
            of("at a service", "www.gslb.example.com", "TYPE999", "NOERROR aa" + NEGATIVE),
            of("at a name that is not there", "nothing.gslb.example.com", "TYPE65535", "NXDOMAIN aa" + NEGATIVE));

    /** Section 5: how it is written, and the octets of the data. */
    @ParameterizedTest
    @CsvSource({
        "TYPE65280 \\# 0, 65280, ''",
        "TYPE65280 \\# 4 c0a80001, 65280, c0a80001",
        "TYPE65280 \\# 4 c0a8 0001, 65280, c0a80001",
        "TYPE1 \\# 4 c0000201, 1, c0000201",
        "A \\# 4 c0000201, 1, c0000201",
        "CLASS1 TYPE1 192.0.2.1, 1, c0000201",
    })
    void section5InAZoneFile(String written, int type, String data) throws IOException {
        String file =
                "$TTL 60\n@ SOA ns.example.org. h.example.org. 1 2 3 4 5\n NS ns.example.org.\nx " + written + "\n";
        LoadResult result =
                LocalDns.load(List.of(new ZoneSpec("example.com", new ZoneSpec.MasterFile("z", file))), List.of());
        assertThat(result).isInstanceOf(LoadResult.Loaded.class);
        LocalDns dns = LocalDns.open(
                ((LoadResult.Loaded) result).zones(), ClientRegions.NONE, Explanations.NONE, SampleZones.LOADED);
        Message answer = Ask.udp(dns).message("x.example.com", type);
        assertThat(answer.getSection(Section.ANSWER)).hasSize(1);
        assertThat(HexFormat.of()
                        .formatHex(answer.getSection(Section.ANSWER).getFirst().rdataToWireCanonical()))
                .isEqualTo(data);
    }

    /** Section 4: names in the data of types that are not of RFC 1035 are not compressed. */
    @Test
    void section4NoCompressionInsideNewerTypes() {
        byte[] answer = UDP.raw(Ask.query("srv.gslb.example.com", Type.SRV).toWire());
        String wire = HexFormat.of().formatHex(answer);
        String target = "06737461746963" + "0467736c62" + "076578616d706c65" + "03636f6d" + "00";
        assertThat(wire).endsWith(target);
    }
}
