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
import java.time.Duration;
import java.util.ArrayList;
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

    private static final Duration LEAST_DRIFT = Duration.ofSeconds(10);
    private static final Duration MOST_DRIFT = Duration.ofDays(1);

    private final Map<String, TargetReader> kinds = new LinkedHashMap<>();
    private final ServiceReader.Named named;
    private final Map<String, ServicePlan> services = new LinkedHashMap<>();
    private final Names.Unique names = new Names.Unique();
    private final Destinations destinations = new Destinations();

    PublisherReader(Scope scope, DnsSettings dns, ServiceReader.Named named, List<ServicePlan> services) {
        var servers = new NameServerReader(scope, dns);
        var aliyun = new AliyunReader(scope);
        kinds.put("rfc2136", new Rfc2136Reader(scope, servers));
        kinds.put("alidns", new AlidnsReader(aliyun, servers));
        kinds.put("gtm", new GtmReader(aliyun, servers));
        this.named = named;
        services.forEach(service -> this.services.put(service.name(), service));
    }

    /**
     * An entry as it is written, before it is known which services are left for those that name none.
     *
     * @param listed the services that it names; null: it names none
     */
    private record Draft(
            Section section,
            @Nullable String name,
            TargetReader.Read target,
            @Nullable List<Destinations.Wanted> listed,
            Duration interval,
            boolean repair) {
        boolean names(String service) {
            return listed != null
                    && listed.stream().anyMatch(wanted -> wanted.service().equals(service));
        }
    }

    List<PublisherSettings> read(@Nullable Value publishers) {
        List<Draft> drafts = new ArrayList<>();
        for (Value item : publishers == null ? List.<Value>of() : publishers.items(MAX_PUBLISHERS)) {
            Draft draft = draft(item.section(Vocabulary.PUBLISHER));
            if (draft != null) {
                drafts.add(draft);
            }
        }
        List<PublisherSettings> all = new ArrayList<>();
        for (Draft draft : drafts) {
            PublisherSettings settings = publisher(draft, drafts);
            if (settings != null) {
                all.add(settings);
            }
        }
        return all;
    }

    private @Nullable Draft draft(Section section) {
        String name = name(section.required("name"));
        String kind = kind(section);
        Section drift = section.section("drift", Vocabulary.DRIFT);
        Duration interval = driftInterval(drift);
        boolean repair = drift.flag("repair", false);
        TargetReader reader = kind == null ? null : kinds.get(kind);
        if (reader == null) {
            return null;
        }
        TargetReader.Read target = reader.read(section);
        Value services = section.get("services");
        return new Draft(
                section, name, target, services == null ? null : listed(services, target.zone()), interval, repair);
    }

    private @Nullable PublisherSettings publisher(Draft draft, List<Draft> all) {
        Section section = draft.section();
        String name = draft.name();
        TargetReader.Read target = draft.target();
        List<Destinations.Wanted> wanted = draft.listed() == null ? ofTheZone(draft, all) : draft.listed();
        if (name == null || target.target() == null || target.domain() == null) {
            return null;
        }
        if (wanted.size() > 1 && target.target().isOneService()) {
            section.at("services")
                    .error(
                            "its pools are those of one service, and these are " + wanted.size() + " services",
                            "name the one under services, and give the others publishers of their own");
            return null;
        }
        destinations.take(wanted, target.target());
        List<ManagedName> managed = managed(wanted, target.domain(), target.ttl());
        if (managed.isEmpty()) {
            return null;
        }
        destinations.share(managed, target.target(), section.at("services"));
        var settings = new PublisherSettings(name, target.target(), managed, draft.interval(), draft.repair());
        new PublisherReview(section, target.section(), settings, services).warn();
        return settings;
    }

    /** The one kind that is written; null, and a problem, when there is none or more. */
    private @Nullable String kind(Section section) {
        List<String> written = kinds.keySet().stream().filter(section::has).toList();
        if (written.size() > 1) {
            section.at(written.getLast())
                    .error(
                            "a publisher has one target, and this one has " + String.join(" and ", written),
                            "make it a publisher of its own");
        } else if (written.isEmpty() && !section.isStandIn()) {
            section.self().error("does not say where to publish", "add rfc2136: {…}, alidns: {…} or gtm: {…}");
        }
        return written.isEmpty() ? null : written.getFirst();
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

    /** Every service of the zone that no other entry names for the same place. */
    private List<Destinations.Wanted> ofTheZone(Draft draft, List<Draft> all) {
        Section section = draft.section();
        TargetReader.Read target = draft.target();
        String zone = target.zone();
        if (zone == null) {
            return List.of();
        }
        Map<String, String> elsewhere = new LinkedHashMap<>();
        List<Destinations.Wanted> left = new ArrayList<>();
        for (String service : named.names()) {
            if (isIn(zone, service)) {
                String other = namedBy(service, draft, all);
                if (other == null) {
                    left.add(new Destinations.Wanted(service, section.self()));
                } else {
                    elsewhere.put(service, other);
                }
            }
        }
        if (left.isEmpty() && !elsewhere.isEmpty()) {
            section.self().error("other publishers name every service of " + zone, "remove it, or name its services");
        } else if (left.isEmpty() && named.complete()) {
            target.section().at("zone").error("no service has its name in " + zone, "name the zone of a service");
        } else if (left.size() > MAX_NAMES) {
            section.self()
                    .error(
                            zone + " holds " + left.size() + " services, more than the " + MAX_NAMES
                                    + " of one publisher",
                            "name them in the services of several publishers");
        } else if (!elsewhere.isEmpty()) {
            section.self()
                    .warning(
                            "is for every service of " + zone + " but " + Destinations.some(elsewhere),
                            "name its services to say so");
        }
        return left;
    }

    /** What the entry is called that names the service; null where none does. */
    private static @Nullable String namedBy(String service, Draft draft, List<Draft> all) {
        PublisherTarget target = draft.target().target();
        for (Draft other : all) {
            PublisherTarget there = other.target().target();
            if (target != null && there != null && other.names(service) && Destinations.instead(there, target)) {
                return other.name() == null ? there.kind() : other.name();
            }
        }
        return null;
    }

    private List<Destinations.Wanted> listed(Value value, @Nullable String zone) {
        if (value.isEmptyList()) {
            value.error("is empty, so that nothing is published", "remove it to publish every service of the zone");
        }
        Names.Unique unique = new Names.Unique();
        List<Destinations.Wanted> wanted = new ArrayList<>();
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
                wanted.add(new Destinations.Wanted(name, item));
            }
        }
        return wanted;
    }

    private static boolean isIn(String zone, String name) {
        return name.equals(zone) || name.endsWith("." + zone);
    }

    private List<ManagedName> managed(List<Destinations.Wanted> wanted, String domain, @Nullable Duration written) {
        Set<String> chosen = wanted.stream().map(Destinations.Wanted::service).collect(Collectors.toSet());
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
                .map(plan -> new ManagedName(plan.name(), domain, addresses(plan), ttl))
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
