package io.failoverd.daemon.sim;

import io.failoverd.daemon.core.EndpointPlan;
import io.failoverd.daemon.core.HostPlan;
import io.failoverd.daemon.core.Plan;
import io.failoverd.daemon.core.Plans;
import io.failoverd.daemon.core.SentinelPlan;
import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.daemon.core.health.CheckRule;
import io.failoverd.daemon.core.health.EndpointPolicy;
import io.failoverd.daemon.core.health.HealthPolicy;
import io.failoverd.daemon.core.health.HoldDown;
import io.failoverd.daemon.core.pool.PoolRules;
import io.failoverd.daemon.core.pool.SafetyBrake;
import io.failoverd.probes.model.Cadence;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Configurations by chance: a first one, and what a person might make of it. */
final class ScenarioConfigs {
    static final List<String> ENDPOINTS = List.of("a", "b", "c", "d");
    static final List<String> REGIONS = List.of("cn-east", "cn-north", "cn-south");
    private static final List<String> HOSTS = List.of("m", "n");
    private static final List<String> SENTINELS = List.of("x", "y", "z");
    private static final List<String> CHECKS = List.of("page", "tcp", "deep");

    private final RandomGenerator chance;
    private final ScenarioRules rules;

    ScenarioConfigs(RandomGenerator chance) {
        this.chance = chance;
        this.rules = new ScenarioRules(chance);
    }

    Simulation.Config first() {
        var plans = new ArrayList<ServicePlan>();
        var cadences = new HashMap<String, Cadence>();
        int services = 1 + chance.nextInt(2);
        for (int i = 0; i < services; i++) {
            plans.add(service("s" + i, cadences));
        }
        return new Simulation.Config(new Plan(plans, sentinels(), brake(), publishers(plans)), cadences, cadence());
    }

    /** A service comes or goes, or one of them is edited, or what they have in common is. */
    Simulation.Config next(Simulation.Config present) {
        var plans = new ArrayList<>(present.plans());
        Map<String, Cadence> cadences = new HashMap<>(present.cadences());
        SentinelPlan sentinels = present.plan().sentinels();
        SafetyBrake.@Nullable Rule brake = present.plan().brake();
        switch (chance.nextInt(12)) {
            case 0 -> {
                String name = "s" + chance.nextInt(5);
                if (plans.size() < 3
                        && plans.stream().noneMatch(plan -> plan.name().equals(name))) {
                    plans.add(service(name, cadences));
                }
            }
            case 1 -> {
                if (plans.size() > 1) {
                    plans.remove(chance.nextInt(plans.size()));
                }
            }
            case 2 -> sentinels = sentinels();
            case 3 -> brake = brake();
            case 4 -> {} // the same again
            default -> {
                int index = chance.nextInt(plans.size());
                plans.set(index, edited(plans.get(index), cadences));
            }
        }
        return new Simulation.Config(
                new Plan(plans, sentinels, brake, publishers(plans)), cadences, present.sentinels());
    }

    private Map<String, Set<String>> publishers(List<ServicePlan> plans) {
        Map<String, Set<String>> publishers = new HashMap<>();
        plans.forEach(
                plan -> publishers.put(plan.name(), chance.nextInt(5) == 0 ? Set.of() : Set.of(SimPublisher.REMOTE)));
        return publishers;
    }

    private SentinelPlan sentinels() {
        int count = chance.nextInt(5) < 2 ? 0 : 1 + chance.nextInt(SENTINELS.size());
        return count == 0
                ? SentinelPlan.NONE
                : new SentinelPlan(SENTINELS.subList(0, count), 1 + chance.nextInt(count));
    }

    private SafetyBrake.@Nullable Rule brake() {
        return chance.nextInt(4) == 0
                ? new SafetyBrake.Rule(1 + chance.nextInt(2), Duration.ofSeconds(1 + chance.nextInt(30)))
                : null;
    }

    private ServicePlan service(String name, Map<String, Cadence> cadences) {
        int count = 1 + chance.nextInt(ENDPOINTS.size());
        var endpoints = new ArrayList<EndpointPlan>();
        for (int i = 0; i < count; i++) {
            endpoints.add(endpoint(ENDPOINTS.get(i), endpoints));
        }
        List<HostPlan> hosts = chance.nextInt(3) == 0 ? hosts() : List.of();
        if (!hosts.isEmpty() && chance.nextInt(4) == 0) {
            endpoints.clear();
        }
        return new ServicePlan(name, rules.pool(health(name, cadences)), rules.maintenance(), endpoints, hosts, null);
    }

