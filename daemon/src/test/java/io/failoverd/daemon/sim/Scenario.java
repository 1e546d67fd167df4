package io.failoverd.daemon.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.core.EndpointPlan;
import io.failoverd.daemon.core.Event;
import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.daemon.core.pool.OverrideMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One life of a daemon, made from a seed: what is configured, what breaks and when, what people do, when the process
 * dies. The same seed is the same scenario, step by step.
 */
final class Scenario {
    /** The wall clock runs off by up to this many millionths. */
    private static final int MOST_DRIFT = 500;

    private final RandomGenerator chance;
    private final ScenarioConfigs configs;
    private final Simulation simulation;
    private final SimHearsay hearsay;
    private final Duration length;

    Scenario(long seed) {
        var random = new SplittableRandom(seed);
        this.chance = random.split();
        this.configs = new ScenarioConfigs(random.split());
        this.simulation = new Simulation(configs.first(), random.split());
        this.hearsay = new SimHearsay(simulation, random.split());
        this.length = Duration.ofSeconds(15 + chance.nextInt(chance.nextInt(16) == 0 ? 240 : 40));
    }

    Simulation simulation() {
        return simulation;
    }

    /** Runs it; every step is checked on the way, and the whole of it at the end. */
    Seen run() {
        simulation.clock().drift(chance.nextInt(3) == 0 ? chance.nextInt(-MOST_DRIFT, MOST_DRIFT) : 0);
        hearsay.begin();
        simulation.start();
        int happenings = 3 + chance.nextInt(12);
        for (int i = 0; i < happenings; i++) {
            simulation.in(Duration.ofMillis(chance.nextLong(length.toMillis())), this::happen);
        }
        if (chance.nextInt(4) == 0) {
            breakOrMend();
        }
        simulation.runFor(length);
        if (simulation.running()) {
            simulation.stop(false);
        } else {
            simulation.disk().commit();
        }
        AlertRules.alternate(simulation.disk().outbox());
        Seen seen = simulation.invariants().seen();
        for (Recording recording : simulation.recordings()) {
            seen.runs++;
            seen.steps += recording.steps();
        }
        return seen;
    }

    /** Again from its events, one way or another: as they were, looked at more often, or looked at less often. */
    void replay() {
        switch (chance.nextInt(3)) {
            case 0 -> simulation.recordings().forEach(Recording::replay);
            case 1 -> simulation.recordings().forEach(recording -> recording.replayWithTicks(chance));
            default -> simulation.recordings().forEach(Recording::replayWithoutTicks);
        }
    }

    private void happen() {
        int kind = chance.nextInt(100);
        if (chance.nextInt(4) == 0) {
            simulation.resolver().happen();
        } else if (kind < 42) {
            breakOrMend();
        } else if (kind < 49) {
            cutOurselvesOff();
        } else if (kind < 53) {
            breakSentinels();
        } else if (kind < 56) {
            muteSentinels();
        } else if (kind < 72) {
            operate();
        } else if (kind < 82) {
            simulation.configure(hearsay.with(configs.next(simulation.config())));
        } else if (kind < 87) {
            stepTheWallClock();
        } else if (kind < 97) {
            restart();
        } else if (simulation.running()) {
            simulation.step(
                    switch (chance.nextInt(4)) {
                        case 0 -> new Event.StateLost("file is not a database");
                        case 1 -> new Event.HandBackFailed(service().name(), "gtm", "no answer in 120 s");
                        default -> new Event.ConfigRejected("line 3: unknown key");
                    });
        }
    }

    /** One gateway or one port of it, or all of a service at once: regions share more than one thinks. */
    private void breakOrMend() {
        ServicePlan plan = service();
        boolean all = chance.nextInt(4) == 0;
        List<EndpointPlan> endpoints = simulation.endpoints(plan);
        if (endpoints.isEmpty()) {
            return;
        }
        EndpointPlan one = endpoints.get(chance.nextInt(endpoints.size()));
        SimPort.Mode[] modes = SimPort.Mode.values();
        SimPort.Mode mode = chance.nextInt(3) == 0 ? SimPort.Mode.WELL : modes[chance.nextInt(modes.length)];
        double share = chance.nextDouble();
        long period = 1 + chance.nextLong(Duration.ofSeconds(8).toNanos());
        long now = simulation.clock().nanos();
        if (plan.health().checks().size() > 1 && chance.nextBoolean()) {
            var checks = plan.health().checks();
            String check = checks.get(chance.nextInt(checks.size())).check();
            simulation.network().gateway(one.address()).port(check).become(mode, share, period, now);
        } else {
            for (EndpointPlan endpoint : all ? endpoints : List.of(one)) {
                simulation.network().gateway(endpoint.address()).become(mode, share, period, now);
            }
        }
        if (chance.nextInt(4) == 0) { // in the middle of the removal
            simulation.in(Duration.ofMillis(chance.nextInt(8000)), simulation.resolver()::happen);
        }
        if (chance.nextInt(5) == 0) { // in the middle of what follows from it
            Duration soon = Duration.ofMillis(chance.nextInt(8000));
            if (chance.nextInt(3) == 0) {
                simulation.in(soon, this::restart);
            } else {
                simulation.in(soon, () -> simulation.configure(hearsay.with(configs.next(simulation.config()))));
            }
        }
    }

