package io.failoverd.daemon.core.pool;

import io.failoverd.daemon.core.health.EndpointPolicy;
import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The settings of a service that a decision depends on.
 *
 * @param capacity what a region can carry, in percent of the service's whole traffic; a region that is not in it can
 *     carry everything
 * @param traffic what comes from a client region, in parts; empty for equal parts
 */
public record PoolRules(
        PoolPolicy policy,
        TtlPolicy ttl,
        int minAvailable,
        Duration removalSpacing,
        AllDown allDown,
        EndpointPolicy health,
        SortedMap<String, Integer> capacity,
        SortedMap<String, Integer> traffic) {
    public PoolRules {
        capacity = Collections.unmodifiableSortedMap(new TreeMap<>(capacity));
        traffic = Collections.unmodifiableSortedMap(new TreeMap<>(traffic));
    }
}
