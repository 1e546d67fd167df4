package io.failoverd.daemon.config;

import io.failoverd.daemon.core.EndpointPlan;
import io.failoverd.daemon.core.Plan;
import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.daemon.core.consensus.ConsensusPolicy;
import io.failoverd.daemon.core.health.CheckRule;
import io.failoverd.daemon.core.pool.SafetyBrake;
import io.failoverd.dns.client.ClientSpec;
import io.failoverd.dns.zone.ZoneSpec;
import io.failoverd.probes.model.Check;
import io.failoverd.probes.model.Target;
import io.failoverd.probes.model.TargetId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one config file asks for. Immutable, and equal to another exactly when nothing that the daemon does
 * differs: zone files and CA files are in it by content, secrets and client databases by reference only.
 *
 * @param clients where clients are
 * @param checks by name, in the order of the file
 * @param brake null for none
 * @param resolvers who is asked for the host names of endpoints
 * @param publishers to places beside our own server
 * @param watch who is asked after decisions; null for nobody
 */
public record Configuration(
        NodeSettings node,
        DnsSettings dns,
        List<ZoneSpec> zones,
        ClientSpec clients,
        Map<String, Check> checks,
        SentinelSettings sentinels,
        SafetyBrake.@Nullable Rule brake,
        ResolverSettings resolvers,
        List<ServicePlan> services,
        List<AlertChannel> alerts,
        List<PublisherSettings> publishers,
        @Nullable WatchSettings watch,
        JournalSettings journal,
        AdminSettings admin) {
    public Configuration {
        zones = List.copyOf(zones);
        checks = Collections.unmodifiableMap(new LinkedHashMap<>(checks));
        services = List.copyOf(services);
        alerts = List.copyOf(alerts);
        publishers = List.copyOf(publishers);
    }

    /** What is to be probed at the addresses that are written. */
    public List<Target> targets() {
        return targets(_ -> List.of());
    }

    /**
     * What is to be probed: each service's checks applied to each of its endpoints.
     *
     * @param found the endpoints of a service that are there because a host name has their address
     */
    public List<Target> targets(Function<ServicePlan, List<EndpointPlan>> found) {
        List<Target> targets = new ArrayList<>();
        for (ServicePlan service : services) {
            Stream.concat(service.endpoints().stream(), found.apply(service).stream())
                    .forEach(endpoint -> targets(service, endpoint, targets));
        }
        return targets;
    }

    private void targets(ServicePlan service, EndpointPlan endpoint, List<Target> targets) {
        for (CheckRule rule : service.health().checks()) {
            Check check = check(rule.check());
            TargetId id = new TargetId(service.name(), endpoint.name(), check.name());
            targets.add(new Target(id, endpoint.address(), service.name(), check));
        }
    }

    /** The neutral targets that tell whether our own network works; their ids are those of the core's plan. */
    public List<Target> sentinelTargets() {
        return sentinels.targets();
    }

    /** A check that a service names. */
    public Check check(String name) {
        return Objects.requireNonNull(checks.get(name), "a loaded service has its checks");
    }

    /** The configuration as the core sees it. */
    public Plan plan() {
        Map<String, Set<String>> published = new HashMap<>();
        for (PublisherSettings publisher : publishers) {
            publisher
                    .names()
                    .forEach(name -> published
                            .computeIfAbsent(name.name(), _ -> new HashSet<>())
                            .add(publisher.name()));
        }
        return new Plan(services.stream().map(this::heard).toList(), sentinels.plan(), brake, published);
    }

    /** The service with all who have a say in it. */
    private ServicePlan heard(ServicePlan service) {
        List<String> vantages = new ArrayList<>(List.of(node.name()));
        Map<String, Duration> ages = new HashMap<>();
        Map<String, Duration> lags = new HashMap<>();
        for (PublisherSettings publisher : publishers) {
            String vantage = publisher.target().vantage();
            boolean keeps =
                    publisher.names().stream().anyMatch(name -> name.name().equals(service.name()));
            if (vantage != null && keeps) {
                vantages.add(vantage);
                ages.put(vantage, HealthPolling.of(publisher).maxAge());
                lags.put(vantage, HealthPolling.LONGEST_TO_FIND);
            }
        }
        return vantages.size() == 1 ? service : service.with(ConsensusPolicy.of(vantages, node.name(), ages, lags));
    }
}
