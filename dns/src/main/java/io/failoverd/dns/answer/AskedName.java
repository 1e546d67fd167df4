package io.failoverd.dns.answer;

import java.util.Arrays;

/**
 * A name that is looked up, with the hash of each of its suffixes, so that finding its closest ancestor costs one pass.
 * Belongs to one thread, which sets it anew for each query and allocates nothing by that.
 */
public final class AskedName {
    /** A name of 255 octets has at most 127 labels and the root. */
    private static final int MAX_STARTS = 128;

    private static final int FNV_OFFSET = 0x811C9DC5;
    private static final int FNV_PRIME = 0x01000193;

    private byte[] wire = {0};
    private int length = 1;
    private int labels;
    /** Where each label's length octet is, from the left; that of the root last. */
    private final int[] starts = new int[MAX_STARTS];

    private final int[] hashes = new int[MAX_STARTS];

    /** Takes a name in wire format and lower case; the array is kept until the next call, and not written to. */
    public void set(byte[] lowerCase, int octets) {
        wire = lowerCase;
        length = octets;
        labels = 0;
        int at = 0;
        while (lowerCase[at] != 0) {
            starts[labels++] = at;
            at += 1 + lowerCase[at];
        }
        starts[labels] = at;
        int hash = FNV_OFFSET;
        int end = octets;
        for (int label = labels; label >= 0; label--) {
            hash = hash(lowerCase, starts[label], end, hash);
            end = starts[label];
            hashes[label] = hash ^ (hash >>> 15);
        }
    }

    /** FNV-1a from the right, so that a suffix is hashed on the way to the whole. */
    private static int hash(byte[] wire, int from, int to, int before) {
        int hash = before;
        for (int i = to - 1; i >= from; i--) {
            hash = (hash ^ (wire[i] & 0xFF)) * FNV_PRIME;
        }
        return hash;
    }

    /** How many labels the name has, the root not counted. */
    int labels() {
        return labels;
    }

    /** The hash of the name without its first {@code dropped} labels. */
    int hash(int dropped) {
        return hashes[dropped];
    }

    /** The name without its first {@code dropped} labels is the one that is there. */
    boolean endsIn(byte[] octets, int at, int dropped) {
        // A name says itself where it ends.
        int end = at + length - starts[dropped];
        return end <= octets.length && Arrays.equals(wire, starts[dropped], length, octets, at, end);
    }
}
