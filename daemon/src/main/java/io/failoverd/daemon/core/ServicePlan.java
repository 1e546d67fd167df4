package io.failoverd.daemon.core;

import io.failoverd.daemon.core.health.HealthPolicy;
import io.failoverd.daemon.core.pool.AllDown;
import io.failoverd.daemon.core.pool.PoolPolicy;
import io.failoverd.daemon.core.pool.TtlPolicy;
import java.time.Duration;
import java.util.List;

/**
 * One service as the configuration has it: all that the core needs to decide.
 *
 * @param name in lower case, without a trailing dot
 * @param check the name of the check that its targets carry
 * @param interval the check's interval, for the estimate of an earliest return
 * @param minAvailable never fewer endpoints than this answer
 * @param removalSpacing verdicts no further apart than this belong to one cascade
 */
public record ServicePlan(
        String name,
        String check,
        Duration interval,
        HealthPolicy health,
        PoolPolicy policy,
        TtlPolicy ttl,
        int minAvailable,
        Duration removalSpacing,
        AllDown allDown,
        List<EndpointPlan> endpoints) {
    public static final Duration DEFAULT_REMOVAL_SPACING = Duration.ofSeconds(60);

    public ServicePlan {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("service " + name + " has no endpoint");
        }
    }
}
