package io.failoverd.dns.server;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Who sent the present query, as bits. Belongs to the thread that reads queries, which sets it anew for each one, so that
 * looking at an address allocates nothing.
 */
final class ClientAddress {
    private boolean known;
    private boolean ipv4;
    private long hi;
    private long lo;

    /** Nobody knows, as for a connection that is gone before it was looked at. */
    ClientAddress unknown() {
        known = false;
        return this;
    }

    ClientAddress set(@Nullable InetAddress address) {
        if (address == null) {
            return unknown();
        }
        ByteBuffer octets = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet4Address ? ipv4(octets.getInt()) : ipv6(octets.getLong(), octets.getLong());
    }

    /** An IPv4 address in network order. */
    ClientAddress ipv4(int address) {
        known = true;
        ipv4 = true;
        hi = (long) address << 32;
        lo = 0;
        return this;
    }

    /** The two halves of an IPv6 address in network order. */
    ClientAddress ipv6(long first, long second) {
        known = true;
        ipv4 = false;
        hi = first;
        lo = second;
        return this;
    }

    boolean known() {
        return known;
    }

    boolean isIpv4() {
        return ipv4;
    }

    /** The first 64 bits; an IPv4 address is the first 32 of them, the others are zero. */
    long hi() {
        return hi;
    }

    long lo() {
        return lo;
    }
}
