package io.failoverd.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** EDNS: sizes, where the OPT record may stand, and what is not known. */
class Rfc6891Test {
    private static final String API = SampleZones.API + ".";

    private final LocalDns dns = SampleZones.decided();
    private final Ask udp = Ask.udp(dns);

    private static WireQuery api() {
        return WireQuery.of(0).question(API, Type.A);
    }

    private static Arguments of(String what, WireQuery query, String seen) {
        return Arguments.of(what, query.bytes(), seen);
    }

    static final List<Arguments> OPT_RECORDS = List.of(
            of("7: none in the query, none in the response", api(), "NOERROR qr aa A"),
            of("6.1.1: one", api().opt(1232, 0, 0, ""), "NOERROR qr aa A OPT0 0000"),
            of("6.1.1: two", api().opt(1232, 0, 0, "").opt(1232, 0, 0, ""), "FORMERR qr"),
            of("6.1.2: an owner other than the root", api().record("016100", 10, 1232, 0, ""), "FORMERR qr"),
            of("6.1.2: the root by a pointer", api().record("c025", 10, 1232, 0, ""), "FORMERR qr"),
            of("6.1.1: in the answer section", api().record("00", 6, 1232, 0, ""), "FORMERR qr"),
            of("6.1.1: in the authority section", api().record("00", 8, 1232, 0, ""), "FORMERR qr"),
            of("asked for", WireQuery.of(0).question(API, Type.OPT), "FORMERR qr"),
            of("6.1.2: an option of no data", api().opt(1232, 0, 0, "fde90000"), "NOERROR qr aa A OPT0 0000"),
            of("6.1.2: an option longer than the record", api().opt(1232, 0, 0, "fde90001"), "FORMERR qr OPT0 0000"),
            of("6.1.2: half an option", api().opt(1232, 0, 0, "fde900"), "FORMERR qr OPT0 0000"),
            of("6.1.3: an extended rcode in the query", api().opt(1232, 0x0500, 0, ""), "NOERROR qr aa A OPT0 0000"),
            of("6.1.3: a higher version", api().opt(1232, 1, 0, ""), "BADVERS qr OPT0 0000"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("OPT_RECORDS")
    void section61(String what, byte[] query, String seen) throws IOException {
        assertThat(WireQuery.seen(udp.raw(query))).as(what).isEqualTo(seen);
        assertThat(WireQuery.seen(Ask.tcp(dns).raw(query)))
                .as(what + " over TCP")
                .isEqualTo(seen);
    }

    private static LocalDns hundred() {
        LocalDns grown = SampleZones.decided();
        String[] addresses = new String[100];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = "203.0.113." + i;
        }
        SampleZones.publish(grown, SampleZones.MANY, 2, addresses);
        return grown;
    }

    /** The client's size, and how many of forty and of a hundred addresses are answered over UDP: all or none. */
    @ParameterizedTest(name = "{0} octets")
    @CsvSource({
        "0, 0, 0",
        "100, 0, 0",
        "511, 0, 0",
        "512, 0, 0",
        "600, 0, 0",
        "720, 40, 0",
        "1232, 40, 0",
        "4096, 40, 0",
        "65535, 40, 0"
    })
    void section623Sizes(int payload, int ofForty, int ofHundred) throws IOException {
        LocalDns grown = hundred();
        byte[] query = WireQuery.of(0)
                .question(SampleZones.MANY + ".", Type.A)
                .opt(payload, 0, 0, "")
                .bytes();
        for (LocalDns asked : List.of(dns, grown)) {
            int expected = asked == dns ? ofForty : ofHundred;
            byte[] response = Ask.udp(asked).raw(query);
            assertThat(response).hasSizeLessThanOrEqualTo(Math.clamp(payload, 512, 1232));
            assertThat(new Message(response).getSection(Section.ANSWER)).hasSize(expected);
            assertThat(WireQuery.seen(response).contains(" tc ")).isEqualTo(expected == 0);
            assertThat(new Message(Ask.tcp(asked).raw(query)).getSection(Section.ANSWER))
                    .hasSize(asked == dns ? 40 : 100);
        }
    }

    /** Ours, whatever the client takes, and how many of forty and of a hundred addresses that leaves room for. */
    @ParameterizedTest(name = "{0} octets")
    @CsvSource({"512, 0, 0", "720, 40, 0", "1232, 40, 0", "4096, 40, 100"})
    void section625WeSendAndOfferOurOwnSizeAtMost(int udpSize, int ofForty, int ofHundred) throws IOException {
        LocalDns grown = hundred();
        byte[] query = WireQuery.of(0)
                .question(SampleZones.MANY + ".", Type.A)
                .opt(65_535, 0, 0, "")
                .bytes();
        for (LocalDns asked : List.of(dns, grown)) {
            byte[] response = Ask.of(Ask.still(asked, udpSize), Transport.UDP).raw(query);
            assertThat(response).hasSizeLessThanOrEqualTo(udpSize);
            assertThat(new Message(response).getSection(Section.ANSWER)).hasSize(asked == dns ? ofForty : ofHundred);
            assertThat(new Message(response).getOPT().getPayloadSize()).isEqualTo(udpSize);
        }
    }

    @Test
    void section623WithoutEdnsAResponseHasAtMost512Octets() throws IOException {
        byte[] query = WireQuery.of(0).question(SampleZones.MANY + ".", Type.A).bytes();
        assertThat(WireQuery.seen(udp.raw(query))).isEqualTo("NOERROR qr aa tc");
    }

    @Test
    void section623WeOffer1232Octets() {
        for (String name : List.of("api.gslb.example.com", "static.gslb.example.com", "x.gslb.example.com", "org")) {
            OPTRecord opt = udp.message(Ask.withOpt(Ask.query(name, Type.A))).getOPT();
            assertThat(opt.getPayloadSize()).isEqualTo(1232);
            assertThat(opt.getOptions()).isEmpty();
        }
    }
}
