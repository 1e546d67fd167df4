package io.failoverd.dns.model;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The state that a decision asks of every place that answers for a name. It is a state and never a step: applying it
 * twice, or skipping the ones before it, gives the same answers.
 *
 * @param name the service's name in lower case, without a trailing dot
 * @param generation grows with every decision of this node; a publisher never goes back
 * @param ttl of every address record
 * @param addresses what is answered, in the configuration's order, IPv4 and IPv6 mixed; empty means NODATA, which a
 *     remote publisher refuses
 * @param changedAt wall time of the last change of the addresses; a change of TTL alone leaves it
 */
public record DesiredRecords(
        String name, long generation, Duration ttl, List<InetAddress> addresses, Instant changedAt) {
    public DesiredRecords {
        addresses = List.copyOf(addresses);
    }
}
