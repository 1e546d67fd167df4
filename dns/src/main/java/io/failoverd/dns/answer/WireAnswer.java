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
    private final int length;
    private final int serialOffset;
    /** Where the records of a ring begin, and the length of each; the end and 0 where nothing goes round. */
    private final int ring;

    private final int record;

    private WireAnswer(byte[] bytes, int length, int serialOffset, int ring, int record) {
        this.bytes = bytes;
        this.length = length;
        this.serialOffset = serialOffset;
        this.ring = ring;
        this.record = record;
    }

    public static WireAnswer of(byte[] bytes) {
        return new WireAnswer(bytes.clone(), bytes.length, NO_SERIAL, bytes.length, 0);
    }

    /**
     * A response whose last record is the SOA of the zone. The serial is written when it is copied, since it changes with
     * every other name of the zone.
     */
    static WireAnswer endingInSoa(byte[] bytes) {
        return new WireAnswer(bytes.clone(), bytes.length, bytes.length - SERIAL_FROM_END, bytes.length, 0);
    }

    /**
     * A response that ends in {@code records} records of equal length, any of which can be the first. They are kept
     * nearly twice over, so that each rotation lies there in one piece.
     *
     * @param ring where the first of them begins
     */
    static WireAnswer ring(byte[] bytes, int ring, int records) {
        int record = (bytes.length - ring) / records;
        byte[] twice = new byte[2 * bytes.length - ring - record];
        System.arraycopy(bytes, 0, twice, 0, bytes.length);
        System.arraycopy(bytes, ring, twice, bytes.length, twice.length - bytes.length);
        return new WireAnswer(twice, bytes.length, NO_SERIAL, ring, record);
    }

    public int length() {
        return length;
    }

    /** What it takes in memory, as good as. */
    int octets() {
        return bytes.length;
    }

    /** The header's third octet: QR, opcode, AA, TC, RD. */
    public int flags() {
        return bytes[2];
    }

    public int rcode() {
        return bytes[3] & 0x0F;
    }

    /** Copies to the start of {@code out}, which must have room; of a ring, the record {@code first} leads. */
    public void copyTo(ByteBuffer out, long serial, int first) {
        out.put(0, bytes, 0, ring);
        out.put(ring, bytes, ring + first * record, length - ring);
        if (serialOffset != NO_SERIAL) {
            out.putInt(serialOffset, (int) serial);
        }
    }
}
