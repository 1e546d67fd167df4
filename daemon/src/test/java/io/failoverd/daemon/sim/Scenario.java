package io.failoverd.daemon.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.core.EndpointPlan;
import io.failoverd.daemon.core.Event;
import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.daemon.core.pool.OverrideMode;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * One life of a daemon, made from a seed: what is configured, what breaks and when, what people do, when the process
 * dies. The same seed is the same scenario, step by step.
 */
final class Scenario {
    private final RandomGenerator chance;
    private final ScenarioConfigs configs;
    private final Simulation simulation;
    private final Duration length;

    Scenario(long seed) {
        var random = new SplittableRandom(seed);
        this.chance = random.split();
        this.configs = new ScenarioConfigs(random.split());
        this.simulation = new Simulation(configs.first(), random.split());
        this.length = Duration.ofSeconds(20 + chance.nextInt(chance.nextInt(8) == 0 ? 400 : 80));
    }

    Simulation simulation() {
        return simulation;
    }

    /** Runs it; every step is checked on the way, and the whole of it at the end. */
    Seen run() {
        simulation.start();
        int happenings = 3 + chance.nextInt(12);
        for (int i = 0; i < happenings; i++) {
            simulation.in(Duration.ofMillis(chance.nextLong(length.toMillis())), this::happen);
        }
        everyGatewayMayStartBroken();
        simulation.runFor(length);
        if (simulation.running()) {
            simulation.stop(false);
        } else {
            simulation.disk().commit();
        }
        simulation.invariants().alternate(simulation.disk().outbox());
        Seen seen = simulation.invariants().seen();
        for (Recording recording : simulation.recordings()) {
            seen.runs++;
            seen.steps += recording.steps();
        }
        return seen;
    }

    void replay() {
        simulation.recordings().forEach(Recording::replay);
        simulation.recordings().forEach(recording -> recording.replayWithTicks(chance));
    }

    private void happen() {
        int kind = chance.nextInt(100);
        if (kind < 55) {
            breakOrMend();
        } else if (kind < 70) {
            if (simulation.running()) {
                override();
            }
        } else if (kind < 80) {
            simulation.configure(configs.next(simulation.config()));
        } else if (kind < 88) {
            stepTheWallClock();
        } else if (kind < 98) {
            restart();
        } else if (simulation.running()) {
            simulation.step(new Event.ConfigRejected("line 3: unknown key"));
        }
    }

    private void everyGatewayMayStartBroken() {
        if (chance.nextInt(4) == 0) {
            breakOrMend();
        }
    }

    /** One gateway, or all of a service at once: regions share more than one thinks. */
    private void breakOrMend() {
        List<ServicePlan> plans = simulation.config().plans();
        ServicePlan plan = plans.get(chance.nextInt(plans.size()));
        boolean all = chance.nextInt(4) == 0;
        EndpointPlan one = plan.endpoints().get(chance.nextInt(plan.endpoints().size()));
        SimGateway.Mode[] modes = SimGateway.Mode.values();
        SimGateway.Mode mode = chance.nextInt(3) == 0 ? SimGateway.Mode.WELL : modes[chance.nextInt(modes.length)];
        for (EndpointPlan endpoint : all ? plan.endpoints() : List.of(one)) {
            simulation
                    .network()
                    .gateway(endpoint.address())
                    .become(
                            mode,
                            chance.nextDouble(),
                            1 + chance.nextLong(Duration.ofSeconds(8).toNanos()),
                            simulation.clock().nanos());
        }
    }

    private void override() {
        List<ServicePlan> plans = simulation.config().plans();
        ServicePlan plan = plans.get(chance.nextInt(plans.size()));
        EndpointPlan endpoint =
                plan.endpoints().get(chance.nextInt(plan.endpoints().size()));
        OverrideMode mode = List.of(OverrideMode.values()).get(chance.nextInt(3));
        Duration length = chance.nextBoolean() ? null : Duration.ofMillis(1 + chance.nextInt(60_000));
        String name = chance.nextInt(30) == 0 ? "nobody" : endpoint.name();
        simulation.step(
                new Event.OverrideAsked(plan.name(), name, mode, length, "ops", "ticket 7", chance.nextInt(4) == 0));
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
