package io.failoverd.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.Type;

/** TSIG, at a server that has no keys: what is signed is not answered as if it were not. */
class Rfc8945Test {
    private static final String API = SampleZones.API + ".";
    private static final int ADDITIONAL = 10;
    private static final int TSIG_TYPE = 250;
    /** Algorithm {@code x.}, a time, a fudge of 300 s, a MAC of two octets, an original id, no error, nothing else. */
    private static final String DATA = "017800" + "00006f8a1c00" + "012c" + "0002" + "abcd" + "1267" + "0000" + "0000";

    private static final String KEY = "036b657900";

    private final LocalDns dns = SampleZones.decided();

    private static WireQuery api() {
        return WireQuery.of(0).question(API, Type.A);
    }

    private static WireQuery signed(WireQuery query) {
        return query.record(KEY, TSIG_TYPE, DClass.ANY, ADDITIONAL, 0, DATA);
    }

    private static Arguments of(String what, WireQuery query, String seen) {
        return Arguments.of(what, query.bytes(), seen);
    }

    static final List<Arguments> SIGNED = List.of(
            of("5.2.1: an unknown key", signed(api()), "NOTAUTH qr BADKEY"),
            of("5.2.1: with EDNS", signed(api().opt(1232, 0, 0x8000, "")), "NOTAUTH qr OPT0 8000 BADKEY"),
            of(
                    "5.2.1: in a question for no zone of ours",
                    signed(WireQuery.of(0).question("org.", Type.A)),
                    "NOTAUTH qr BADKEY"),
            of("5.2.1: without a question", signed(WireQuery.of(0)), "NOTAUTH qr BADKEY"),
            of(
                    "4.2: a name that points into the question",
                    api().record("c010", TSIG_TYPE, DClass.ANY, ADDITIONAL, 0, DATA),
                    "NOTAUTH qr BADKEY"),
            of("5.1: not the last record", signed(api()).opt(1232, 0, 0, ""), "FORMERR qr"),
            of("5.1: two of them", signed(signed(api())), "FORMERR qr"),
            of("5.1: in the answer section", api().record(KEY, TSIG_TYPE, DClass.ANY, 6, 0, DATA), "FORMERR qr"),
            of("4.2: of class IN", api().record(KEY, TSIG_TYPE, DClass.IN, ADDITIONAL, 0, DATA), "FORMERR qr"),
            of("5.2: no data", api().record(KEY, TSIG_TYPE, DClass.ANY, ADDITIONAL, 0, ""), "FORMERR qr"),
            of(
                    "5.2: a MAC longer than the record",
                    api().record(KEY, TSIG_TYPE, DClass.ANY, ADDITIONAL, 0, DATA.replace("0002abcd", "ffffabcd")),
                    "FORMERR qr"),
            of(
                    "5.2: more data than that",
                    api().record(KEY, TSIG_TYPE, DClass.ANY, ADDITIONAL, 0, DATA + "00"),
                    "FORMERR qr"),
            of("another opcode", signed(WireQuery.of(0x2800).question(API, Type.SOA)), "NOTIMP opcode5 qr"),
            of("another version of EDNS", signed(api().opt(1232, 1, 0, "")), "BADVERS qr OPT0 0000"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("SIGNED")
    void section52(String what, byte[] query, String seen) throws IOException {
        for (Ask server : List.of(Ask.udp(dns), Ask.tcp(dns))) {
            byte[] response = server.raw(query);
            TSIGRecord record = new Message(response).getTSIG();
            String key = record == null ? "" : " " + Rcode.TSIGstring(record.getError());
            assertThat(WireQuery.seen(response) + key).as(what).isEqualTo(seen);
            assertThat(server.counts().malformed()).isEqualTo(seen.startsWith("FORMERR") ? 1 : 0);
        }
    }

    /** Section 5.3.2: it is what the client sent, without a MAC; and no time but the client's. */
    @Test
    void section532TheRecordOfTheResponseIsUnsigned() throws IOException {
        var key = new TSIG(TSIG.HMAC_SHA256, Name.fromConstantString("Key.example."), new byte[32]);
        Message query = Ask.query(SampleZones.API, Type.A);
        query.setTSIG(key);
        Message response = new Message(Ask.udp(dns).raw(query.toWire(Responder.MAX_TCP)));
        assertThat(response.getRcode()).isEqualTo(Rcode.NOTAUTH);
        assertThat(response.getSection(Section.ANSWER)).isEmpty();
        TSIGRecord record = response.getTSIG();
        assertThat(record.getName()).hasToString("Key.example.");
        assertThat(record.getAlgorithm()).isEqualTo(TSIG.HMAC_SHA256);
        assertThat(record.getTimeSigned()).isBetween(Instant.now().minus(Duration.ofHours(1)), Instant.now());
        assertThat(record.getSignature()).isEmpty();
        assertThat(record.getOther()).isNullOrEmpty();
        assertThat(record.getOriginalID()).isEqualTo(query.getHeader().getID());
    }

    /** Two names of 255 octets: more than a client without EDNS takes. */
    @Test
    void whatDoesNotFitIsLeftOut() throws IOException {
        String name = ("3f" + "61".repeat(63)).repeat(3) + "3d" + "61".repeat(61) + "00";
        byte[] query = api().record(name, TSIG_TYPE, DClass.ANY, ADDITIONAL, 0, name + DATA.substring(6))
                .bytes();
        byte[] udp = Ask.udp(dns).raw(query);
        assertThat(WireQuery.seen(udp)).isEqualTo("NOTAUTH qr");
        assertThat(udp).hasSizeLessThan(100);
        byte[] whole = Ask.tcp(dns).raw(query);
        assertThat(new Message(whole).getTSIG().getError()).isEqualTo(Rcode.BADKEY);
        assertThat(Arrays.copyOf(whole, 2)).isEqualTo(Arrays.copyOf(query, 2));
    }
}
