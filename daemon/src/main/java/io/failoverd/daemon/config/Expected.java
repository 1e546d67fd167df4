package io.failoverd.daemon.config;

import io.failoverd.daemon.core.EndpointPlan;
import io.failoverd.daemon.core.HostPlan;
import io.failoverd.daemon.core.ServicePlan;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * A service as it can be reckoned with before anything is resolved: each of its host names stands as one address. For
 * estimates and warnings only.
 */
final class Expected {
    private Expected() {}

    static ServicePlan of(ServicePlan plan) {
        if (plan.hosts().isEmpty()) {
            return plan;
        }
        var endpoints = new ArrayList<>(plan.endpoints());
        for (int i = 0; i < plan.hosts().size(); i++) {
            HostPlan host = plan.hosts().get(i);
            // No endpoint can have an address of this range, so it stands for no other.
            InetAddress address = InetAddress.ofLiteral("240.0.0." + (i + 1));
            endpoints.add(new EndpointPlan(host.name(), host.region(), address, host.weight(), host.tier()));
        }
        return new ServicePlan(plan.name(), plan.rules(), plan.maintenance(), endpoints, List.of(), plan.vantages());
    }
}
