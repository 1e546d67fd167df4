package io.failoverd.daemon.core;

import io.failoverd.daemon.core.pool.SafetyBrake;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole configuration as the core sees it.
 *
 * @param brake null for none
 */
public record Plan(List<ServicePlan> services, SentinelPlan sentinels, SafetyBrake.@Nullable Rule brake) {
    public Plan {
        services = List.copyOf(services);
    }

    /** Without sentinels and without a brake. */
    public static Plan of(List<ServicePlan> services) {
        return new Plan(services, SentinelPlan.NONE, null);
    }
}
