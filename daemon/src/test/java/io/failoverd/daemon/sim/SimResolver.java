package io.failoverd.daemon.sim;

import io.failoverd.daemon.core.Event;
import io.failoverd.daemon.core.HostPlan;
import io.failoverd.daemon.core.Plans;
import io.failoverd.daemon.core.ServicePlan;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/** The names of the world, the addresses that they have at this moment, and who asks for them again and again. */
final class SimResolver {
    /** Some of them are literal endpoints, too. */
    private static final int ADDRESSES = 20;

    /** How the name servers of a name behave. */
    private enum Mode {
        WELL,
        FAILS,
        /** Every other question is lost. */
        FLAPS
    }

    private record Asked(int run, String service, HostPlan host) {}

    /** One name. */
    private static final class Name {
        private List<InetAddress> addresses;
        private Mode mode = Mode.WELL;
        private int questions;

        Name(List<InetAddress> addresses) {
            this.addresses = addresses;
        }
    }

    private final Simulation simulation;
    private final RandomGenerator chance;
    private final Map<String, Name> names = new HashMap<>();
    private final Set<Asked> asked = new HashSet<>();

    SimResolver(Simulation simulation, RandomGenerator chance) {
        this.simulation = simulation;
        this.chance = chance;
    }

    /** Everything that is configured is asked for, soon. */
    void follow() {
        for (ServicePlan plan : simulation.config().plans()) {
            for (HostPlan host : plan.hosts()) {
                var one = new Asked(simulation.run(), plan.name(), host);
                if (asked.add(one)) {
                    simulation.in(Duration.ofMillis(chance.nextInt(300)), () -> ask(one));
                }
            }
        }
    }

    /** The provider moves a name, or its name servers fall ill or get well. */
    void happen() {
        List<HostPlan> hosts = simulation.config().plans().stream()
                .flatMap(plan -> plan.hosts().stream())
                .toList();
        if (hosts.isEmpty()) {
            return;
        }
        Name name = name(hosts.get(chance.nextInt(hosts.size())).host());
        if (chance.nextBoolean()) {
            name.addresses = some();
        } else {
            Mode[] modes = Mode.values();
            name.mode = modes[chance.nextInt(modes.length)];
        }
    }

    private void ask(Asked one) {
        boolean wanted = simulation.config().plans().stream()
                .anyMatch(plan ->
                        plan.name().equals(one.service()) && plan.hosts().contains(one.host()));
        if (one.run() != simulation.run() || !wanted) {
            asked.remove(one);
            return;
        }
        Name name = name(one.host().host());
        boolean fails = name.mode == Mode.FAILS || (name.mode == Mode.FLAPS && ++name.questions % 2 == 0);
        HostPlan host = one.host();
        simulation.deliver(
                fails
                        ? new Event.HostUnresolved(
                                one.service(),
                                host.name(),
                                host.host(),
                                chance.nextInt(3) == 0 ? "SERVFAIL" : "timeout")
                        : new Event.HostResolved(one.service(), host.name(), host.host(), name.addresses));
        simulation.in(Duration.ofMillis(500 + chance.nextInt(3000)), () -> ask(one));
    }

    private Name name(String host) {
        return names.computeIfAbsent(host, _ -> new Name(some()));
    }

    private List<InetAddress> some() {
        var octets = new TreeSet<Integer>();
        int count = 1 + chance.nextInt(3);
        while (octets.size() < count) {
            octets.add(1 + chance.nextInt(ADDRESSES));
        }
        return octets.stream().map(Plans::address).toList();
    }
}
