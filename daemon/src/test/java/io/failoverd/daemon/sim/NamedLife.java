package io.failoverd.daemon.sim;

import io.failoverd.daemon.core.Alert;
import io.failoverd.daemon.core.Effect;
import io.failoverd.daemon.core.EndpointMemory;
import io.failoverd.daemon.core.EndpointState;
import io.failoverd.daemon.core.Engine;
import io.failoverd.daemon.core.Event;
import io.failoverd.daemon.core.HostPlan;
import io.failoverd.daemon.core.KeptMemory;
import io.failoverd.daemon.core.Memory;
import io.failoverd.daemon.core.Plan;
import io.failoverd.daemon.core.Plans;
import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.daemon.core.ServiceState;
import io.failoverd.daemon.core.Step;
import io.failoverd.daemon.core.World;
import io.failoverd.daemon.core.health.HoldDown;
import io.failoverd.daemon.core.health.ProbeScript;
import io.failoverd.daemon.core.pool.AllDown;
import io.failoverd.daemon.core.pool.Condition;
import io.failoverd.daemon.core.pool.Decision;
import io.failoverd.daemon.core.pool.Member;
import io.failoverd.daemon.core.pool.OverrideMode;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.TargetId;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A service whose endpoints are host names, through a life of chance: addresses come and go while gateways die, resolvers
 * fail, operators act, and the daemon is reloaded, stopped and killed. A naive model says after each step which endpoints
 * there have to be.
 */
final class NamedLife {
    private static final int STEPS = 400;
    private static final int ADDRESSES = 14;
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final HoldDown HOLD =
            new HoldDown(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofMinutes(10));

    private final Random chance;
    private final KeptMemory disk = new KeptMemory(0, 3);
    private final List<Recording> recordings = new ArrayList<>();
    private final Set<Integer> dead = new HashSet<>();
    private final Map<String, List<Integer>> truth = new HashMap<>();
    /** What each name was last resolved to, and everything that it ever was. */
    private final Map<String, Set<Integer>> known = new TreeMap<>();

    private final Map<String, Set<Set<Integer>>> past = new HashMap<>();
    private final Map<String, Boolean> firing = new HashMap<>();
    private final boolean literal;
    private List<String> names = List.of("x", "y");
    private Moment now = Moment.ZERO;
    private Instant wall = NOON;
    private World world;
    private int changes;
    private int alerts;

    NamedLife(long seed) {
        chance = new Random(seed);
        literal = chance.nextInt(3) > 0;
        names.forEach(this::move);
        world = started(Memory.NONE);
    }

    List<Recording> recordings() {
        return recordings;
    }

    /** How often the endpoints of the service changed. */
    int changes() {
        return changes;
    }

    /** How many alerts of a name that could not be resolved began. */
    int alerts() {
        return alerts;
    }

    void run() {
        for (int i = 0; i < STEPS; i++) {
            pass(10 + chance.nextInt(500));
            happen();
        }
        getWell();
    }

    private void happen() {
        switch (chance.nextInt(24)) {
            case 0, 1, 2 -> resolve(name());
            case 3, 4 -> fail(name());
            case 5, 6 -> move(name());
            case 7, 8 -> {
                int one = 1 + chance.nextInt(ADDRESSES);
                if (!dead.remove(one)) {
                    dead.add(one);
                }
            }
            case 9 -> override();
            case 10 -> {
                names = chance.nextInt(3) == 0 ? List.of("x") : List.of("x", "y");
                known.keySet().removeIf(name -> !names.contains(name));
                step(new Event.Configured(plan(), Memory.NONE));
            }
            case 11 -> restart();
            default -> probeSomething();
        }
    }

    private String name() {
        return names.get(chance.nextInt(names.size()));
    }

    /** The provider gives the name other addresses, of which one or two may be endpoints already. */
    private void move(String name) {
        var next = new TreeSet<Integer>();
        int count = 1 + chance.nextInt(4);
        while (next.size() < count) {
            next.add(1 + chance.nextInt(ADDRESSES));
        }
        truth.put(name, List.copyOf(next));
    }

    private void resolve(String name) {
        List<Integer> found = truth.getOrDefault(name, List.of());
        known.put(name, new TreeSet<>(found));
        past.computeIfAbsent(name, _ -> new HashSet<>()).add(new TreeSet<>(found));
        step(new Event.HostResolved(
                Plans.SERVICE,
                name,
                name + ".example.net",
                found.stream().map(Plans::address).toList()));
    }

    /** Nothing but what time alone does. */
    private void fail(String name) {
        step(new Event.Tick());
        List<String> endpoints = endpoints();
        List<InetAddress> answer = answer();
        step(new Event.HostUnresolved(Plans.SERVICE, name, name + ".example.net", "no answer in time"));
        Promise.that(endpoints.equals(endpoints()), () -> "a failure changed the endpoints: " + endpoints);
        Promise.that(answer.equals(answer()), () -> "a failure changed the answer: " + answer);
    }

    private void probeSomething() {
        List<EndpointState> endpoints = service().endpoints();
        if (!endpoints.isEmpty()) {
            probe(endpoints.get(chance.nextInt(endpoints.size())));
        }
    }

    private void probe(EndpointState endpoint) {
        int octet = endpoint.plan().address().getAddress()[3];
        var id = new TargetId(Plans.SERVICE, endpoint.plan().name(), Plans.CHECK);
        Moment start = now;
        pass(5);
        step(new Event.ProbeFinished(ProbeScript.probed(id, dead.contains(octet) ? 'D' : 'U', start, now)));
    }

