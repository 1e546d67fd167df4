package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Durations;
import io.failoverd.daemon.config.yaml.Section;
import io.failoverd.daemon.core.EndpointPlan;
import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.daemon.core.pool.SafetyBrake;
import io.failoverd.probes.model.Target;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Warns where settings of the whole file defeat each other. The file itself is good. */
final class WholeReview {
    private final Section root;
    private final Configuration configuration;

    private WholeReview(Section root, Configuration configuration) {
        this.root = root;
        this.configuration = configuration;
    }

    static void warn(Section root, Configuration configuration) {
        var review = new WholeReview(root, configuration);
        review.brake();
        if (!configuration.sentinels().targets().isEmpty()) {
            review.neutrality();
            review.pace();
        }
    }

    private void brake() {
        SafetyBrake.Rule rule = configuration.brake();
        if (rule == null) {
            return;
        }
        Map<String, Set<InetAddress>> regions = new TreeMap<>();
        for (ServicePlan service : configuration.services()) {
            for (EndpointPlan endpoint : service.endpoints()) {
                regions.computeIfAbsent(endpoint.region(), _ -> new HashSet<>()).add(endpoint.address());
            }
        }
        regions.entrySet().stream()
                .filter(region -> region.getValue().size() > rule.removals())
                .max(Comparator.comparingInt(region -> region.getValue().size()))
                .ifPresent(
                        region -> brake(rule, region.getKey(), region.getValue().size()));
    }

    private void brake(SafetyBrake.Rule rule, String region, int addresses) {
        int held = addresses - rule.removals();
        root.section("guards", Vocabulary.GUARDS)
                .at("brake")
                .warning(
                        "region " + region + " has " + addresses + " addresses, so that when it dies as a whole " + held
                                + " of them " + (held == 1 ? "stays" : "stay") + " in the answers for "
                                + Durations.format(rule.within()),
                        "write removals: " + addresses);
    }

    /** A sentinel that dies with an endpoint would keep that endpoint. */
    private void neutrality() {
        Map<InetAddress, String> endpoints = new HashMap<>();
        for (ServicePlan service : configuration.services()) {
            service.endpoints()
                    .forEach(endpoint ->
                            endpoints.put(endpoint.address(), "endpoint " + endpoint.name() + " of " + service.name()));
        }
        for (Target target : configuration.sentinelTargets()) {
            String endpoint = endpoints.get(target.address());
            if (endpoint != null) {
                sentinels()
                        .at("targets")
                        .warning(
                                Addresses.text(target.address()) + " is " + endpoint
                                        + ", so that its failure looks like one of our own network",
                                "name a target that has nothing to do with the services");
            }
        }
    }

    private void pace() {
        List<Detection> detections = configuration.services().stream()
                .map(service -> Detection.of(
                        service.health(), check -> configuration.check(check).cadence()))
                .toList();
        Duration run =
                detections.stream().map(Detection::run).min(Duration::compareTo).orElse(Duration.ZERO);
        Duration found = detections.stream()
                .map(detection -> detection.hanging().worst())
                .min(Duration::compareTo)
                .orElse(Duration.ZERO);
        Duration timeout = configuration.sentinels().timeout();
        if (timeout.compareTo(run) > 0 && timeout.compareTo(SentinelSettings.TIMEOUT) > 0) {
            sentinels()
                    .at("timeout")
                    .warning(
                            "a removal may wait " + Durations.format(timeout.minus(run))
                                    + " for a sentinel that does not answer",
                            "write " + Durations.format(SentinelSettings.TIMEOUT));
        }
        Duration interval =
                configuration.sentinelTargets().getFirst().check().cadence().interval();
        if (interval.compareTo(found) > 0) {
            sentinels()
                    .at("interval")
                    .warning(
                            "when our own network has come back, failures count for nothing for up to "
                                    + Durations.format(interval) + ", and finding a death takes "
                                    + Durations.format(found) + " at worst",
                            "write " + Durations.format(SentinelSettings.INTERVAL));
        }
    }

    private Section sentinels() {
        return root.section("sentinels", Vocabulary.SENTINELS);
    }
}
