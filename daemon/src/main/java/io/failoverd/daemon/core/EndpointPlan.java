package io.failoverd.daemon.core;

import io.failoverd.daemon.core.pool.Eligible;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * One address of a service.
 *
 * @param weight 0 to 100, for policies that weigh
 * @param tier from 1, for the failover policy
 * @param via the endpoint of the configuration whose host name has the address; null where it is configured itself
 */
public record EndpointPlan(
        String name,
        String region,
        InetAddress address,
        int weight,
        int tier,
        @Nullable String via) {
    /** Between an endpoint's name and an address that its host name has; no configured name holds it. */
    static final String AT = "@";

    /** As the configuration has it. */
    public EndpointPlan(String name, String region, InetAddress address, int weight, int tier) {
        this(name, region, address, weight, tier, null);
    }

    /** With the whole weight, in the first tier. */
    public EndpointPlan(String name, String region, InetAddress address) {
        this(name, region, address, Eligible.MAX_WEIGHT, 1);
    }

    /** One of the addresses that a host name has. */
    public static EndpointPlan of(HostPlan host, InetAddress address) {
        String name = host.name() + AT + address.getHostAddress();
        return new EndpointPlan(name, host.region(), address, host.weight(), host.tier(), host.name());
    }

    /** The endpoint that the configuration has, by which people know it and maintenance names it. */
    public String configured() {
        return via == null ? name : via;
    }

    EndpointPlan called(String other) {
        return new EndpointPlan(other, region, address, weight, tier, via);
    }
}
