package io.failoverd.daemon.core;

import io.failoverd.daemon.core.pool.Eligible;
import java.net.InetAddress;

/**
 * One address of a service as the configuration has it.
 *
 * @param weight 0 to 100, for policies that weigh
 * @param tier from 1, for the failover policy
 */
public record EndpointPlan(String name, String region, InetAddress address, int weight, int tier) {
    /** With the whole weight, in the first tier. */
    public EndpointPlan(String name, String region, InetAddress address) {
        this(name, region, address, Eligible.MAX_WEIGHT, 1);
    }

    EndpointPlan called(String other) {
        return new EndpointPlan(other, region, address, weight, tier);
    }
}
