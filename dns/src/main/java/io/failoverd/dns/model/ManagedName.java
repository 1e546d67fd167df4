package io.failoverd.dns.model;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/**
 * A name that a publisher keeps, and what in it is ours to change. A record of any other address is foreign: it is told
 * of and never touched.
 *
 * @param name the service's name in lower case, without a trailing dot, as in {@link DesiredRecords}
 * @param domain what the target serialises writes over: the zone, in lower case, without a trailing dot
 * @param addresses of all endpoints and fallbacks, in the configuration's order
 * @param ttl of the records at the target; zero leaves it as it is. It does not follow the decision's TTL
 */
public record ManagedName(String name, String domain, List<InetAddress> addresses, Duration ttl) {
    public ManagedName {
        addresses = List.copyOf(addresses);
        if (ttl.isNegative()) {
            throw new IllegalArgumentException("the TTL of " + name + " is " + ttl);
        }
    }
}
