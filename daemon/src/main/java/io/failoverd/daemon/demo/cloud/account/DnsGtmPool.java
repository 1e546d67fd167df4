package io.failoverd.daemon.demo.cloud.account;

import java.util.List;

/**
 * A pool of GTM 2.0, its addresses in it.
 *
 * @param type IPV4, IPV6 or DOMAIN
 * @param lbaStrategy ALL_RR or RATIO
 * @param monitorConfigId empty without a health check
 */
public record DnsGtmPool(
        String id,
        String instanceId,
        String name,
        String type,
        String lbaStrategy,
        String monitorConfigId,
        List<Addr> addrs) {
    /**
     * An address.
     *
     * @param mode SMART (by health), ONLINE (always) or OFFLINE (never)
     * @param attributeInfo JSON that says which region the address is in; lost when a write does not bring it along
     */
    public record Addr(String addr, String mode, int lbaWeight, String attributeInfo, String remark) {}

    public DnsGtmPool {
        addrs = List.copyOf(addrs);
    }
}
