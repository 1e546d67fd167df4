package io.failoverd.daemon.core;

import io.failoverd.daemon.core.consensus.ConsensusPolicy;
import io.failoverd.daemon.core.health.EndpointPolicy;
import io.failoverd.daemon.core.pool.Maintenance;
import io.failoverd.daemon.core.pool.PoolRules;
import io.failoverd.probes.model.TargetId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One service as the configuration has it: all that the core needs to decide.
 *
 * @param name in lower case, without a trailing dot
 * @param rules what a decision depends on
 * @param maintenance when which endpoints are out
 * @param endpoints those with an address: of the configuration, and in the world also those that host names have
 * @param hosts the endpoints that are host names
 * @param vantages who has a say in the health of its endpoints; null where we alone have
 */
public record ServicePlan(
        String name,
        PoolRules rules,
        Maintenance maintenance,
        List<EndpointPlan> endpoints,
        List<HostPlan> hosts,
        @Nullable ConsensusPolicy vantages) {
    public static final Duration DEFAULT_REMOVAL_SPACING = Duration.ofSeconds(60);

    public ServicePlan {
        endpoints = List.copyOf(endpoints);
        hosts = List.copyOf(hosts);
        if (endpoints.isEmpty() && hosts.isEmpty()) {
            throw new IllegalArgumentException("service " + name + " has no endpoint");
        }
        if (vantages != null && vantages.vantages().size() == 1) {
            vantages = null; // who is alone has nobody to agree with
        }
    }

    /** One that we alone look at. */
    public ServicePlan(String name, PoolRules rules, Maintenance maintenance, List<EndpointPlan> endpoints) {
        this(name, rules, maintenance, endpoints, List.of(), null);
    }

    /** The same, with endpoints that are host names. */
    public ServicePlan withHosts(List<HostPlan> next) {
        return new ServicePlan(name, rules, maintenance, endpoints, next, vantages);
    }

    /** The same, with an endpoint for each address that the host names have. */
    ServicePlan expanded(List<HostState> states) {
        List<EndpointPlan> configured =
                endpoints.stream().filter(each -> each.via() == null).toList();
        return hosts.isEmpty()
                ? this
                : new ServicePlan(name, rules, maintenance, HostState.expanded(configured, states), hosts, vantages);
    }

    /** The same, with others having a say. */
    public ServicePlan with(@Nullable ConsensusPolicy next) {
        return new ServicePlan(name, rules, maintenance, endpoints, hosts, next);
    }

    public EndpointPolicy health() {
        return rules.health();
    }

    /** By which the results of an endpoint's check come. */
    TargetId target(EndpointPlan endpoint, int check) {
        return new TargetId(name, endpoint.name(), health().checks().get(check).check());
    }
}
