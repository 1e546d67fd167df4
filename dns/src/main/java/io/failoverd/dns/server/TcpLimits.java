package io.failoverd.dns.server;

import java.time.Duration;

/**
 * The bounds of TCP.
 *
 * @param connections in all; one more closes the one that has been without a query for longest
 * @param perClient of one client, an IPv4 address or a /64 of IPv6; one more closes the one of its own that has been
 *     without a query for longest, so that nobody takes the place of others
 * @param idle without a byte in either direction, then the connection is closed
 * @param queryOctets the longest query that is read; a longer one closes its connection
 */
public record TcpLimits(int connections, int perClient, Duration idle, int queryOctets) {
    /**
     * File descriptors for both families of a small host. A quarter of them for one client is more than a resolver
     * needs, and a NAT with many resolvers behind it closes its own idle ones first. The idle time is what a resolver
     * keeps a connection for; queries are as long as over UDP.
     */
    public static final TcpLimits DEFAULT = new TcpLimits(512, 128, Duration.ofSeconds(30), QueryReader.LONGEST);

    public TcpLimits {
        if (connections < 1 || perClient < 1 || queryOctets < 512 || idle.isNegative() || idle.isZero()) {
            throw new IllegalArgumentException("connections " + connections + ", per client " + perClient + ", idle "
                    + idle + ", query octets " + queryOctets);
        }
    }
}
