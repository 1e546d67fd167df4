package io.failoverd.daemon.core.pool;

import java.net.InetAddress;
import java.util.List;

/** What a service answers when no endpoint is healthy. Never NXDOMAIN. */
public sealed interface AllDown {
    /** The last healthy set: better a maybe than a no. */
    record FailOpen() implements AllDown {}

    /** NODATA with the zone's SOA. */
    record FailClosed() implements AllDown {}

    /** These addresses, which nobody probes. */
    record Fallback(List<InetAddress> addresses) implements AllDown {
        public Fallback {
            addresses = List.copyOf(addresses);
            if (addresses.isEmpty()) {
                throw new IllegalArgumentException("a fallback needs at least one address");
            }
        }
    }
}
