package io.failoverd.daemon.demo.cloud.account;

import java.util.List;

/**
 * An instance config of GTM 3.0: one access domain and record type, answered from its pools in place of any record of
 * the zone.
 *
 * @param rrType A, AAAA or CNAME
 * @param lbStrategy between its pools: round_robin, sequence, weight or source_nearest
 */
public record CloudGtmConfig(
        String id,
        String instanceId,
        String hostname,
        String zone,
        String rrType,
        boolean enabled,
        int ttl,
        String lbStrategy,
        String sequenceMode,
        List<CloudGtmPool.Slot> pools) {
    public CloudGtmConfig {
        pools = List.copyOf(pools);
    }

    public CloudGtmConfig withEnabled(boolean now) {
        return new CloudGtmConfig(id, instanceId, hostname, zone, rrType, now, ttl, lbStrategy, sequenceMode, pools);
    }

    public CloudGtmConfig withPools(List<CloudGtmPool.Slot> now) {
        return new CloudGtmConfig(id, instanceId, hostname, zone, rrType, enabled, ttl, lbStrategy, sequenceMode, now);
    }

    /** The access domain, without a final dot. */
    public String domainName() {
        return hostname.equals("@") ? zone : hostname + "." + zone;
    }
}
