package io.failoverd.daemon.journal.events;

import java.nio.charset.StandardCharsets;

/** Reads what {@link VarWriter} wrote. */
final class VarReader {
    private static final int LONGEST = 63;

    private final byte[] bytes;
    private final int end;
    private int at;

    VarReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private VarReader(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    boolean atEnd() {
        return at >= end;
    }

    long unsigned() throws UnreadableJournal {
        long value = 0;
        for (int shift = 0; shift <= LONGEST; shift += 7) {
            if (at >= end) {
                throw new UnreadableJournal("a block ends within a number");
            }
            byte next = bytes[at++];
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new UnreadableJournal("a block has a number of more than 64 bits");
    }

    long signed() throws UnreadableJournal {
        long value = unsigned();
        return (value >>> 1) ^ -(value & 1);
    }

    /** A count or an index below {@code limit}. */
    int below(long limit) throws UnreadableJournal {
        return below(limit, unsigned());
    }

    /** The length of what follows, which is all here. */
    private int length() throws UnreadableJournal {
        long value = unsigned();
        return below(end - at + 1L, value); // counted from behind the length itself
    }

    private static int below(long limit, long value) throws UnreadableJournal {
        if (value < 0 || value >= limit) {
            throw new UnreadableJournal("a block has " + value + " where there are " + limit);
        }
        return (int) value;
    }

    String text() throws UnreadableJournal {
        int length = length();
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    /** The next part, which has its length before it. */
    VarReader part() throws UnreadableJournal {
        int length = length();
        var part = new VarReader(bytes, at, at + length);
        at += length;
        return part;
    }
}
