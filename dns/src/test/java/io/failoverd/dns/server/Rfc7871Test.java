package io.failoverd.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.dns.answer.Explanations;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** Client subnets: whom the answer is for, how far it goes, and what is no subnet. */
class Rfc7871Test {
    private static final LocalDns DNS = SampleZones.decided(RegionalAnswersTest.clients(), Explanations.NONE);

    static {
        RegionalAnswersTest.publish(DNS, SampleZones.WWW, 2, RegionalAnswersTest.NINETY_TO_TEN);
    }

    /** Question, client subnet, first address, and the subnet in the answer with its scope. */
    static final List<Arguments> SUBNETS = List.of(
            Arguments.of("www", "A", "192.0.2.0/24", RegionalAnswersTest.SHANGHAI, "192.0.2.0/24/25"),
            Arguments.of("www", "A", "192.0.2.7/32", RegionalAnswersTest.SHANGHAI, "192.0.2.7/32/25"),
            Arguments.of("www", "A", "192.0.2.128/25", RegionalAnswersTest.SINGAPORE, "192.0.2.128/25/25"),
            Arguments.of("www", "A", "203.0.113.0/24", RegionalAnswersTest.SINGAPORE, "203.0.113.0/24/5"),
            Arguments.of("www", "A", "8.0.0.0/8", RegionalAnswersTest.SINGAPORE, "8.0.0.0/8/2"),
            Arguments.of("www", "A", "0.0.0.0/0", RegionalAnswersTest.SINGAPORE, "0.0.0.0/0/0"),
            Arguments.of("www", "A", "2001:db8:2::/56", RegionalAnswersTest.SINGAPORE, "2001:db8:2:0:0:0:0:0/56/47"),
            Arguments.of("www", "AAAA", "192.0.2.0/24", "none", "192.0.2.0/24/0"),
            Arguments.of("alias", "A", "192.0.2.0/24", RegionalAnswersTest.SHANGHAI, "192.0.2.0/24/25"),
            Arguments.of("api", "A", "192.0.2.0/24", RegionalAnswersTest.SINGAPORE, "192.0.2.0/24/0"),
            Arguments.of("static", "A", "192.0.2.0/24", "192.0.2.9", "192.0.2.0/24/0"),
            Arguments.of("late", "A", "192.0.2.0/24", "none", "192.0.2.0/24/0"),
            Arguments.of("missing", "A", "192.0.2.0/24", "none", "192.0.2.0/24/0"),
            Arguments.of("www", "TXT", "192.0.2.0/24", "none", "192.0.2.0/24/0"));

    @ParameterizedTest
    @FieldSource("SUBNETS")
    void section721TheSubnetDecidesAndComesBackWithItsScope(
            String label, String type, String subnet, String address, String echoed) {
        Message query = RegionalAnswersTest.query(
                label + ".gslb.example.com", Type.value(type), RegionalAnswersTest.subnet(subnet));
        for (Ask ask : List.of(Ask.udp(DNS), Ask.tcp(DNS))) {
            Message answer = ask.message(query);
            assertThat(RegionalAnswersTest.first(answer)).isEqualTo(address);
            assertThat(RegionalAnswersTest.echoed(answer)).isEqualTo(echoed);
        }
    }

    /** The option's data, and the response code; the second of two options stands in the data of the first. */
    static final List<Arguments> OPTIONS = List.of(
            Arguments.of("subnet without a body", "", "FORMERR"),
            Arguments.of("subnet cut off", "0001 18", "FORMERR"),
            Arguments.of("subnet with an octet too few", "0001 18 00 c633", "FORMERR"),
            Arguments.of("subnet with an octet too many", "0001 18 00 c6336400", "FORMERR"),
            Arguments.of("subnet with bits behind its prefix", "0001 17 00 c63365", "FORMERR"),
            Arguments.of("subnet with a scope", "0001 18 18 c63364", "FORMERR"),
            Arguments.of("subnet longer than IPv4", "0001 21 00 c633640100", "FORMERR"),
            Arguments.of("subnet longer than IPv6", "0002 81 00" + "00".repeat(17), "FORMERR"),
            Arguments.of("subnet of a family that is none", "0003 08 00 0a", "FORMERR"),
            Arguments.of("subnet with a prefix and no family", "0000 08 00 0a", "FORMERR"),
            Arguments.of("two subnets", "0001 00 00 0008 0004 0001 00 00", "FORMERR"),
            Arguments.of("a good IPv4 subnet", "0001 18 00 c63364", "NOERROR"),
            Arguments.of("a good IPv6 subnet", "0002 30 00 20010db80001", "NOERROR"),
            Arguments.of("a subnet that says nothing", "0001 00 00", "NOERROR"),
            Arguments.of("a subnet of no family that says nothing", "0000 00 00", "NOERROR"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("OPTIONS")
    void section6TheOption(String what, String data, String rcode) {
        String octets = data.replace(" ", "");
        int second = octets.indexOf("00080004");
        int length = (second < 0 ? octets.length() : second) / 2;
        byte[] query = WireQuery.of(0)
                .question(SampleZones.API + ".", Type.A)
                .opt(1232, 0, 0, "0008%04x".formatted(length) + octets)
                .bytes();
        byte[] response = Ask.udp(DNS).raw(query);
        assertThat(Rcode.string(response[3] & 0x0F)).as(what).isEqualTo(rcode);
        String wire = HexFormat.of().formatHex(response);
        assertThat(wire.endsWith("0008%04x".formatted(length) + octets)).isEqualTo(rcode.equals("NOERROR"));
    }
}
