package io.failoverd.dns.client;

import java.util.ArrayList;
import java.util.List;

/**
 * One address family cut into ranges without gaps, each in one region; neighbours are in different ones. Immutable; a
 * look-up is a binary search and allocates nothing.
 */
final class Ranges {
    private final long[] firstHi;
    private final long[] firstLo;
    private final short[] regions;

    private Ranges(List<Span> whole) {
        firstHi = new long[whole.size()];
        firstLo = new long[whole.size()];
        regions = new short[whole.size()];
        for (int i = 0; i < whole.size(); i++) {
            Span span = whole.get(i);
            firstHi[i] = span.first().hi();
            firstLo[i] = span.first().lo();
            regions[i] = (short) span.region();
        }
    }

    /** What lies between the spans is in region {@link ClientRegions#UNKNOWN}. */
    static Ranges of(Spans spans) {
        List<Span> whole = new ArrayList<>();
        Bits at = new Bits(0, 0);
        for (Span span : spans.list()) {
            if (at.compareTo(span.first()) < 0) {
                append(whole, new Span(at, span.first().previous(), 0, ClientRegions.UNKNOWN));
            }
            append(whole, span);
            at = span.last().next();
        }
        boolean open = spans.size() == 0 || !spans.list().getLast().last().equals(Bits.LAST);
        if (open) {
            append(whole, new Span(at, Bits.LAST, 0, ClientRegions.UNKNOWN));
        }
        return new Ranges(whole);
    }

    private static void append(List<Span> whole, Span span) {
        if (whole.isEmpty() || whole.getLast().region() != span.region()) {
            whole.add(span);
        }
    }

    int size() {
        return regions.length;
    }

    /** The index of the range that holds this address. */
    int find(long hi, long lo) {
        int low = 0;
        int high = regions.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (Bits.compare(firstHi[middle], firstLo[middle], hi, lo) <= 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    int region(int index) {
        return regions[index] & 0xFFFF;
    }

    /**
     * The length of the shortest prefix around the address that lies wholly in its range: such a network holds neither
     * the last address before the range nor the first one behind it.
     */
    int prefix(int index, long hi, long lo) {
        int prefix = 0;
        if (index > 0) {
            long beforeLo = firstLo[index] - 1;
            long beforeHi = firstLo[index] == 0 ? firstHi[index] - 1 : firstHi[index];
            prefix = Bits.commonPrefix(hi, lo, beforeHi, beforeLo) + 1;
        }
        if (index + 1 < regions.length) {
            prefix = Math.max(prefix, Bits.commonPrefix(hi, lo, firstHi[index + 1], firstLo[index + 1]) + 1);
        }
        return prefix;
    }
}
