package io.failoverd.dns.server;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * The addresses that begin as {@code address} does.
 *
 * @param prefix how many leading bits count
 */
public record Network(InetAddress address, int prefix) {
    private static final int IPV4_BITS = 32;
    private static final int IPV6_BITS = 128;

    public Network {
        if (prefix < 0 || prefix > bits(address)) {
            throw new IllegalArgumentException("prefix length " + prefix);
        }
    }

    /** How long the longest prefix of the address's family is. */
    public static int bits(InetAddress address) {
        return address instanceof Inet4Address ? IPV4_BITS : IPV6_BITS;
    }

    /** Whether all bits after the prefix are zero. */
    public boolean isFirst() {
        ClientAddress first = new ClientAddress().set(address);
        return (first.hi() & ~mask(prefix, 0)) == 0 && (first.lo() & ~mask(prefix, Long.SIZE)) == 0;
    }

    /** The leading {@code bits} of a half that begins at bit {@code from}. */
    static long mask(int bits, int from) {
        int ones = Math.clamp((long) bits - from, 0, Long.SIZE);
        return ones == 0 ? 0 : -1L << (Long.SIZE - ones);
    }
}
