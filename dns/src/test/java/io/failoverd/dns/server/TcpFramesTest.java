package io.failoverd.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 1035 section 4.2.2, RFC 7766 section 8: where a message begins and ends, however the stream was cut. */
class TcpFramesTest {
    private static final int LONGEST = 20;
    private static final String TWELVE = "000c 0102030405060708090a0b0c";
    private static final String TWENTY = "0014 0102030405060708090a0b0c0d0e0f1011121314";

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "nothing, '', 0, UNFINISHED",
        "half a length, 00, 0, UNFINISHED",
        "a length and nothing else, 000c, 0, UNFINISHED",
        "all but one octet, 000c 0102030405060708090a0b, 0, UNFINISHED",
        "the shortest that is a message, " + TWELVE + ", 1, UNFINISHED",
        "the longest, " + TWENTY + ", 1, UNFINISHED",
        "two and the beginning of a third, " + TWELVE + TWENTY + "000c01, 2, UNFINISHED",
        "a message of no octets, 0000, 0, BROKEN",
        "one of no octets behind a good one, " + TWELVE + "0000" + TWELVE + ", 1, BROKEN",
        "shorter than a header, 000b 0102030405060708090a0b, 0, BROKEN",
        "longer than the longest, 0015, 0, BROKEN",
        "something else than DNS, 474554202f20485454502f312e310d0a, 0, BROKEN"
    })
    void everyCutGivesTheSame(String what, String hex, int messages, TcpFrames.Next end) {
        byte[] stream = HexFormat.of().parseHex(hex.replace(" ", ""));
        List<String> whole = read(end, stream);
        assertThat(whole).as(what).hasSize(messages);
        for (int first = 0; first <= stream.length; first++) {
            for (int second = first; second <= stream.length; second++) {
                assertThat(read(end, part(stream, 0, first), part(stream, first, second), part(stream, second)))
                        .as("cut at %d and %d", first, second)
                        .isEqualTo(whole);
            }
        }
        byte[][] octets = new byte[stream.length][];
        Arrays.setAll(octets, i -> part(stream, i, i + 1));
        assertThat(read(end, octets)).as("octet by octet").isEqualTo(whole);
    }

    @Test
    void oneMessageAndWhatMayWaitIsAllThatIsHeld() {
        var frames = new TcpFrames(LONGEST, 64);
        byte[] begun = HexFormat.of().parseHex("0014010203");
        frames.add(begun);
        assertThat(frames.next()).isEqualTo(TcpFrames.Next.UNFINISHED);
        assertThat(frames.held())
                .as("the message that goes on, and not the piece that it began in")
                .isEqualTo(20);
        frames.add(new byte[40]);
        frames.add(new byte[24]);
        assertThat(frames.held()).isEqualTo(84);
        frames.add(new byte[1]);
        assertThat(frames.next()).isEqualTo(TcpFrames.Next.BROKEN);
        frames.add(new byte[1000]);
        assertThat(frames.held()).isZero();
        assertThat(frames.next()).isEqualTo(TcpFrames.Next.BROKEN);
    }

    /** A stream of lengths alone must not cost what they promise. */
    @Test
    void aLengthWithoutAMessageHoldsNothing() {
        var frames = new TcpFrames(4096, 64);
        frames.add(new byte[] {0x10, 0});
        assertThat(frames.next()).isEqualTo(TcpFrames.Next.UNFINISHED);
        assertThat(frames.held()).isZero();
    }

    private static byte[] part(byte[] stream, int from) {
        return part(stream, from, stream.length);
    }

    private static byte[] part(byte[] stream, int from, int to) {
        return Arrays.copyOfRange(stream, from, to);
    }

    private static List<String> read(TcpFrames.Next end, byte[]... pieces) {
        var frames = new TcpFrames(LONGEST, 1024);
        var messages = new ArrayList<String>();
        TcpFrames.Next next = frames.next();
        for (byte[] piece : pieces) {
            frames.add(piece);
            while ((next = frames.next()) == TcpFrames.Next.MESSAGE) {
                byte[] message = new byte[frames.message().limit()];
                frames.message().get(0, message);
                messages.add(HexFormat.of().formatHex(message));
            }
        }
        assertThat(next).isEqualTo(end);
        return messages;
    }
}
