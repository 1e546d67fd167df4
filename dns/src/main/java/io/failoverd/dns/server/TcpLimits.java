package io.failoverd.dns.server;

import java.time.Duration;

/**
 * The bounds of TCP.
 *
 * @param connections for each listening address; one more closes the one that has been without a query for longest
 * @param idle without a byte in either direction, then the connection is closed
 * @param queryOctets the longest query that is read; a longer one closes its connection
 */
public record TcpLimits(int connections, Duration idle, int queryOctets) {
    /** As gdnsd has them, with a shorter idle time, and queries as long as over UDP. */
    public static final TcpLimits DEFAULT = new TcpLimits(256, Duration.ofSeconds(30), 4096);

    public TcpLimits {
        if (connections < 1 || queryOctets < 512 || idle.isNegative() || idle.isZero()) {
            throw new IllegalArgumentException(
                    "connections " + connections + ", idle " + idle + ", query octets " + queryOctets);
        }
    }
}
