package io.failoverd.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Type;

/** A common operational problem in DNS servers: failure to communicate. Section 8's tests, and silence to none of them. */
class Rfc8906Test {
    private static final String ZONE = "gslb.example.com.";

    private final LocalDns dns = SampleZones.decided();

    /** Test, flags, type, and what is seen, over both transports. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "8.1.1 the zone is served, 0000, SOA, NOERROR qr aa SOA",
        "8.1.2 unknown type, 0000, TYPE1000, NOERROR qr aa",
        "8.1.3.1 CD, 0010, SOA, NOERROR qr aa SOA",
        "8.1.3.2 AD, 0020, SOA, NOERROR qr aa SOA",
        "8.1.3.3 reserved bit, 0040, SOA, NOERROR qr aa SOA",
        "8.1.3.4 RD, 0100, SOA, NOERROR qr aa rd SOA",
        "all bits of a response, 07f0, SOA, NOERROR qr aa rd SOA",
        "an rcode in the query, 000f, SOA, NOERROR qr aa SOA",
    })
    void section81BasicDns(String what, String flags, String type, String seen) throws IOException {
        byte[] query = WireQuery.of(Integer.parseInt(flags, 16))
                .question(ZONE, Type.value(type))
                .bytes();
        assertThat(WireQuery.seen(Ask.udp(dns).raw(query))).as(what).isEqualTo(seen);
        assertThat(WireQuery.seen(Ask.tcp(dns).raw(query))).as("8.1.5 " + what).isEqualTo(seen);
    }

    @Test
    void section814UnknownOpcodes() throws IOException {
        for (int opcode = 1; opcode < 16; opcode++) {
            int flags = opcode << 11;
            String seen = "NOTIMP opcode" + opcode + " qr";
            for (byte[] query : new byte[][] {
                WireQuery.of(flags).bytes(),
                WireQuery.of(flags).question(ZONE, Type.SOA).bytes(),
                WireQuery.of(flags).question(ZONE, Type.SOA).opt(1232, 0, 0, "").bytes()
            }) {
                byte[] response = Ask.udp(dns).raw(query);
                assertThat(WireQuery.seen(response)).isEqualTo(seen);
                assertThat(response).hasSize(12);
                assertThat(WireQuery.seen(Ask.tcp(dns).raw(query))).isEqualTo(seen);
            }
        }
    }

    /** Test, version, EDNS flags, options, type, and what is seen, over both transports. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "8.2.1 minimal, 0, 0000, '', SOA, NOERROR qr aa SOA OPT0 0000",
        "8.2.2 another version, 1, 0000, '', SOA, BADVERS qr OPT0 0000",
        "8.2.3 unknown option, 0, 0000, 00640000, SOA, NOERROR qr aa SOA OPT0 0000",
        "8.2.3 unknown option with data, 0, 0000, 00640003010203, SOA, NOERROR qr aa SOA OPT0 0000",
        "8.2.4 unknown flag, 0, 0040, '', SOA, NOERROR qr aa SOA OPT0 0000",
        "8.2.4 all unknown flags, 0, 7fff, '', SOA, NOERROR qr aa SOA OPT0 0000",
        "8.2.5 another version and an unknown flag, 1, 0040, '', SOA, BADVERS qr OPT0 0000",
        "8.2.6 another version and an unknown option, 1, 0000, 00640000, SOA, BADVERS qr OPT0 0000",
        "8.2.6 another version whose options are no options, 7, 0000, 0064ffff, SOA, BADVERS qr OPT0 0000",
        "8.2.8 DO, 0, 8000, '', SOA, NOERROR qr aa SOA OPT0 8000",
        "8.2.9 another version and DO, 255, 8000, '', SOA, BADVERS qr OPT0 8000",
        "8.2.10 many options, 0, 0000, 000a00080102030405060708000300000009000000080004000100000064000100, SOA,"
                + "NOERROR qr aa SOA OPT0 0000 option3 option10 option8",
        "unknown type, 0, 0000, '', TYPE1000, NOERROR qr aa OPT0 0000",
    })
    void section82ExtendedDns(String what, int version, String flags, String options, String type, String seen)
            throws IOException {
        byte[] query = WireQuery.of(0)
                .question(ZONE, Type.value(type))
                .opt(4096, version, Integer.parseInt(flags, 16), options)
                .bytes();
        assertThat(WireQuery.seen(Ask.udp(dns).raw(query))).as(what).isEqualTo(seen);
        assertThat(WireQuery.seen(Ask.tcp(dns).raw(query)))
                .as(what + " over TCP")
                .isEqualTo(seen);
    }

    @Test
    void section827TruncatedResponsesHaveTheirOptRecord() throws IOException {
        byte[] query = WireQuery.of(0)
                .question(SampleZones.MANY + ".", Type.A)
                .opt(512, 0, 0x8000, "")
                .bytes();
        assertThat(WireQuery.seen(Ask.udp(dns).raw(query))).isEqualTo("NOERROR qr aa tc OPT0 8000");
    }

    /** Whatever type and class are asked for, over each way: only a response is met with silence. */
    @Test
    void noQuestionIsMetWithSilence() {
        for (String name : new String[] {ZONE, "www.gslb.example.com.", "x.gslb.example.com.", ".", "example.org."}) {
            for (int type = 0; type <= 300; type++) {
                for (int qclass : new int[] {0, 1, 3, 4, 254, 255, 65535}) {
                    byte[] query = WireQuery.of(0).question(name, type).bytes();
                    query[query.length - 2] = (byte) (qclass >> 8);
                    query[query.length - 1] = (byte) qclass;
                    assertThat(Ask.udp(dns).raw(query))
                            .as("%s %d %d", name, type, qclass)
                            .isNotEmpty();
                }
            }
        }
        byte[] response = WireQuery.of(0x8000).question(ZONE, Type.SOA).bytes();
        assertThat(Ask.udp(dns).raw(response)).isEmpty();
    }
}
