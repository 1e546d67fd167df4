package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Durations;
import io.failoverd.daemon.config.yaml.Section;
import io.failoverd.daemon.config.yaml.Value;
import io.failoverd.daemon.core.EndpointPlan;
import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.daemon.core.health.CheckRule;
import io.failoverd.daemon.core.health.EndpointPolicy;
import io.failoverd.daemon.core.health.HealthPolicy;
import io.failoverd.daemon.core.health.HoldDown;
import io.failoverd.daemon.core.pool.AllDown;
import io.failoverd.daemon.core.pool.Maintenance;
import io.failoverd.daemon.core.pool.PoolPolicy;
import io.failoverd.daemon.core.pool.PoolRules;
import io.failoverd.daemon.core.pool.TtlPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    /** From here on caches, not probes, decide how long a dead address is used. */
    private static final Duration LONG_TTL = Duration.ofMinutes(5);

    private static final Duration MOST_HOLD_DOWN = Duration.ofDays(7);
    private static final Duration MOST_REMOVAL_SPACING = Duration.ofHours(1);
    private static final int MAX_SERVICES = 50_000;

    private static final List<String> LATER_POLICIES = List.of("weighted", "failover", "regional");

    private final EndpointReader endpointReader = new EndpointReader();
    private final Map<String, CheckReader.Read> checks;
    private final ZoneReader.Read zones;
    private final Names.Unique names = new Names.Unique();
    private final Set<String> usedChecks = new HashSet<>();

    ServiceReader(Map<String, CheckReader.Read> checks, ZoneReader.Read zones) {
        this.checks = checks;
        this.zones = zones;
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
        for (Value item : items) {
            ServicePlan plan = service(item.section(Vocabulary.SERVICE));
            if (plan != null) {
                plans.add(plan);
            }
        }
        for (CheckReader.Read check : checks.values()) {
            if (!usedChecks.contains(check.name())) {
                check.at().warning("no service uses this check", "remove it or name it in a service");
            }
        }
        return plans;
    }

    private @Nullable ServicePlan service(Section section) {
        String name = name(section);
        CheckReader.Read check = check(section);
        policy(section.get("policy"));
        HoldDown holdDown = holdDown(section);
        TtlPolicy ttl = ttl(section);
        Duration spacing = section.duration(
                "removalSpacing", ServicePlan.DEFAULT_REMOVAL_SPACING, Duration.ZERO, MOST_REMOVAL_SPACING);
        List<EndpointPlan> endpoints =
                endpointReader.read(section, check == null || check.check() == null ? null : check.check());
        AllDown allDown = allDown(section.get("allDown"), endpoints);
        int minAvailable = section.integer("minAvailable", MIN_AVAILABLE, 1, EndpointReader.MAX_ENDPOINTS);
        if (!endpoints.isEmpty()) {
            minAvailable(section, minAvailable, endpoints.size());
        }
        if (name == null || check == null || endpoints.isEmpty()) {
            return null;
        }
        var rule = new CheckRule(
                check.name(),
                check.cadence().interval(),
                HealthPolicy.inARow(check.fall(), check.rise(), check.minSpan()),
                false);
        var rules = new PoolRules(
                new PoolPolicy.All(),
                ttl,
                minAvailable,
                spacing,
                allDown,
                EndpointPolicy.of(rule, holdDown),
                new TreeMap<>(),
                new TreeMap<>());
        return new ServicePlan(name, rules, Maintenance.NONE, endpoints);
    }

    private @Nullable String name(Section section) {
        Value value = section.required("name");
        String name = Names.domain(value);
        if (value == null || name == null) {
            return null;
        }
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

    private CheckReader.@Nullable Read check(Section section) {
        Value value = section.required("check");
        String name = value == null ? null : value.text();
        if (value == null || name == null) {
            return null;
        }
        CheckReader.Read check = checks.get(name);
        if (check == null) {
            value.unknown("check", checks.keySet(), name);
            return null;
        }
        usedChecks.add(name);
        return check;
    }

    private static void policy(@Nullable Value value) {
        if (value == null) {
            return;
        }
        if (value.isMap()) {
            value.error("a policy with settings " + Section.LATER, "write all");
            return;
        }
        String word = value.text("a policy");
        if (word != null && LATER_POLICIES.contains(word)) {
            value.error("the policy " + word + " " + Section.LATER, "write all");
        } else if (word != null && !word.equals("all")) {
            value.unknown("policy", List.of("all"), word);
        }
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
        if (steady.compareTo(LONG_TTL) >= 0) {
            map.at("steady")
                    .warning(
                            "resolvers may give out a dead address for " + Durations.format(steady)
                                    + " after its removal, however fast it is found",
                            "write 30s");
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

    private static void minAvailable(Section section, int minAvailable, int endpoints) {
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