    private void cutOurselvesOff() {
        SimNetwork.Uplink how = chance.nextBoolean() ? SimNetwork.Uplink.BLACK_HOLED : SimNetwork.Uplink.REFUSED;
        simulation.network().uplink(how, simulation.clock().nanos());
        simulation.in(
                Duration.ofMillis(200 + chance.nextInt(chance.nextBoolean() ? 3_000 : 20_000)),
                () -> simulation
                        .network()
                        .uplink(SimNetwork.Uplink.WELL, simulation.clock().nanos()));
    }

    private void breakSentinels() {
        for (String name : simulation.config().plan().sentinels().names()) {
            if (chance.nextInt(3) > 0) {
                SimPort.Mode mode = chance.nextBoolean() ? SimPort.Mode.WELL : SimPort.Mode.HANGS;
                simulation
                        .network()
                        .gateway(Simulation.sentinelAddress(name))
                        .become(mode, 1, 1, simulation.clock().nanos());
            }
        }
    }

    /** A gateway dies, and nothing tells for a while whether it is them or us. */
    private void muteSentinels() {
        for (String name : simulation.config().plan().sentinels().names()) {
            SimGateway sentinel = simulation.network().gateway(Simulation.sentinelAddress(name));
            sentinel.become(SimPort.Mode.LOCAL_TROUBLE, 1, 1, simulation.clock().nanos());
            simulation.in(
                    Duration.ofSeconds(12 + chance.nextInt(12)),
                    () -> sentinel.become(
                            SimPort.Mode.WELL, 1, 1, simulation.clock().nanos()));
        }
        simulation.endpoints(service()).stream()
                .findFirst()
                .ifPresent(one -> simulation
                        .network()
                        .gateway(one.address())
                        .become(SimPort.Mode.REFUSES, 1, 1, simulation.clock().nanos()));
    }

    private void operate() {
        if (!simulation.running()) {
            return;
        }
        ServicePlan plan = service();
        int kind = chance.nextInt(10);
        if (kind < 6) {
            override(plan);
        } else if (kind < 8) {
            String service = chance.nextInt(4) == 0 ? null : plan.name();
            simulation.step(new Event.FreezeAsked(service, chance.nextInt(3) > 0, soon(), "ops", "ticket 8"));
        } else {
            String endpoint = chance.nextInt(3) == 0 ? null : endpoint(plan);
            simulation.step(new Event.ResumeAsked(plan.name(), endpoint, "ops"));
        }
    }

    private void override(ServicePlan plan) {
        OverrideMode[] modes = OverrideMode.values();
        OverrideMode mode = modes[chance.nextInt(modes.length)];
        String name = chance.nextInt(30) == 0 ? "nobody" : endpoint(plan);
        simulation.step(
                new Event.OverrideAsked(plan.name(), name, mode, soon(), "ops", "ticket 7", chance.nextInt(4) == 0));
        if (mode == OverrideMode.DRAIN && chance.nextInt(3) == 0) {
            simulation.in(Duration.ofMillis(chance.nextInt(8000)), this::restart);
        }
    }

    private @Nullable Duration soon() {
        return chance.nextInt(3) == 0 ? null : Duration.ofMillis(1 + chance.nextInt(40_000));
    }

    private ServicePlan service() {
        List<ServicePlan> plans = simulation.config().plans();
        return plans.get(chance.nextInt(plans.size()));
    }

    private String endpoint(ServicePlan plan) {
        var names = new ArrayList<String>();
        simulation.endpoints(plan).forEach(each -> names.add(each.name()));
        plan.hosts().forEach(each -> names.add(each.name()));
        return names.get(chance.nextInt(names.size()));
    }

    /** NTP steps it back or forth; the daemon notices a little later. */
    private void stepTheWallClock() {
        long span = Duration.ofHours(chance.nextInt(3) == 0 ? 48 : 1).toMillis();
        simulation.clock().stepWall(Duration.ofMillis(chance.nextLong(-span, span)));
        simulation.in(Duration.ofMillis(chance.nextInt(1000)), () -> {
            if (simulation.running()) {
                simulation.step(new Event.WallClock(simulation.clock().wall()));
            }
        });
    }

    private void restart() {
        if (!simulation.running()) {
            return;
        }
        simulation.stop(chance.nextBoolean());
        long away = chance.nextInt(5) == 0 ? 700_000 : 5_000;
        long gap = chance.nextLong(away);
        simulation.in(Duration.ofMillis(gap), simulation::start);
        if (gap > length.toMillis()) {
            assertThat(simulation.running()).isFalse(); // it stays away for the rest of this scenario
        }
    }
}
