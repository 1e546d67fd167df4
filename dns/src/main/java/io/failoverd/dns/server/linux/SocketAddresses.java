package io.failoverd.dns.server.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;

/** {@code struct sockaddr_in} and {@code struct sockaddr_in6}: family, port, then what the family has. */
final class SocketAddresses {
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int IPV4_OCTETS = 16;
    static final int IPV6_OCTETS = 28;
    static final int FAMILY = 0;
    static final int PORT = 2;
    static final int IPV4_ADDRESS = 4;
    static final int IPV6_ADDRESS = 8;
    private static final int IPV6_SCOPE = 24;

    static final ValueLayout.OfShort NETWORK_SHORT = JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    static final ValueLayout.OfInt NETWORK_INT = JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    static final ValueLayout.OfLong NETWORK_LONG = JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private SocketAddresses() {}

    static int family(InetAddress address) {
        return address instanceof Inet6Address ? AF_INET6 : AF_INET;
    }

    static MemorySegment of(InetSocketAddress address, Arena arena) {
        InetAddress ip = address.getAddress();
        boolean ipv6 = ip instanceof Inet6Address;
        MemorySegment out = arena.allocate(ipv6 ? IPV6_OCTETS : IPV4_OCTETS, Long.BYTES);
        out.set(JAVA_SHORT, FAMILY, (short) family(ip));
        out.set(NETWORK_SHORT, PORT, (short) address.getPort());
        byte[] octets = ip.getAddress();
        MemorySegment.copy(octets, 0, out, JAVA_BYTE, ipv6 ? IPV6_ADDRESS : IPV4_ADDRESS, octets.length);
        if (ip instanceof Inet6Address scoped) {
            out.set(JAVA_INT, IPV6_SCOPE, scoped.getScopeId());
        }
        return out;
    }
}
