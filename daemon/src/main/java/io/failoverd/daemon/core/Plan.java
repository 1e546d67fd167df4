package io.failoverd.daemon.core;

import io.failoverd.daemon.core.pool.SafetyBrake;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A whole configuration as the core sees it.
 *
 * @param brake null for none
 * @param publishers of each service by its name; a service without any is not there
 */
public record Plan(
        List<ServicePlan> services,
        SentinelPlan sentinels,
        SafetyBrake.@Nullable Rule brake,
        Map<String, Set<String>> publishers) {
    public Plan {
        services = List.copyOf(services);
        var sorted = new TreeMap<String, Set<String>>();
        publishers.forEach((service, names) -> sorted.put(service, Collections.unmodifiableSet(new TreeSet<>(names))));
        publishers = Collections.unmodifiableMap(sorted);
    }

    /** Without publishers to remote targets. */
    public Plan(List<ServicePlan> services, SentinelPlan sentinels, SafetyBrake.@Nullable Rule brake) {
        this(services, sentinels, brake, Map.of());
    }

    /** Without sentinels and without a brake. */
    public static Plan of(List<ServicePlan> services) {
        return new Plan(services, SentinelPlan.NONE, null);
    }
}