    private void override() {
        List<String> all = Stream.concat(endpoints().stream(), names.stream()).toList();
        OverrideMode[] modes = OverrideMode.values();
        step(new Event.OverrideAsked(
                Plans.SERVICE,
                all.get(chance.nextInt(all.size())),
                modes[chance.nextInt(modes.length)],
                Duration.ofSeconds(1 + chance.nextInt(60)),
                "ops",
                "ticket 7",
                false));
    }

    private void restart() {
        if (chance.nextBoolean()) {
            disk.commit();
            List<String> kept = disk.at(wall).endpoints().stream()
                    .map(EndpointMemory::endpoint)
                    .sorted()
                    .toList();
            Promise.that(
                    kept.equals(endpoints().stream().sorted().toList()),
                    () -> "kept is " + kept + ", there are " + endpoints());
        } else {
            disk.crash();
        }
        firing.clear();
        disk.outbox().forEach(alert -> firing.put(alert.incident(), alert.firing()));
        Memory memory = disk.at(wall);
        wall = wall.plusMillis(chance.nextInt(3000));
        now = Moment.ZERO;
        known.clear();
        world = started(memory);
    }

    /** What a name has after a start is something that it had before it. */
    private World started(Memory memory) {
        long used = disk.reserved();
        disk.reserve(used + 1_000_000);
        world = World.start(now, wall, used, disk.reserved());
        recordings.add(new Recording(world));
        apply(new Event.Configured(plan(), memory));
        for (var host : service().hosts()) {
            Set<Integer> addresses = octets(host.addresses());
            if (!addresses.isEmpty()) {
                String name = host.plan().name();
                // An address that two names had is remembered under one of them.
                Promise.that(
                        past.getOrDefault(name, Set.of()).stream().anyMatch(had -> had.containsAll(addresses)),
                        () -> name + " never had " + addresses);
                known.put(name, addresses);
            }
        }
        check();
        return world;
    }

    private Plan plan() {
        ServicePlan plan = Plans.plan(
                Plans.SERVICE,
                "a=1",
                ProbeScript.policy(3, 2, Duration.ofMillis(900), HOLD),
                1,
                new AllDown.FailOpen());
        List<HostPlan> hosts = names.stream()
                .map(name -> new HostPlan(name, "cn-" + name, name + ".example.net", HostPlan.Family.BOTH, 100, 1))
                .toList();
        return Plan.of(List.of(new ServicePlan(
                plan.name(), plan.rules(), plan.maintenance(), literal ? plan.endpoints() : List.of(), hosts, null)));
    }

    /** Everything works and is probed: everybody answers before long. */
    private void getWell() {
        dead.clear();
        names.forEach(this::resolve);
        for (String endpoint : endpoints()) {
            step(new Event.OverrideAsked(Plans.SERVICE, endpoint, OverrideMode.SMART, null, "ops", "", true));
        }
        for (int round = 0; round < 120; round++) {
            pass(1000);
            service().endpoints().forEach(this::probe);
        }
        List<Member> members = service().decision().members();
        Promise.that(members.stream().allMatch(Member::eligible), () -> "all are well, and not all answer: " + members);
        Promise.that(firing.values().stream().noneMatch(each -> each), () -> "what began has not ended: " + firing);
    }

    private void pass(int millis) {
        now = now.plus(Duration.ofMillis(millis));
        wall = wall.plusMillis(millis);
    }

    private void step(Event event) {
        List<String> before = endpoints();
        apply(event);
        check();
        changes += before.equals(endpoints()) ? 0 : 1;
    }

    private void apply(Event event) {
        Step step = Engine.step(world, event, now);
        recordings.getLast().add(event, now, step.effects());
        world = step.world();
        disk.write(step.effects());
        for (Effect effect : step.effects()) {
            if (effect instanceof Effect.Raise raise) {
                raised(raise.alert());
            }
        }
    }

    private void raised(Alert alert) {
        boolean was = firing.getOrDefault(alert.incident(), false);
        Promise.that(was != alert.firing(), () -> "told again: " + alert);
        firing.put(alert.incident(), alert.firing());
        alerts += alert.incident().startsWith("unresolved/") && alert.firing() ? 1 : 0;
    }

    private void check() {
        Set<Integer> taken = new HashSet<>();
        var expected = new ArrayList<String>();
        if (literal) {
            expected.add("a");
            taken.add(1);
        }
        known.forEach((name, addresses) ->
                addresses.stream().filter(taken::add).forEach(octet -> expected.add(name + "@203.0.113." + octet)));
        Promise.that(endpoints().equals(expected), () -> "there should be " + expected + ", not " + endpoints());
        Decision decision = service().decision();
        if (decision == null) {
            Promise.that(expected.isEmpty(), () -> "nothing is decided for " + expected);
        } else if (!expected.isEmpty()) {
            Set<InetAddress> addresses = service().endpoints().stream()
                    .map(each -> each.plan().address())
                    .collect(Collectors.toSet());
            Promise.that(addresses.containsAll(decision.answer()), () -> "somebody else answers: " + decision);
            boolean must = decision.condition() != Condition.ALL_OFFLINE;
            Promise.that(!must || !decision.answer().isEmpty(), () -> "nobody answers: " + decision);
        }
    }

    private ServiceState service() {
        return world.service(Plans.SERVICE).orElseThrow();
    }

    private List<String> endpoints() {
        return service().endpoints().stream().map(each -> each.plan().name()).toList();
    }

    private List<InetAddress> answer() {
        Decision decision = service().decision();
        return decision == null ? List.of() : decision.answer();
    }

    private static Set<Integer> octets(List<InetAddress> addresses) {
        return addresses.stream()
                .map(each -> (int) each.getAddress()[3])
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
