package io.failoverd.dns.answer;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A whole response on the wire, with id 0, RD clear, the question's name in lower case and no OPT. Owner names point at
 * the question, so the name can be overwritten with the case that the client sent. Immutable.
 */
public final class WireAnswer {
    private static final int HEADER = 12;
    /** Where the name of the question is in {@link #bytes}. */
    static final int NAME_AT = HEADER;
    /** Type and class of the question. */
    private static final int QUESTION_TAIL = 4;
    /** Where the header counts the additional records. */
    private static final int ARCOUNT_AT = 10;

    private static final int NO_SERIAL = -1;
    /** Serial, refresh, retry, expire and minimum end an SOA, and the SOA ends a negative answer. */
    private static final int SERIAL_FROM_END = 20;

    /** Its owner, the primary and the mailbox. */
    private static final int NAMES_OF_SOA = 3;
    /** Type, class, TTL and length of a record. */
    private static final int RECORD_HEAD = 10;

    private static final int[] NO_POINTERS = {};

    private final byte[] bytes;
    private final int length;
    private final int nameLength;
    private final int serialOffset;
    /** Where the records of a ring begin, and the length of each; the end and 0 where nothing goes round. */
    private final int ring;

    private final int record;
    /** Where names point at a suffix of the question, which lies elsewhere if the question's name is longer. */
    private final int[] pointers;
    /** The response without what may be left out for want of room: its length, and the additional records in it. */
    private final int essential;

    private final int essentialAdditional;

    private WireAnswer(byte[] bytes, int length, int serialOffset, Ring ring, int[] pointers, Essence essence) {
        this.bytes = bytes;
        this.length = length;
        this.nameLength = nameLength(bytes);
        this.serialOffset = serialOffset;
        this.ring = ring.at;
        this.record = ring.record;
        this.pointers = pointers;
        this.essential = essence.length;
        this.essentialAdditional = essence.additional;
    }

    private record Ring(int at, int record) {
        static Ring none(byte[] bytes) {
            return new Ring(bytes.length, 0);
        }
    }

    private record Essence(int length, int additional) {
        /** Nothing may be left out. */
        static Essence all(int length) {
            return new Essence(length, 0);
        }
    }

    private static int nameLength(byte[] bytes) {
        int at = HEADER;
        while (bytes[at] != 0) {
            at += 1 + bytes[at];
        }
        return at + 1 - HEADER;
    }

    public static WireAnswer of(byte[] bytes) {
        return withOptional(bytes, bytes.length, 0);
    }

    /**
     * A response of which the end may be left out where there is no room for it (RFC 2181 section 9).
     *
     * @param essential the octets that have to stay
     * @param additional the additional records in them
     */
    static WireAnswer withOptional(byte[] bytes, int essential, int additional) {
        return new WireAnswer(
                bytes.clone(),
                bytes.length,
                NO_SERIAL,
                Ring.none(bytes),
                NO_POINTERS,
                new Essence(essential, additional));
    }

    /**
     * A response whose only record is the SOA of the zone. The serial is written when it is copied, since it changes with
     * every other name of the zone. It serves names of any length, as long as the SOA mentions none of the labels that
     * their questions have and its own has not.
     */
    static WireAnswer onlySoa(byte[] bytes) {
        return new WireAnswer(
                bytes.clone(),
                bytes.length,
                bytes.length - SERIAL_FROM_END,
                Ring.none(bytes),
                pointers(bytes),
                Essence.all(bytes.length));
    }

    /** The same response, whose only record is the SOA of the zone. */
    WireAnswer withSerial() {
        return onlySoa(bytes);
    }

    /** Where the names of an SOA point at other names, the question's or their own. */
    private static int[] pointers(byte[] bytes) {
        int[] found = new int[NAMES_OF_SOA];
        int count = 0;
        int at = HEADER + nameLength(bytes) + QUESTION_TAIL;
        for (int name = 0; name < NAMES_OF_SOA; name++) {
            while (bytes[at] > 0) {
                at += 1 + bytes[at];
            }
            if (bytes[at] != 0) {
                found[count++] = at++;
            }
            at += name == 0 ? 1 + RECORD_HEAD : 1;
        }
        return Arrays.copyOf(found, count);
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
        return new WireAnswer(
                twice, bytes.length, NO_SERIAL, new Ring(ring, record), NO_POINTERS, Essence.all(bytes.length));
    }

    /** The octets of the response for a name of this many. */
    public int length(int octetsOfName) {
        return length + octetsOfName - nameLength;
    }

    /** The octets without what may be left out for want of room. */
    public int essential(int octetsOfName) {
        return essential + octetsOfName - nameLength;
    }

    /** What it takes in memory, as good as. */
    int octets() {
        return bytes.length;
    }

    /** Not to be written to. */
    byte[] bytes() {
        return bytes;
    }

    /** Whether the name of its question is this one, octet for octet. */
    boolean asks(byte[] name) {
        return nameLength == name.length && Arrays.equals(bytes, NAME_AT, NAME_AT + nameLength, name, 0, nameLength);
    }

    /** The header's third octet: QR, opcode, AA, TC, RD. */
    public int flags() {
        return bytes[2];
    }

    public int rcode() {
        return bytes[3] & 0x0F;
    }

    /**
     * Copies to the start of {@code out}, which must have room. What comes of the question's name is for the caller to
     * overwrite.
     *
     * @param octetsOfName how long the question's name is; other than its own only for a wildcard and a negative response
     * @param first the record of a ring that leads
     */
    public void copyTo(ByteBuffer out, int octetsOfName, long serial, int first) {
        int shift = octetsOfName - nameLength;
        if (shift == 0) {
            out.put(0, bytes, 0, ring);
        } else {
            int question = HEADER + nameLength + QUESTION_TAIL;
            out.put(0, bytes, 0, HEADER);
            out.put(question + shift, bytes, question, ring - question);
            for (int pointer : pointers) {
                out.putShort(pointer + shift, (short) (out.getShort(pointer + shift) + shift));
            }
        }
        out.put(ring + shift, bytes, ring + first * record, length - ring);
        if (serialOffset != NO_SERIAL) {
            out.putInt(serialOffset + shift, (int) serial);
        }
    }

    /** Copies without what may be left out. */
    public void copyEssentialTo(ByteBuffer out) {
        out.put(0, bytes, 0, essential);
        out.putShort(ARCOUNT_AT, (short) essentialAdditional);
    }
}
