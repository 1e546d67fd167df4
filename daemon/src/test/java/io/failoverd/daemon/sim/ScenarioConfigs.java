package io.failoverd.daemon.sim;

import io.failoverd.daemon.core.EndpointPlan;
import io.failoverd.daemon.core.Plans;
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
import io.failoverd.probes.model.Cadence;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Configurations by chance: a first one, and what a person might make of it. */
final class ScenarioConfigs {
    private static final List<String> ENDPOINTS = List.of("a", "b", "c", "d");

    private final RandomGenerator chance;

    ScenarioConfigs(RandomGenerator chance) {
        this.chance = chance;
    }

    Simulation.Config first() {
        var plans = new ArrayList<ServicePlan>();
        var cadences = new HashMap<String, Cadence>();
        int services = 1 + chance.nextInt(2);
        for (int i = 0; i < services; i++) {
            add("s" + i, plans, cadences);
        }
        return new Simulation.Config(plans, cadences);
    }

    /** A service comes or goes, or one of them is edited. */
    Simulation.Config next(Simulation.Config present) {
        var plans = new ArrayList<>(present.plans());
        Map<String, Cadence> cadences = new HashMap<>(present.cadences());
        int kind = chance.nextInt(10);
        if (kind == 0 && plans.size() < 3) {
            String name = "s" + chance.nextInt(5);
            if (!cadences.containsKey(name)) {
                add(name, plans, cadences);
            }
        } else if (kind == 1 && plans.size() > 1) {
            ServicePlan gone = plans.remove(chance.nextInt(plans.size()));
            cadences.remove(gone.name());
        } else {
            int index = chance.nextInt(plans.size());
            ServicePlan old = plans.get(index);
            Cadence cadence = chance.nextInt(4) == 0 ? cadence() : cadences.get(old.name());
            cadences.put(old.name(), cadence);
            plans.set(index, edited(old, cadence));
        }
        return new Simulation.Config(plans, cadences);
    }

    private void add(String name, List<ServicePlan> plans, Map<String, Cadence> cadences) {
        Cadence cadence = cadence();
        cadences.put(name, cadence);
        int count = 1 + chance.nextInt(ENDPOINTS.size());
        var endpoints = new ArrayList<EndpointPlan>();
        for (int i = 0; i < count; i++) {
            endpoints.add(endpoint(ENDPOINTS.get(i), endpoints));
        }
        plans.add(plan(name, "page", cadence, health(cadence), endpoints));
    }

    private ServicePlan edited(ServicePlan old, Cadence cadence) {
        List<EndpointPlan> endpoints = new ArrayList<>(old.endpoints());
        String check = old.health().checks().getFirst().check();
        EndpointPolicy health = old.health();
        switch (chance.nextInt(6)) {
            case 0 ->
                ENDPOINTS.stream()
                        .filter(name ->
                                endpoints.stream().noneMatch(has -> has.name().equals(name)))
                        .findFirst()
                        .ifPresent(
                                name -> endpoints.add(chance.nextInt(endpoints.size() + 1), endpoint(name, endpoints)));
            case 1 -> {
                if (endpoints.size() > 1) {
                    endpoints.remove(chance.nextInt(endpoints.size()));
                }
            }
            case 2 -> {
                int index = chance.nextInt(endpoints.size());
                endpoints.set(index, endpoint(endpoints.get(index).name(), endpoints));
            }
            case 3 -> health = health(cadence);
            case 4 -> check = check.equals("page") ? "tcp" : "page";
            default -> endpoints.addFirst(endpoints.removeLast());
        }
        return plan(old.name(), check, cadence, health, endpoints);
    }

    private ServicePlan plan(
            String name, String check, Cadence cadence, EndpointPolicy health, List<EndpointPlan> endpoints) {
        int changing = 1 + chance.nextInt(10);
        var rule = new CheckRule(
                check, cadence.interval(), health.checks().getFirst().policy(), false);
        var rules = new PoolRules(
                new PoolPolicy.All(),
                new TtlPolicy(Duration.ofSeconds(changing + chance.nextInt(60)), Duration.ofSeconds(changing)),
                1 + chance.nextInt(chance.nextInt(3) == 0 ? 3 : 1),
                Duration.ofSeconds(chance.nextInt(60)),
                allDown(),
                EndpointPolicy.of(rule, health.holdDown()),
                Collections.emptySortedMap(),
                Collections.emptySortedMap());
        return new ServicePlan(name, rules, Maintenance.NONE, endpoints);
    }

    private AllDown allDown() {
        return switch (chance.nextInt(4)) {
            case 0 -> new AllDown.FailClosed();
            case 1 -> new AllDown.Fallback(List.of(InetAddress.ofLiteral("198.51.100.7")));
            default -> new AllDown.FailOpen();
        };
    }

    /** At an address that no other endpoint of the service has. */
    private EndpointPlan endpoint(String name, List<EndpointPlan> others) {
        while (true) {
            InetAddress address = Plans.address(1 + chance.nextInt(12));
            if (others.stream().noneMatch(other -> other.address().equals(address))) {
                return new EndpointPlan(name, "cn-" + name, address);
            }
        }
    }

    private Cadence cadence() {
        Duration interval = Duration.ofMillis(List.of(500, 1000, 2000, 5000).get(chance.nextInt(4)));
        Duration recheck = Duration.ofMillis(Math.min(500, interval.toMillis() / 4));
        Duration timeout = Duration.ofMillis(List.of(300, 1000, 3000).get(chance.nextInt(3)));
        return new Cadence(interval, recheck, timeout, timeout);
    }

    private EndpointPolicy health(Cadence cadence) {
        int fall = 1 + chance.nextInt(4);
        long usual = cadence.recheck().toMillis() * (fall - 1) * 9 / 10;
        long minSpan = chance.nextInt(6) == 0 ? chance.nextInt(4000) : usual;
        Duration base = Duration.ofMillis(chance.nextInt(3) == 0 ? 0 : chance.nextInt(20_000));
        var holdDown = new HoldDown(
                base, base.multipliedBy(1 + chance.nextInt(8)), Duration.ofSeconds(10 + chance.nextInt(3600)));
        var policy = HealthPolicy.inARow(fall, 1 + chance.nextInt(6), Duration.ofMillis(minSpan));
        return EndpointPolicy.of(new CheckRule("page", cadence.interval(), policy, false), holdDown);
    }
}