    private ServicePlan edited(ServicePlan old, Map<String, Cadence> cadences) {
        List<EndpointPlan> endpoints = new ArrayList<>(old.endpoints());
        PoolRules pool = old.rules();
        EndpointPolicy health = old.health();
        List<HostPlan> hosts = chance.nextInt(6) > 0 || old.hosts().isEmpty() ? old.hosts() : hosts();
        switch (endpoints.isEmpty() ? 0 : chance.nextInt(9)) {
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
            case 2, 3 -> {
                int index = chance.nextInt(endpoints.size());
                EndpointPlan changed = endpoint(endpoints.get(index).name(), endpoints);
                EndpointPlan same = endpoints.get(index);
                boolean moves = chance.nextBoolean();
                endpoints.set(
                        index,
                        new EndpointPlan(
                                same.name(),
                                changed.region(),
                                moves ? changed.address() : same.address(),
                                changed.weight(),
                                changed.tier()));
            }
            case 4 -> health = health(old.name(), cadences);
            case 5 -> health = otherThresholds(old, cadences);
            case 6 -> pool = rules.pool(health);
            case 7 -> pool = rules.otherPolicy(pool);
            default -> endpoints.addFirst(endpoints.removeLast());
        }
        boolean otherWindows = chance.nextInt(10) == 0;
        return new ServicePlan(
                old.name(),
                ScenarioRules.with(pool, health),
                otherWindows ? rules.maintenance() : old.maintenance(),
                endpoints,
                hosts,
                old.vantages());
    }

    /** One or two; another host name, or other weights, under the same name. */
    private List<HostPlan> hosts() {
        var hosts = new ArrayList<HostPlan>();
        for (String name : HOSTS.subList(0, 1 + chance.nextInt(HOSTS.size()))) {
            hosts.add(new HostPlan(
                    name,
                    REGIONS.get(chance.nextInt(REGIONS.size())),
                    name + (chance.nextInt(4) == 0 ? "2" : "") + ".example.net",
                    HostPlan.Family.BOTH,
                    chance.nextInt(101),
                    1 + chance.nextInt(3)));
        }
        return hosts;
    }

    private EndpointPolicy otherThresholds(ServicePlan old, Map<String, Cadence> cadences) {
        var checks = new ArrayList<CheckRule>();
        for (CheckRule rule : old.health().checks()) {
            Cadence cadence = cadences.get(old.name() + "/" + rule.check());
            checks.add(new CheckRule(rule.check(), rule.interval(), threshold(cadence), rule.observed()));
        }
        return policy(checks);
    }

    /** One check mostly, or several of which one may only observe. */
    private EndpointPolicy health(String service, Map<String, Cadence> cadences) {
        int count = chance.nextInt(5) < 3 ? 1 : 2 + chance.nextInt(2);
        int first = count == 1 ? chance.nextInt(2) : 0;
        var checks = new ArrayList<CheckRule>();
        for (int i = first; i < first + count; i++) {
            Cadence cadence = cadence();
            String check = CHECKS.get(i);
            cadences.put(service + "/" + check, cadence);
            boolean observed = i == count - 1 && count > 1 && chance.nextInt(3) == 0;
            checks.add(new CheckRule(check, cadence.interval(), threshold(cadence), observed));
        }
        return policy(checks);
    }

    private EndpointPolicy policy(List<CheckRule> checks) {
        Duration base = Duration.ofMillis(chance.nextInt(3) == 0 ? 0 : chance.nextInt(15_000));
        var holdDown = new HoldDown(
                base, base.multipliedBy(1 + chance.nextInt(8)), Duration.ofSeconds(10 + chance.nextInt(3600)));
        int counted = (int) checks.stream().filter(rule -> !rule.observed()).count();
        return new EndpointPolicy(checks, 1 + chance.nextInt(counted), holdDown, chance.nextInt(8) == 0);
    }

    private HealthPolicy threshold(Cadence cadence) {
        int fall = 1 + chance.nextInt(4);
        int rise = 1 + chance.nextInt(5);
        Duration usual = Duration.ofMillis(cadence.recheck().toMillis() * (fall - 1) * 9 / 10);
        if (chance.nextInt(4) == 0) {
            return new HealthPolicy(fall, fall + 1 + chance.nextInt(6), rise, usual);
        }
        boolean longer = chance.nextInt(6) == 0;
        return HealthPolicy.inARow(fall, rise, longer ? Duration.ofMillis(chance.nextInt(4000)) : usual);
    }

    /** At an address that no other endpoint of the service has. */
    private EndpointPlan endpoint(String name, List<EndpointPlan> others) {
        while (true) {
            InetAddress address = Plans.address(1 + chance.nextInt(12));
            if (others.stream().noneMatch(other -> other.address().equals(address))) {
                return new EndpointPlan(
                        name,
                        REGIONS.get(chance.nextInt(REGIONS.size())),
                        address,
                        chance.nextInt(5) == 0 ? 0 : chance.nextInt(101),
                        1 + chance.nextInt(3));
            }
        }
    }

    private Cadence cadence() {
        Duration interval =
                Duration.ofMillis(List.of(500, 1000, 1000, 2000, 2000, 5000).get(chance.nextInt(6)));
        Duration recheck = Duration.ofMillis(Math.min(500, interval.toMillis() / 4));
        Duration timeout = Duration.ofMillis(List.of(300, 1000, 3000).get(chance.nextInt(3)));
        return new Cadence(interval, recheck, timeout, timeout);
    }
}
