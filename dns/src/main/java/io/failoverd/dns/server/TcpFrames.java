package io.failoverd.dns.server;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Takes the messages of one TCP stream out of whatever pieces it comes in: each has two octets of length before it (RFC
 * 1035 section 4.2.2, RFC 7766 section 8). Belongs to one connection, on its event loop. How the stream is cut does not
 * change its messages; a length that no query has ends it for good, since what follows cannot be told apart any more.
 *
 * <p>It holds one unfinished message of no more than the longest query, and of what has come since no more than its
 * client may have on the way.
 */
final class TcpFrames {
    /** What {@link #next} found. */
    enum Next {
        /** One more message, in {@link #message}. */
        MESSAGE,
        /** The rest of the next one has not come yet. */
        UNFINISHED,
        /** Something else than queries; nothing is read any more. */
        BROKEN
    }

    static final int LENGTH_OCTETS = 2;

    private static final byte[] NOTHING = {};
    private static final ByteBuffer NONE = ByteBuffer.wrap(NOTHING);

    private final int longest;
    private final int mostWaiting;

    /** What has come and was not looked at. */
    private byte[] waiting = NOTHING;

    private int at;

    /** The length of the next message as far as it is known. */
    private int length;

    private int lengthOctets;
    /** The beginning of a message that did not come in one piece. */
    private byte[] begun = NOTHING;

    private int begunOctets;
    private ByteBuffer message = NONE;
    private boolean broken;

    /**
     * @param longest message that is taken, without its two octets
     * @param mostWaiting octets that may lie here unread; more break the stream
     */
    TcpFrames(int longest, int mostWaiting) {
        this.longest = longest;
        this.mostWaiting = mostWaiting;
    }

    /** More of the stream; the array is kept, and not written to. */
    void add(byte[] octets) {
        int left = waiting.length - at;
        if (broken) {
            return;
        }
        if ((long) left + octets.length > mostWaiting) {
            breaks();
        } else if (left == 0) {
            waiting = octets;
            at = 0;
        } else {
            byte[] both = Arrays.copyOfRange(waiting, at, at + left + octets.length);
            System.arraycopy(octets, 0, both, left, octets.length);
            waiting = both;
            at = 0;
        }
    }

    Next next() {
        message = NONE;
        while (!broken && lengthOctets < LENGTH_OCTETS && at < waiting.length) {
            length = (length << Byte.SIZE) | (waiting[at++] & 0xFF);
            lengthOctets++;
            if (lengthOctets == LENGTH_OCTETS && (length < QueryReader.HEADER || length > longest)) {
                breaks();
            }
        }
        if (broken) {
            return Next.BROKEN;
        }
        if (lengthOctets < LENGTH_OCTETS) {
            return unfinished();
        }
        int here = Math.min(length - begunOctets, waiting.length - at);
        if (here == length) {
            return found(ByteBuffer.wrap(waiting, at, length).slice(), here);
        }
        keep(here);
        return begunOctets == length ? found(ByteBuffer.wrap(begun), here) : unfinished();
    }

    /** A part of a message, which is not all of it. */
    private void keep(int octets) {
        if (begunOctets == 0 && octets > 0) {
            begun = new byte[length];
        }
        System.arraycopy(waiting, at, begun, begunOctets, octets);
        begunOctets += octets;
    }

    private Next found(ByteBuffer whole, int octets) {
        message = whole;
        at += octets;
        length = 0;
        lengthOctets = 0;
        begun = NOTHING;
        begunOctets = 0;
        return Next.MESSAGE;
    }

    private Next unfinished() {
        waiting = NOTHING;
        at = 0;
        return Next.UNFINISHED;
    }

    private void breaks() {
        broken = true;
        waiting = NOTHING;
        at = 0;
        begun = NOTHING;
        begunOctets = 0;
    }

    /** The message that was found, from its index 0 to its limit; it is good until the next call. */
    ByteBuffer message() {
        return message;
    }

    /** Octets that are held here, read or not. */
    int held() {
        return waiting.length + begun.length;
    }
}
