package io.failoverd.daemon.sim;

import io.failoverd.daemon.core.health.EndpointPolicy;
import io.failoverd.daemon.core.pool.AllDown;
import io.failoverd.daemon.core.pool.Maintenance;
import io.failoverd.daemon.core.pool.MaintenanceWindow;
import io.failoverd.daemon.core.pool.PoolPolicy;
import io.failoverd.daemon.core.pool.PoolRules;
import io.failoverd.daemon.core.pool.Ramp;
import io.failoverd.daemon.core.pool.TtlPolicy;
import java.net.InetAddress;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** The rules of a pool by chance: its policy, its guards, what its regions carry, and when they are worked on. */
final class ScenarioRules {
    private static final List<String> CLIENTS = List.of("east", "west");

    private final RandomGenerator chance;

    ScenarioRules(RandomGenerator chance) {
        this.chance = chance;
    }

    PoolRules pool(EndpointPolicy health) {
        int changing = 1 + chance.nextInt(4);
        int steady = changing + chance.nextInt(chance.nextInt(4) == 0 ? 60 : 6);
        return new PoolRules(
                policy(),
                new TtlPolicy(Duration.ofSeconds(steady), Duration.ofSeconds(changing)),
                1 + chance.nextInt(chance.nextInt(3) == 0 ? 3 : 1),
                Duration.ofSeconds(chance.nextInt(chance.nextBoolean() ? 60 : 5)),
                allDown(),
                health,
                capacity(),
                new TreeMap<>(chance.nextBoolean() ? Map.of() : Map.of("east", 60, "west", 20)));
    }

    static PoolRules with(PoolRules rules, EndpointPolicy health) {
        return with(rules, rules.policy(), health);
    }

    PoolRules otherPolicy(PoolRules rules) {
        return with(rules, policy(), rules.health());
    }

    private static PoolRules with(PoolRules rules, PoolPolicy policy, EndpointPolicy health) {
        return new PoolRules(
                policy,
                rules.ttl(),
                rules.minAvailable(),
                rules.removalSpacing(),
                rules.allDown(),
                health,
                rules.capacity(),
                rules.traffic());
    }

    private AllDown allDown() {
        return switch (chance.nextInt(4)) {
            case 0 -> new AllDown.FailClosed();
            case 1 -> new AllDown.Fallback(List.of(InetAddress.ofLiteral("198.51.100.7")));
            default -> new AllDown.FailOpen();
        };
    }

    private PoolPolicy policy() {
        return switch (chance.nextInt(5)) {
            case 0 -> new PoolPolicy.All(most());
            case 1, 2 -> new PoolPolicy.Weighted(1 + chance.nextInt(3), ramp());
            case 3 ->
                new PoolPolicy.Failover(
                        1 + chance.nextInt(2),
                        chance.nextBoolean() ? PoolPolicy.Failback.AUTOMATIC : PoolPolicy.Failback.MANUAL,
                        most());
            default -> new PoolPolicy.Regional(clients(), 1 + chance.nextInt(2), 1 + chance.nextInt(2), ramp());
        };
    }

    /** The ramp of a policy, or none. */
    static Ramp ramp(PoolPolicy policy) {
        return switch (policy) {
            case PoolPolicy.Weighted weighted -> weighted.ramp();
            case PoolPolicy.Regional regional -> regional.ramp();
            case PoolPolicy.All _, PoolPolicy.Failover _ -> Ramp.NONE;
        };
    }

    private int most() {
        return chance.nextBoolean() ? PoolPolicy.NO_LIMIT : 1 + chance.nextInt(2);
    }

    private Ramp ramp() {
        return switch (chance.nextInt(4)) {
            case 0 -> Ramp.NONE;
            case 1 -> new Ramp(List.of(10, 100), Duration.ofSeconds(chance.nextInt(15)));
            default -> Ramp.DEFAULT;
        };
    }

    private Map<String, PoolPolicy.ClientRule> clients() {
        Map<String, PoolPolicy.ClientRule> clients = new HashMap<>();
        for (String client : CLIENTS.subList(0, 1 + chance.nextInt(CLIENTS.size()))) {
            Map<String, Integer> distribution = new HashMap<>();
            distribution.put(region(), 90);
            distribution.putIfAbsent(region(), 10);
            var order = new ArrayList<String>();
            for (int i = chance.nextInt(3); i > 0; i--) {
                String next = region();
                if (!order.contains(next)) {
                    order.add(next);
                }
            }
            clients.put(client, new PoolPolicy.ClientRule(distribution, order));
        }
        return clients;
    }

    private SortedMap<String, Integer> capacity() {
        SortedMap<String, Integer> capacity = new TreeMap<>();
        if (chance.nextInt(3) == 0) {
            capacity.put(region(), 30 + chance.nextInt(60));
            capacity.put(region(), 30 + chance.nextInt(60));
        }
        return capacity;
    }

    private String region() {
        return ScenarioConfigs.REGIONS.get(chance.nextInt(ScenarioConfigs.REGIONS.size()));
    }

    /** Mostly none; else around the time at which a scenario plays, or on another day that a step of the clock reaches. */
    Maintenance maintenance() {
        var windows = new ArrayList<MaintenanceWindow>();
        int count = chance.nextInt(6) == 0 ? 1 + chance.nextInt(2) : 0;
        for (int i = 0; i < count; i++) {
            Set<String> endpoints = chance.nextBoolean()
                    ? Set.of(ScenarioConfigs.ENDPOINTS.get(chance.nextInt(ScenarioConfigs.ENDPOINTS.size())))
                    : Set.of();
            var scope = new MaintenanceWindow.Scope(endpoints, endpoints.isEmpty() ? Set.of(region()) : Set.of());
            Instant from = SimClock.ORIGIN.plusSeconds(chance.nextInt(100) - 20);
            long seconds = 1 + chance.nextLong(40);
            windows.add(
                    chance.nextBoolean()
                            ? new MaintenanceWindow.Once(scope, from, from.plusSeconds(seconds), "patches")
                            : weekly(scope, from, seconds));
        }
        return windows.isEmpty() ? Maintenance.NONE : new Maintenance(windows);
    }

    private MaintenanceWindow weekly(MaintenanceWindow.Scope scope, Instant from, long seconds) {
        ZoneId zone = ZoneId.of(chance.nextBoolean() ? "UTC" : "Asia/Shanghai");
        LocalTime begin = from.atZone(zone).toLocalTime();
        Set<DayOfWeek> days = EnumSet.of(
                from.atZone(zone).getDayOfWeek(), DayOfWeek.of(1 + chance.nextInt(DayOfWeek.values().length)));
        return new MaintenanceWindow.Weekly(scope, days, begin, Duration.ofSeconds(seconds), zone, "");
    }
}
