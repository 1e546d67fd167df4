package io.failoverd.daemon.demo.cloud.account;

import java.util.List;

/**
 * An access strategy of GTM 2.0: a primary set of pools and a secondary one, for the clients of its lines.
 *
 * @param accessMode AUTO, DEFAULT (pin the primary set) or FAILOVER (pin the secondary one)
 */
public record DnsGtmStrategy(
        String id, String instanceId, String name, String accessMode, Group primary, Group secondary) {
    /**
     * A set of pools.
     *
     * @param minAvailable with fewer available addresses the set is not available
     */
    public record Group(String lbaStrategy, int minAvailable, List<PoolRef> pools) {
        public Group {
            pools = List.copyOf(pools);
        }
    }

    public record PoolRef(String poolId, int lbaWeight) {}

    public DnsGtmStrategy withAccessMode(String mode) {
        return new DnsGtmStrategy(id, instanceId, name, mode, primary, secondary);
    }
}
