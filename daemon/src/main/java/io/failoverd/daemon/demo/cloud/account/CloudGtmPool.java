package io.failoverd.daemon.demo.cloud.account;

import java.util.List;

/**
 * A pool of GTM 3.0.
 *
 * @param type IPv4, IPv6 or domain
 * @param lbStrategy round_robin, sequence, weight or source_nearest
 * @param sequenceMode preemptive or non_preemptive
 */
public record CloudGtmPool(
        String id,
        String name,
        String type,
        boolean enabled,
        String lbStrategy,
        String sequenceMode,
        String healthJudgement,
        List<Slot> addresses) {
    /**
     * What refers to an address of a pool, or to a pool of an access domain.
     *
     * @param serialNumber the smaller, the sooner
     * @param weight 1 to 100
     * @param requestSource line codes
     */
    public record Slot(String id, int serialNumber, int weight, List<String> requestSource) {
        public Slot {
            requestSource = List.copyOf(requestSource);
        }
    }

    public CloudGtmPool {
        addresses = List.copyOf(addresses);
    }

    public CloudGtmPool withEnabled(boolean now) {
        return new CloudGtmPool(id, name, type, now, lbStrategy, sequenceMode, healthJudgement, addresses);
    }

    public CloudGtmPool withAddresses(List<Slot> now) {
        return new CloudGtmPool(id, name, type, enabled, lbStrategy, sequenceMode, healthJudgement, now);
    }
}
