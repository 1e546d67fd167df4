package io.failoverd.dns.model;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * What one target should answer for a name: a decision without what no remote target can be told (its TTL, its client
 * regions, how many addresses of the set one response holds).
 *
 * @param weights of each address, 1 to {@link WeightedAddress#MAX_WEIGHT}, in the decision's order; never empty
 * @param ttl zero: as it is
 */
public record WantedRecords(SequencedMap<InetAddress, Integer> weights, Duration ttl) {
    public WantedRecords {
        if (weights.isEmpty()) {
            throw new IllegalArgumentException("no target is told to answer nothing");
        }
        weights = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(weights));
    }

    /** What everyone should get; an address given twice counts with both weights. */
    public static WantedRecords of(DesiredRecords desired, ManagedName name) {
        var weights = new LinkedHashMap<InetAddress, Integer>();
        for (WeightedAddress each : desired.common().addresses()) {
            weights.merge(
                    each.address(), each.weight(), (one, other) -> Math.min(WeightedAddress.MAX_WEIGHT, one + other));
        }
        return new WantedRecords(weights, name.ttl());
    }

    public boolean has(InetAddress address) {
        return weights.containsKey(address);
    }
}
