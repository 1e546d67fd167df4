package io.failoverd.daemon.core;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * An endpoint that the configuration knows by a host name (a load balancer whose addresses may change). Each address
 * that the name has is an endpoint of its own, called {@code name@address}.
 *
 * @param host in lower case, without a trailing dot
 * @param weight of each of its addresses, 0 to 100
 * @param tier from 1, for the failover policy
 */
public record HostPlan(String name, String region, String host, Family family, int weight, int tier) {
    /** As many addresses of one name are used; load balancers have one or two in each of a few zones. */
    public static final int MOST_ADDRESSES = 8;

    /** Whether an endpoint that is called so is one of its addresses. */
    public boolean named(String endpoint) {
        return endpoint.startsWith(name + EndpointPlan.AT);
    }

    /** Which addresses are asked for. */
    public enum Family {
        BOTH,
        IPV4,
        IPV6;

        /** Whether an address is one of these. */
        public boolean has(InetAddress address) {
            return switch (this) {
                case BOTH -> true;
                case IPV4 -> address instanceof Inet4Address;
                case IPV6 -> !(address instanceof Inet4Address);
            };
        }
    }
}
