package io.failoverd.dns.client;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * An address as 128 bits, compared unsigned. IPv4 stands in the first 32, so that prefixes of both families are counted
 * from the same end; the rest is zero in the first address of a network and one in the last.
 */
record Bits(long hi, long lo) implements Comparable<Bits> {
    static final int LENGTH = 128;
    static final Bits LAST = new Bits(-1, -1);

    static Bits of(InetAddress address) {
        byte[] octets = address.getAddress();
        long hi = 0;
        long lo = 0;
        for (int i = 0; i < octets.length; i++) {
            long octet = octets[i] & 0xFFL;
            hi |= i < 8 ? octet << (56 - 8 * i) : 0;
            lo |= i < 8 ? 0 : octet << (120 - 8 * i);
        }
        return new Bits(hi, lo);
    }

    static int length(InetAddress address) {
        return address instanceof Inet4Address ? 32 : LENGTH;
    }

    /** The leading {@code bits} of a half that begins at bit {@code from}. */
    static long mask(int bits, int from) {
        int ones = Math.clamp(bits - from, 0, 64);
        return ones == 0 ? 0 : -1L << (64 - ones);
    }

    /** The first address of the network of this prefix length that holds this one. */
    Bits first(int prefix) {
        return new Bits(hi & mask(prefix, 0), lo & mask(prefix, 64));
    }

    Bits last(int prefix) {
        return new Bits(hi | ~mask(prefix, 0), lo | ~mask(prefix, 64));
    }

    Bits next() {
        return new Bits(lo == -1 ? hi + 1 : hi, lo + 1);
    }

    Bits previous() {
        return new Bits(lo == 0 ? hi - 1 : hi, lo - 1);
    }

    @Override
    public int compareTo(Bits other) {
        return compare(hi, lo, other.hi, other.lo);
    }

    static int compare(long hi, long lo, long otherHi, long otherLo) {
        int first = Long.compareUnsigned(hi, otherHi);
        return first != 0 ? first : Long.compareUnsigned(lo, otherLo);
    }

    /** How many leading bits are the same. */
    static int commonPrefix(long hi, long lo, long otherHi, long otherLo) {
        return hi == otherHi ? 64 + Long.numberOfLeadingZeros(lo ^ otherLo) : Long.numberOfLeadingZeros(hi ^ otherHi);
    }
}
