package io.failoverd.dns.model;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The state that a decision asks of every place that answers for a name. It is a state and never a step: applying it
 * twice, or skipping the ones before it, gives the same answers.
 *
 * @param name the service's name in lower case, without a trailing dot
 * @param generation grows with every decision of this node; a publisher never goes back
 * @param ttl of every address record
 * @param common what clients get whose region is unknown or has nothing of its own; a remote publisher refuses NODATA
 * @param byRegion what the clients of a client region get, by the region's name
 * @param changedAt wall time of the last change of the addresses; a change of TTL alone leaves it
 */
public record DesiredRecords(
        String name,
        long generation,
        Duration ttl,
        Selection common,
        SortedMap<String, Selection> byRegion,
        Instant changedAt) {
    public DesiredRecords {
        byRegion = Collections.unmodifiableSortedMap(new TreeMap<>(byRegion));
    }

    /** The same addresses for everyone, all in every response. */
    public static DesiredRecords of(
            String name, long generation, Duration ttl, List<InetAddress> addresses, Instant changedAt) {
        return new DesiredRecords(
                name, generation, ttl, Selection.all(addresses), Collections.emptySortedMap(), changedAt);
    }
}
