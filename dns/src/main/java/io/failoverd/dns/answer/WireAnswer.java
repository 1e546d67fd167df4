package io.failoverd.dns.answer;

import java.nio.ByteBuffer;

/**
 * A whole response on the wire, with id 0, RD clear, the question's name in lower case and no OPT. Owner names point at
 * the question, so the name can be overwritten with the case that the client sent. Immutable.
 */
public final class WireAnswer {
    private static final int NO_SERIAL = -1;
    /** Serial, refresh, retry, expire and minimum end an SOA, and the SOA ends a negative answer. */
    private static final int SERIAL_FROM_END = 20;

    private final byte[] bytes;
    private final int serialOffset;

    private WireAnswer(byte[] bytes, int serialOffset) {
        this.bytes = bytes;
        this.serialOffset = serialOffset;
    }

    public static WireAnswer of(byte[] bytes) {
        return new WireAnswer(bytes.clone(), NO_SERIAL);
    }

    /**
     * A response whose last record is the SOA of the zone. The serial is written when it is copied, since it changes with
     * every other name of the zone.
     */
    static WireAnswer endingInSoa(byte[] bytes) {
        return new WireAnswer(bytes.clone(), bytes.length - SERIAL_FROM_END);
    }

    public int length() {
        return bytes.length;
    }

    /** The header's third octet: QR, opcode, AA, TC, RD. */
    public int flags() {
        return bytes[2];
    }

    public int rcode() {
        return bytes[3] & 0x0F;
    }

    /** Copies to the start of {@code out}, which must have room. */
    public void copyTo(ByteBuffer out, long serial) {
        out.put(0, bytes);
        if (serialOffset != NO_SERIAL) {
            out.putInt(serialOffset, (int) serial);
        }
    }
}
