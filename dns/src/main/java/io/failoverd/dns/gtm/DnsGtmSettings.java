package io.failoverd.dns.gtm;

import io.failoverd.dns.model.Control;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * What to keep in GTM 2.0. A pool is of one name, and so is a publisher of pools.
 *
 * @param pools the ids of the address pools of the publisher's name: one for IPv4, one for IPv6, or both
 * @param control of every address that should answer
 * @param nameServers that answer for the name, resolved; empty: those of the domain that it is in
 */
public record DnsGtmSettings(List<String> pools, Control control, List<InetSocketAddress> nameServers) {
    public DnsGtmSettings {
        pools = List.copyOf(pools);
        nameServers = List.copyOf(nameServers);
        if (pools.isEmpty() || pools.size() > Family.values().length) {
            throw new IllegalArgumentException("one pool for each family, not " + pools);
        }
    }
}
