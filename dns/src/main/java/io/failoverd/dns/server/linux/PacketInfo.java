package io.failoverd.dns.server.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/**
 * The one control message of a datagram that came to a wildcard: where it was sent to ({@code IP_PKTINFO},
 * {@code IPV6_PKTINFO}). Handed back with the answer, it says where that comes from.
 */
final class PacketInfo {
    /** Octets for one with its header, of either family. */
    static final int OCTETS = 64;

    private static final int LEVEL = 8;
    private static final int TYPE = 12;
    private static final int DATA = 16;
    private static final long IPV4_LENGTH = DATA + 12;
    private static final long IPV6_LENGTH = DATA + 20;
    private static final int IPV4_INTERFACE = DATA;
    /** The address of ours to answer from. */
    private static final int IPV4_LOCAL = DATA + 4;
    /** The destination as it stands in the packet. */
    private static final int IPV4_DESTINATION = DATA + 8;

    private static final int IPV6_INTERFACE = DATA + 16;

    private static final long IPV4 = kind(0, 8);
    private static final long IPV6 = kind(41, 50);
    /** {@code ff00::/8}. */
    private static final int MULTICAST = 0xFF;
    /** {@code fe80::/10}. */
    private static final int LINK_LOCAL = 0xFE80;

    private static final int LINK_LOCAL_MASK = 0xFFC0;

    private PacketInfo() {}

    private static long kind(int level, int type) {
        return (long) type << Integer.SIZE | level;
    }

    /**
     * Makes what came with a query fit for its answer. False when the query was not sent to an address of this host (but
     * to a broadcast or multicast address), or does not say.
     *
     * @param length octets of control data that were received
     */
    static boolean turn(MemorySegment control, long at, long length) {
        if (length < IPV4_LENGTH) {
            return false;
        }
        long kind = kind(control.get(JAVA_INT, at + LEVEL), control.get(JAVA_INT, at + TYPE));
        if (kind == IPV4) {
            return turnIpv4(control, at);
        }
        return kind == IPV6 && control.get(JAVA_LONG, at) >= IPV6_LENGTH && turnIpv6(control, at);
    }

    private static boolean turnIpv4(MemorySegment control, long at) {
        control.set(JAVA_INT, at + IPV4_INTERFACE, 0);
        return control.get(JAVA_INT, at + IPV4_LOCAL) == control.get(JAVA_INT, at + IPV4_DESTINATION);
    }

    /** A link-local address is one only together with its interface; any other goes where the routes say. */
    private static boolean turnIpv6(MemorySegment control, long at) {
        int prefix = control.get(SocketAddresses.NETWORK_SHORT, at + DATA) & 0xFFFF;
        if ((prefix & LINK_LOCAL_MASK) != LINK_LOCAL) {
            control.set(JAVA_INT, at + IPV6_INTERFACE, 0);
        }
        return prefix >>> Byte.SIZE != MULTICAST;
    }
}
