package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Durations;
import io.failoverd.daemon.config.yaml.Section;
import io.failoverd.daemon.config.yaml.Value;
import io.failoverd.daemon.core.EndpointPlan;
import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.daemon.core.pool.AllDown;
import io.failoverd.dns.PublishLimits;
import io.failoverd.dns.model.ManagedName;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads {@code publishers}. */
final class PublisherReader {
    /** Each has threads of its own. */
    private static final int MAX_PUBLISHERS = 32;

    private static final int MAX_NAMES = PublishLimits.DEFAULT.maxNames();

    /** What status, alerts and metrics call our own server. */
    private static final String LOCAL = "local";

    private static final List<String> KINDS = List.of("rfc2136");

    private static final Duration LEAST_DRIFT = Duration.ofSeconds(10);
    private static final Duration MOST_DRIFT = Duration.ofDays(1);

    private final Rfc2136Reader rfc2136;
    private final ServiceReader.Named named;
    private final Map<String, ServicePlan> services = new LinkedHashMap<>();
    private final Names.Unique names = new Names.Unique();
    private final Map<Destination, Holder> held = new HashMap<>();

    /** One service at one server. */
    private record Destination(InetSocketAddress server, String service) {}

    private record Holder(Value at, @Nullable String key) {}

    /** A service that is to be published, and where that is written. */
    private record Wanted(String service, Value at) {}

    PublisherReader(Scope scope, DnsSettings dns, ServiceReader.Named named, List<ServicePlan> services) {
        this.rfc2136 = new Rfc2136Reader(scope, dns);
        this.named = named;
        services.forEach(service -> this.services.put(service.name(), service));
    }

    List<PublisherSettings> read(@Nullable Value publishers) {
        List<PublisherSettings> all = new ArrayList<>();
        for (Value item : publishers == null ? List.<Value>of() : publishers.items(MAX_PUBLISHERS)) {
            PublisherSettings settings = publisher(item.section(Vocabulary.PUBLISHER));
            if (settings != null) {
                all.add(settings);
            }
        }
        return all;
    }

    private @Nullable PublisherSettings publisher(Section section) {
        String name = name(section.required("name"));
        if (KINDS.stream().noneMatch(section::has) && !section.isStandIn() && !section.wantsLater()) {
            section.self().error("does not say where to publish", "add rfc2136: {server: …, zone: …}");
        }
        Section drift = section.section("drift", Vocabulary.DRIFT);
        Duration interval = driftInterval(drift);
        boolean repair = drift.flag("repair", false);
        if (!section.has("rfc2136")) {
            return null;
        }
        Rfc2136Reader.Read target = rfc2136.read(section.section("rfc2136", Vocabulary.RFC2136));
        List<Wanted> wanted = wanted(section, target);
        if (name == null || target.target() == null || target.zone() == null) {
            return null;
        }
        take(wanted, target.target());
        List<ManagedName> managed = managed(wanted, target.zone(), target.ttl());
        if (managed.isEmpty()) {
            return null;
        }
        var settings = new PublisherSettings(name, target.target(), managed, interval, repair);
        new PublisherReview(section, target.section(), settings, services).warn();
        return settings;
    }

    private @Nullable String name(@Nullable Value value) {
        String name = Names.label(value);
        if (value == null || name == null) {
            return null;
        }
        if (name.equals(LOCAL)) {
            value.error("the name " + LOCAL + " is that of our own server", "choose another");
        }
        names.take(value, name, "a publisher with the name " + name);
        return name;
    }

    private static Duration driftInterval(Section drift) {
        Duration interval =
                drift.duration("interval", PublishLimits.DEFAULT.driftInterval(), Duration.ZERO, MOST_DRIFT);
        if (interval.isPositive() && interval.compareTo(LEAST_DRIFT) < 0) {
            drift.at("interval")
                    .error(
                            Durations.format(interval) + " is too short",
                            "write " + Durations.format(LEAST_DRIFT) + " or more, or 0s to never look");
        }
        return interval;
    }

    private List<Wanted> wanted(Section section, Rfc2136Reader.Read target) {
        Value value = section.get("services");
        String zone = target.zone();
        if (value != null) {
            return listed(value, zone);
        }
        if (zone == null) {
            return List.of();
        }
        List<Wanted> all = named.names().stream()
                .filter(name -> isIn(zone, name))
                .map(name -> new Wanted(name, section.self()))
                .toList();
        if (all.isEmpty() && named.complete()) {
            target.section().at("zone").error("no service has its name in " + zone, "name the zone of a service");
        } else if (all.size() > MAX_NAMES) {
            section.self()
                    .error(
                            zone + " holds " + all.size() + " services, more than the " + MAX_NAMES
                                    + " of one publisher",
                            "name them in the services of several publishers");
        }
        return all;
    }

    private List<Wanted> listed(Value value, @Nullable String zone) {
        if (value.isEmptyList()) {
            value.error("is empty, so that nothing is published", "remove it to publish every service of the zone");
        }
        Names.Unique unique = new Names.Unique();
        List<Wanted> wanted = new ArrayList<>();
        for (Value item : value.items(MAX_NAMES)) {
            String name = Names.domain(item);
            if (name == null || !unique.take(item, name, "the service " + name)) {
                continue;
            }
            if (!named.names().contains(name)) {
                if (named.complete()) {
                    item.unknown("service", named.names(), name);
                }
            } else if (zone != null && !isIn(zone, name)) {
                item.error(name + " is not in the zone " + zone, "publish it with a publisher of its own zone");
            } else {
                wanted.add(new Wanted(name, item));
            }
        }
        return wanted;
    }

    private static boolean isIn(String zone, String name) {
        return name.equals(zone) || name.endsWith("." + zone);
    }

    /** Two publishers of one service at one server would write the same records; one word about each pair is enough. */
    private void take(List<Wanted> wanted, PublisherTarget.Rfc2136 target) {
        String key = target.key() == null ? "" : target.key().name();
        boolean said = false;
        for (Wanted each : wanted) {
            Holder first =
                    held.putIfAbsent(new Destination(target.server(), each.service()), new Holder(each.at(), key));
            if (first == null || said) {
                continue;
            }
            said = true;
            String text = each.service() + " is already published to " + Addresses.text(target.server()) + " at "
                    + first.at().path() + ", line " + first.at().place().line();
            if (key.equals(first.key())) {
                each.at().error(text, "keep one");
            } else {
                each.at().warning(text + ": both write the same records unless each key has a view of its own", null);
            }
        }
    }

    private List<ManagedName> managed(List<Wanted> wanted, String zone, @Nullable Duration written) {
        Set<String> chosen = wanted.stream().map(Wanted::service).collect(Collectors.toSet());
        List<ServicePlan> plans = services.values().stream()
                .filter(plan -> chosen.contains(plan.name()))
                .toList();
        Duration ttl = written != null
                ? written
                : plans.stream()
                        .map(plan -> plan.rules().ttl().changing())
                        .min(Duration::compareTo)
                        .orElse(ServiceReader.TTL_CHANGING);
        return plans.stream()
                .map(plan -> new ManagedName(plan.name(), zone, addresses(plan), ttl))
                .toList();
    }

    /** Everything that a decision of the service could ever answer. */
    private static List<InetAddress> addresses(ServicePlan plan) {
        Set<InetAddress> addresses = new LinkedHashSet<>();
        for (EndpointPlan endpoint : plan.endpoints()) {
            addresses.add(endpoint.address());
        }
        if (plan.rules().allDown() instanceof AllDown.Fallback(List<InetAddress> fallback)) {
            addresses.addAll(fallback);
        }
        return List.copyOf(addresses);
    }
}
