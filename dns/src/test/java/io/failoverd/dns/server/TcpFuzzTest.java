package io.failoverd.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Whatever comes over a TCP connection, and however it is cut: the same messages are taken out of it, and are answered in
 * their order. Each build runs the inputs in the resources; {@code JAZZER_FUZZ=1} looks for new ones.
 *
 * <p>An input has its own cuts: an octet with their number, an octet for the length of each piece, and the stream, whose
 * rest is the last piece. One with the first bit set comes while the client does not read, and waits for the next.
 */
class TcpFuzzTest {
    private static final long SEED = 7;
    /** Short, so that the inputs that are tried reach beyond it. */
    private static final int LONGEST = 512;

    private static final int LONGEST_PIECE = 127;
    private static final int UNREAD = 0x80;
    private static final ByteBuffer OUT = ByteBuffer.allocate(Responder.MAX_TCP);
    private static final Shared SHARED = Ask.still(SampleZones.decided());

    /** A piece of the stream, and whether it is looked at when it comes. */
    private record Piece(Buffer octets, boolean read) {}

    @FuzzTest(maxDuration = "10m")
    void anyStream(byte[] input) {
        int cuts = input.length == 0 ? 0 : Math.min(input[0] & 0xFF, input.length - 1);
        byte[] stream = Arrays.copyOfRange(input, Math.min(input.length, 1 + cuts), input.length);
        var expected = new Expected(stream);
        byte[] lengths = Arrays.copyOfRange(input, Math.min(1, input.length), Math.min(input.length, 1 + cuts));
        byte[] ones = new byte[stream.length];
        Arrays.fill(ones, (byte) 1);
        for (List<Piece> pieces : List.of(pieces(stream, lengths), pieces(stream, ones), pieces(stream, new byte[0]))) {
            framed(pieces, expected);
            answered(pieces, expected);
        }
    }

    private static List<Piece> pieces(byte[] stream, byte[] lengths) {
        var pieces = new ArrayList<Piece>();
        int at = 0;
        for (byte length : lengths) {
            int end = Math.min(stream.length, at + (length & LONGEST_PIECE));
            pieces.add(new Piece(part(stream, at, end), (length & UNREAD) == 0));
            at = end;
        }
        pieces.add(new Piece(part(stream, at, stream.length), true));
        return pieces;
    }

    private static Buffer part(byte[] stream, int from, int to) {
        return Buffer.buffer(Arrays.copyOfRange(stream, from, to));
    }

    private static void framed(List<Piece> pieces, Expected expected) {
        var frames = new TcpFrames(LONGEST, TcpExchange.MOST_WAITING);
        var messages = new ArrayList<byte[]>();
        TcpFrames.Next last = TcpFrames.Next.UNFINISHED;
        int unread = 0;
        for (Piece piece : pieces) {
            frames.add(piece.octets().getBytes());
            unread += piece.octets().length();
            assertThat(frames.held()).isLessThanOrEqualTo(LONGEST + unread);
            while (piece.read() && (last = frames.next()) == TcpFrames.Next.MESSAGE) {
                byte[] message = new byte[frames.message().limit()];
                frames.message().get(0, message);
                messages.add(message);
            }
            unread = piece.read() ? 0 : unread;
            assertThat(frames.held()).isLessThanOrEqualTo(LONGEST + unread);
        }
        assertThat(messages).usingElementComparator(Arrays::compare).isEqualTo(expected.messages);
        assertThat(last).isEqualTo(expected.end);
    }

    private static void answered(List<Piece> pieces, Expected expected) {
        var tally = new Tally(Transport.TCP);
        var exchange = new TcpExchange(
                new Responder(SHARED, tally, new SplittableRandom(SEED)), LONGEST, OUT, new ClientAddress());
        Buffer said = Buffer.buffer();
        for (Piece piece : pieces) {
            if (exchange.over()) {
                break;
            }
            exchange.received(piece.octets().getBytes());
            boolean more = piece.read();
            while (more) {
                said.appendBuffer(exchange.responses());
                more = !exchange.idle() && !exchange.over();
            }
        }
        assertThat(said.getBytes()).isEqualTo(expected.responses.getBytes());
        assertThat(exchange.over()).isEqualTo(expected.over);
        QueryCounts counts = Tally.sum(List.of(tally));
        assertThat(counts.errors()).isZero();
        assertThat(counts).isEqualTo(Tally.sum(List.of(expected.tally)));
    }

    /** What the whole stream means, read the simple way: all of it is there. */
    private static final class Expected {
        private final List<byte[]> messages = new ArrayList<>();
        private TcpFrames.Next end = TcpFrames.Next.UNFINISHED;
        private final Buffer responses = Buffer.buffer();
        private final Tally tally = new Tally(Transport.TCP);
        private boolean silenced;
        private final boolean over;

        Expected(byte[] stream) {
            ByteBuffer all = ByteBuffer.wrap(stream);
            while (all.remaining() >= TcpFrames.LENGTH_OCTETS && end == TcpFrames.Next.UNFINISHED) {
                int length = all.getShort() & 0xFFFF;
                if (length < QueryReader.HEADER || length > LONGEST) {
                    end = TcpFrames.Next.BROKEN;
                } else if (all.remaining() >= length) {
                    byte[] message = new byte[length];
                    all.get(message);
                    messages.add(message);
                } else {
                    break;
                }
            }
            answer();
            over = silenced || end == TcpFrames.Next.BROKEN;
            if (over && !silenced) {
                tally.malformed();
            }
        }

        private void answer() {
            var responder = new Responder(SHARED, tally, new SplittableRandom(SEED));
            for (byte[] message : messages) {
                int length = responder.respond(ByteBuffer.wrap(message), OUT, new ClientAddress());
                silenced = length == 0;
                if (silenced) {
                    return;
                }
                byte[] response = new byte[length];
                OUT.get(0, response);
                responses.appendUnsignedShort(length).appendBytes(response);
            }
        }
    }
}
