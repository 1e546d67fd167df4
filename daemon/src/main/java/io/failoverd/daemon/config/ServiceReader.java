package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Durations;
import io.failoverd.daemon.config.yaml.Section;
import io.failoverd.daemon.config.yaml.Value;
import io.failoverd.daemon.core.EndpointPlan;
import io.failoverd.daemon.core.HostPlan;
import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.daemon.core.health.EndpointPolicy;
import io.failoverd.daemon.core.health.HoldDown;
import io.failoverd.daemon.core.pool.AllDown;
import io.failoverd.daemon.core.pool.Maintenance;
import io.failoverd.daemon.core.pool.PoolPolicy;
import io.failoverd.daemon.core.pool.PoolRules;
import io.failoverd.daemon.core.pool.TtlPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads {@code services}. */
final class ServiceReader {
    static final Duration TTL_STEADY = Duration.ofSeconds(30);
    static final Duration TTL_CHANGING = Duration.ofSeconds(5);
    static final Duration HOLD_DOWN = Duration.ofSeconds(60);
    static final int MIN_AVAILABLE = 1;

    private static final Duration LEAST_TTL = Duration.ofSeconds(1);
    private static final Duration MOST_TTL = Duration.ofDays(1);
    private static final Duration MOST_HOLD_DOWN = Duration.ofDays(7);
    private static final Duration MOST_REMOVAL_SPACING = Duration.ofHours(1);
    private static final int MAX_SERVICES = 50_000;

    /** Percent of a service's traffic; a region may be built for several times of it. */
    private static final int MOST_CAPACITY = 1000;

    private final EndpointReader endpointReader = new EndpointReader();
    private final ServiceChecks checks;
    private final ZoneReader.Read zones;
    private final ClientReader.Read clients;
    private final PolicyReader policies;
    private final Names.Unique names = new Names.Unique();
    private final Set<String> named = new LinkedHashSet<>();
    private boolean complete;

    /**
     * Which services there are, also those that have problems.
     *
     * @param complete whether every service's name could be read
     */
    record Named(Set<String> names, boolean complete) {}

    ServiceReader(Map<String, CheckReader.Read> checks, ZoneReader.Read zones, ClientReader.Read clients) {
        this.checks = new ServiceChecks(checks);
        this.zones = zones;
        this.clients = clients;
        this.policies = new PolicyReader(clients);
    }

    List<ServicePlan> read(@Nullable Value services) {
        List<ServicePlan> plans = new ArrayList<>();
        if (services == null) {
            return plans;
        }
        List<Value> items = services.items(MAX_SERVICES);
        if (services.isEmptyList()) {
            services.error("is empty, so there is nothing to do", "add a service");
        }
        complete = !items.isEmpty();
        for (Value item : items) {
            ServicePlan plan = service(item.section(Vocabulary.SERVICE));
            if (plan != null) {
                plans.add(plan);
            }
        }
        checks.warnOfUnused();
        policies.warnOfUnused();
        return plans;
    }

    /** After reading. */
    Named named() {
        return new Named(Collections.unmodifiableSet(named), complete);
    }

    private @Nullable ServicePlan service(Section section) {
        String name = name(section);
        List<ServiceChecks.Use> uses = checks.uses(section);
        EndpointPolicy health = checks.policy(section, uses, holdDown(section));
        TtlPolicy ttl = ttl(section);
        Duration spacing = section.duration(
                "removalSpacing", ServicePlan.DEFAULT_REMOVAL_SPACING, Duration.ZERO, MOST_REMOVAL_SPACING);
        EndpointReader.Read endpoints = endpointReader.read(section, ServiceChecks.known(uses), zones);
        PoolPolicy policy = policies.read(section.get("policy"), ttl, endpoints.regions());
        AllDown allDown = allDown(section.get("allDown"), endpoints.plans());
        int minAvailable = section.integer("minAvailable", MIN_AVAILABLE, 1, EndpointReader.MAX_ENDPOINTS);
        SortedMap<String, Integer> capacity = capacity(section.get("capacity"), endpoints);
        SortedMap<String, Integer> traffic = traffic(section.get("traffic"));
        Maintenance maintenance = new MaintenanceReader(endpoints).read(section.get("maintenance"));
        if (endpoints.complete()) {
            minAvailable(section, minAvailable, endpoints);
        }
        if (name == null || health == null || !endpoints.complete()) {
            return null;
        }
        var rules = new PoolRules(policy, ttl, minAvailable, spacing, allDown, health, capacity, traffic);
        var plan = new ServicePlan(name, rules, maintenance, endpoints.plans(), endpoints.hosts(), null);
        new ServiceReview(section, plan, endpoints, uses).warn();
        return plan;
    }

    private @Nullable String name(Section section) {
        Value value = section.required("name");
        String name = Names.domain(value);
        if (value == null || name == null) {
            complete = false;
            return null;
        }
        named.add(name);
        names.take(value, name, "a service with the name " + name);
        if (!zones.hold(name)) {
            value.error(
                    name + " is in none of the zones",
                    zones.names().isEmpty()
                            ? "add a zone for it under zones"
                            : "the zones are " + String.join(", ", zones.names()));
        }
        return name;
    }

