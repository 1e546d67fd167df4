package io.failoverd.daemon.config;

import io.failoverd.daemon.core.EndpointPlan;
import io.failoverd.daemon.core.Plan;
import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.daemon.core.health.CheckRule;
import io.failoverd.dns.zone.ZoneSpec;
import io.failoverd.probes.model.Check;
import io.failoverd.probes.model.Target;
import io.failoverd.probes.model.TargetId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Everything that one config file asks for. Immutable, and equal to another exactly when nothing that the daemon does
 * differs: zone files and CA files are in it by content, secrets by reference only.
 *
 * @param checks by name, in the order of the file
 */
public record Configuration(
        NodeSettings node,
        DnsSettings dns,
        List<ZoneSpec> zones,
        Map<String, Check> checks,
        List<ServicePlan> services,
        List<AlertChannel> alerts,
        AdminSettings admin) {
    public Configuration {
        zones = List.copyOf(zones);
        checks = Collections.unmodifiableMap(new LinkedHashMap<>(checks));
        services = List.copyOf(services);
        alerts = List.copyOf(alerts);
    }

    /** What is to be probed: each service's checks applied to each of its endpoints. */
    public List<Target> targets() {
        List<Target> targets = new ArrayList<>();
        for (ServicePlan service : services) {
            for (EndpointPlan endpoint : service.endpoints()) {
                for (CheckRule rule : service.health().checks()) {
                    Check check = check(rule.check());
                    TargetId id = new TargetId(service.name(), endpoint.name(), check.name());
                    targets.add(new Target(id, endpoint.address(), service.name(), check));
                }
            }
        }
        return targets;
    }

    /** A check that a service names. */
    public Check check(String name) {
        return Objects.requireNonNull(checks.get(name), "a loaded service has its checks");
    }

    /** The configuration as the core sees it. */
    public Plan plan() {
        return Plan.of(services);
    }
}
