package io.failoverd.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.dns.answer.Explanations;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Type;

/** A bad packet costs its answer and nothing more. */
class MalformedPacketsTest {
    private static final long SEED = 20_261_122;
    private static final int PACKETS = 20_000;
    private static final int EVERY = 500;
    private static final int LIVE = 5_000;

    private final LocalDns dns = SampleZones.decided(RegionalAnswersTest.clients(), Explanations.NONE);
    private final Ask ask = Ask.udp(dns);

    MalformedPacketsTest() {
        RegionalAnswersTest.publish(dns, SampleZones.WWW, 2, RegionalAnswersTest.NINETY_TO_TEN);
    }

    private static final String QUESTION = "03 617069 04 67736c62 07 6578616d706c65 03 636f6d 00";

    private static final String A = QUESTION + " 0001 0001";

    /** Query bytes as hex, and the start of the answer: id, flags, rcode; nothing where there is none. */
    static final List<Arguments> PACKETS_AND_HEADERS = List.of(
            of("empty", "", ""),
            of("short", "1267 0000 0001", ""),
            of("a response", "1267 8000 0001 0000 0000 0000" + A, ""),
            of("no question", "1267 0100 0000 0000 0000 0000", "1267 8101"),
            of("two questions", "1267 0100 0002 0000 0000 0000" + A + A, "1267 8101"),
            of("question cut off", "1267 0100 0001 0000 0000 0000 0361", "1267 8101"),
            of("no type", "1267 0100 0001 0000 0000 0000" + QUESTION, "1267 8101"),
            of("type 0", "1267 0100 0001 0000 0000 0000" + QUESTION + "0000 0001", "1267 8101"),
            of("trailing octet", "1267 0100 0001 0000 0000 0000" + A + "00", "1267 8101"),
            of("missing record", "1267 0100 0001 0000 0000 0001" + A, "1267 8101"),
            of("record too long", "1267 0100 0001 0000 0000 0001" + A + "00 0029 04d0 00000000 0004", "1267 8101"),
            of(
                    "option cut off",
                    "1267 0100 0001 0000 0000 0001" + A + "00 0029 04d0 00000000 0003 000300",
                    "1267 8101"),
            of(
                    "option too long",
                    "1267 0100 0001 0000 0000 0001" + A + "00 0029 04d0 00000000 0004 00030001",
                    "1267 8101"),
            of("NOTIFY", "1267 2100 0001 0000 0000 0000" + A, "1267 a104"),
            of("UPDATE", "1267 2800 0001 0000 0000 0000" + A, "1267 a804"),
            of("opcode 15", "1267 7800 ffff ffff ffff ffff", "1267 f804"),
            of(
                    "other records are stepped over",
                    "1267 0100 0001 0000 0001 0001" + A + "c00c 0006 0001 00000000 0002 abcd"
                            + "00 0029 04d0 00000000 0000",
                    "1267 8500"),
            of("class ANY", "1267 0100 0001 0000 0000 0000" + QUESTION + "0001 00ff", "1267 8105"),
            of("class 0", "1267 0100 0001 0000 0000 0000" + QUESTION + "0001 0000", "1267 8105"),
            of("all other flags set", "1267 07f0 0001 0000 0000 0000" + A, "1267 8500"));

    private static Arguments of(String what, String query, String header) {
        return Arguments.of(what, query.replace(" ", ""), header.replace(" ", ""));
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("PACKETS_AND_HEADERS")
    void isAnswered(String what, String query, String header) {
        String answer = HexFormat.of().formatHex(ask.raw(HexFormat.of().parseHex(query)));
        assertThat(answer.substring(0, Math.min(8, answer.length()))).as(what).isEqualTo(header);
        boolean error = header.startsWith("1267") && (header.endsWith("1") || header.endsWith("4"));
        if (error && what.startsWith("option ")) {
            // The message can be read, so its OPT record must be answered with one (RFC 6891 section 6.1.1).
            assertThat(answer.substring(8)).as("question and OPT").startsWith("0001000000000001");
        } else if (error) {
            assertThat(answer).as("header only").hasSize(24).endsWith("0000000000000000");
        }
    }

    @Test
    void twentyThousandBadPacketsAndTheQueriesBetweenThem() throws IOException {
        var packets = new BadPackets(SEED);
        for (int i = 1; i <= PACKETS; i++) {
            byte[] packet = packets.next();
            byte[] answer = ask.raw(packet);
            if (answer.length > 0) {
                assertThat(answer).as("seed %d, packet %d", SEED, i).hasSizeBetween(12, ServerOptions.USUAL_UDP_SIZE);
                assertThat(answer[0]).isEqualTo(packet[0]);
                assertThat(answer[1]).isEqualTo(packet[1]);
                assertThat(answer[2] & 0x80).isEqualTo(0x80);
                assertThat(new Message(answer).getHeader().getFlag(0)).isTrue();
            }
            if (i % EVERY == 0) {
                assertThat(ask.text(SampleZones.API, Type.A))
                        .as("seed %d, after packet %d", SEED, i)
                        .isEqualTo("NOERROR aa\nan api.gslb.example.com. 30 A 203.0.113.30");
            }
        }
        QueryCounts counts = Tally.sum(List.of(ask.tally()));
        assertThat(counts.errors()).isZero();
        assertThat(counts.dropped() + counts.answered()).isEqualTo(PACKETS + PACKETS / EVERY);
        assertThat(counts.malformed()).isGreaterThan(PACKETS / 10);
    }

    /** The short form of bench/malformed: the same packets at a live server. */
    @Test
    void aLiveServerStandsThemOverUdpAndTcp() throws IOException {
        try (LiveServer server = LiveServer.started(TcpLimits.DEFAULT)) {
            var udp = new PacketStorm(server.address(), new BadPackets(SEED)::next).udp(LIVE);
            var tcp = new PacketStorm(server.address(), new BadPackets(SEED)::next).tcp(LIVE, LIVE);
            assertThat(udp.sent()).isEqualTo(LIVE);
            assertThat(udp.asked()).isEqualTo(LIVE / 50);
            assertThat(udp.answers()).isGreaterThan(LIVE / 2);
            assertThat(tcp.sent()).isEqualTo(LIVE);
            assertThat(tcp.connections()).isGreaterThan(1);
        }
    }
}