    private static SortedMap<String, Integer> capacity(@Nullable Value value, EndpointReader.Read endpoints) {
        var capacity = new TreeMap<String, Integer>();
        for (Value.Named region : value == null ? List.<Value.Named>of() : value.named("{REGION: 70}")) {
            PolicyReader.knownRegion(region.key(), region.name(), endpoints.regions());
            capacity.put(region.name(), region.value().integer(100, 1, MOST_CAPACITY));
        }
        return capacity;
    }

    private SortedMap<String, Integer> traffic(@Nullable Value value) {
        var traffic = new TreeMap<String, Integer>();
        for (Value.Named client : value == null ? List.<Value.Named>of() : value.named("{CLIENT-REGION: 60}")) {
            PolicyReader.knownClient(client, clients);
            traffic.put(client.name(), client.value().integer(0, 0, 100));
        }
        int sum = traffic.values().stream().mapToInt(Integer::intValue).sum();
        if (value != null && sum > 100) {
            value.error("adds up to " + sum + " %", "write at most 100 in all; what is missing comes from elsewhere");
        }
        return traffic;
    }

    private static HoldDown holdDown(Section section) {
        Value value = section.get("holdDown");
        if (value == null) {
            return new HoldDown(HOLD_DOWN, HoldDown.DEFAULT_CAP, HoldDown.DEFAULT_DECAY);
        }
        if (!value.isMap()) {
            Duration base = value.duration(HOLD_DOWN, Duration.ZERO, MOST_HOLD_DOWN);
            return new HoldDown(base, longer(base, HoldDown.DEFAULT_CAP), HoldDown.DEFAULT_DECAY);
        }
        Section map = value.section(Vocabulary.HOLD_DOWN);
        Duration base = map.duration("base", HOLD_DOWN, Duration.ZERO, MOST_HOLD_DOWN);
        Duration cap = map.duration("cap", longer(base, HoldDown.DEFAULT_CAP), Duration.ZERO, MOST_HOLD_DOWN);
        if (cap.compareTo(base) < 0) {
            map.at("cap")
                    .error(
                            Durations.format(cap) + " is shorter than the base of " + Durations.format(base),
                            "write " + Durations.format(base) + " or more");
            cap = base;
        }
        return new HoldDown(
                base, cap, map.duration("decay", HoldDown.DEFAULT_DECAY, Duration.ofSeconds(1), MOST_HOLD_DOWN));
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    private static TtlPolicy ttl(Section section) {
        Section map = section.section("ttl", Vocabulary.TTL);
        Duration steady = wholeSeconds(map, "steady", TTL_STEADY, LEAST_TTL, MOST_TTL);
        Duration usual = steady.compareTo(TTL_CHANGING) < 0 ? steady : TTL_CHANGING;
        Duration changing = wholeSeconds(map, "changing", usual, LEAST_TTL, MOST_TTL);
        if (changing.compareTo(steady) > 0) {
            map.at("changing")
                    .error(
                            Durations.format(changing) + " is longer than the steady TTL of "
                                    + Durations.format(steady),
                            "write " + Durations.format(steady) + " or less");
            changing = usual;
        }
        return new TtlPolicy(steady, changing);
    }

    static Duration wholeSeconds(Section map, String key, Duration usual, Duration least, Duration most) {
        Duration ttl = map.duration(key, usual, least, most);
        if (ttl.toMillisPart() != 0) {
            map.at(key)
                    .error(
                            Durations.format(ttl) + " is not a whole number of seconds",
                            "write " + ttl.toSeconds() + "s or " + (ttl.toSeconds() + 1) + "s");
            return Duration.ofSeconds(ttl.toSeconds());
        }
        return ttl;
    }

    private static AllDown allDown(@Nullable Value value, List<EndpointPlan> endpoints) {
        if (value == null) {
            return new AllDown.FailOpen();
        }
        if (value.isMap()) {
            return EndpointReader.fallback(value, endpoints);
        }
        String word = value.isText() ? value.text() : null;
        if (word == null && !value.isText()) {
            value.error("is " + value.yaml().described(), "write fail-open, fail-closed or {fallback: [ADDRESS]}");
        } else if (word != null && !word.equals("fail-open") && !word.equals("fail-closed")) {
            value.unknown("rule", List.of("fail-open", "fail-closed", "{fallback: [ADDRESS]}"), word);
        }
        return "fail-closed".equals(word) ? new AllDown.FailClosed() : new AllDown.FailOpen();
    }

    private static void minAvailable(Section section, int minAvailable, EndpointReader.Read read) {
        if (!read.hosts().isEmpty()) {
            int most = read.plans().size() + read.hosts().size() * HostPlan.MOST_ADDRESSES;
            if (minAvailable > most) {
                section.at("minAvailable")
                        .error(
                                minAvailable + " is more than the service's endpoints, of which there are " + most
                                        + " with all addresses that its host names may have",
                                "write at most " + most);
            }
            return;
        }
        int endpoints = read.plans().size();
        if (minAvailable > endpoints) {
            section.at("minAvailable")
                    .error(
                            minAvailable + " is more than the service's endpoints, of which there "
                                    + (endpoints == 1 ? "is 1" : "are " + endpoints),
                            "write at most " + endpoints);
        } else if (minAvailable == endpoints && endpoints > 1) {
            section.at("minAvailable")
                    .warning("is the number of endpoints, so that none is ever removed", "write less");
        } else if (endpoints == 1) {
            section.at("endpoints").warning("has one endpoint, so that there is nothing to fail over to", null);
        }
    }
}
