package io.failoverd.daemon.core.pool;

import io.failoverd.daemon.core.health.HealthPolicy;
import java.time.Duration;

/** The settings of a service that a decision depends on. {@code interval} serves the estimate of an earliest return. */
public record PoolRules(
        PoolPolicy policy, TtlPolicy ttl, int minAvailable, AllDown allDown, HealthPolicy health, Duration interval) {}
