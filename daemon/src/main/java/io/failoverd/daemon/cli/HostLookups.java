package io.failoverd.daemon.cli;

import io.failoverd.daemon.config.Configuration;
import io.failoverd.daemon.core.EndpointPlan;
import io.failoverd.daemon.core.HostPlan;
import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.daemon.run.Resolver;
import io.failoverd.dns.query.Recursion;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The addresses that host names have now, each asked for once; blocks. What has none is told. */
final class HostLookups {
    private final Resolver resolver;
    private final @Nullable String only;
    private final List<String> troubles = new ArrayList<>();

    /** @param only the one service to look at; null for all */
    HostLookups(Configuration configuration, @Nullable String only) {
        this.resolver = new Resolver(configuration);
        this.only = only;
    }

    List<EndpointPlan> endpoints(ServicePlan service) {
        var endpoints = new ArrayList<EndpointPlan>();
        if (only != null && !only.equals(service.name())) {
            return endpoints;
        }
        for (HostPlan host : service.hosts()) {
            switch (resolver.resolve(host.host(), host.family())) {
                case Recursion.Found found ->
                    found.addresses().stream()
                            .distinct()
                            .limit(HostPlan.MOST_ADDRESSES)
                            .map(address -> EndpointPlan.of(host, address))
                            .filter(each -> unknown(service, endpoints, each.address()))
                            .forEach(endpoints::add);
                case Recursion.Nothing nothing ->
                    troubles.add(service.name() + ": " + host.name() + ": " + host.host() + " cannot be resolved: "
                            + nothing.why());
            }
        }
        return endpoints;
    }

    private static boolean unknown(ServicePlan service, List<EndpointPlan> found, InetAddress address) {
        return service.endpoints().stream().noneMatch(each -> each.address().equals(address))
                && found.stream().noneMatch(each -> each.address().equals(address));
    }

    List<String> troubles() {
        return troubles;
    }
}
