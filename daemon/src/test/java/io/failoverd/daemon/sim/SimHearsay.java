package io.failoverd.daemon.sim;

import io.failoverd.daemon.core.EndpointPlan;
import io.failoverd.daemon.core.Event;
import io.failoverd.daemon.core.Plan;
import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.daemon.core.consensus.ConsensusPolicy;
import io.failoverd.daemon.core.consensus.Opinion;
import io.failoverd.daemon.core.consensus.Report;
import io.failoverd.daemon.core.consensus.Sentinel;
import io.failoverd.daemon.core.health.CheckRule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Other vantages: who has a say is made by chance, and what they say is true, late, wrong, restless, of a clock that is
 * off, from behind a broken network, or nothing. Has chances of its own, so that a life without them is what it was.
 */
final class SimHearsay {
    static final String SELF = "m";
    private static final List<String> OTHERS = List.of("g", "p", "q");

    /** How a vantage behaves. */
    private enum Manner {
        HONEST,
        /** Its reports are long under way. */
        LATE,
        WRONG,
        RESTLESS,
        SILENT,
        UNSURE,
        /** Its clock is ahead, a little or too much. */
        AHEAD,
        /** Its sentinel is lost. */
        CUT_OFF
    }

    /** What it said last of an endpoint. */
    private record Said(Opinion opinion, Instant since) {}

    private final class Speaker {
        private final String name;
        private final boolean sentinels;
        private final Duration every;
        private final Duration detects;
        private final Map<String, Said> said = new HashMap<>();
        private Manner manner = Manner.HONEST;
        private Instant mannerSince = Instant.EPOCH;
        private long life = 1;
        private long number;

        Speaker(String name) {
            this.name = name;
            this.sentinels = !name.equals("g") && chance.nextInt(3) > 0;
            this.every = Duration.ofMillis(name.equals("g") ? 1000 + chance.nextInt(3000) : 500 + chance.nextInt(1000));
            this.detects = Duration.ofMillis(chance.nextInt(name.equals("g") ? 15_000 : 4_000));
        }

        void speak() {
            if (chance.nextInt(12) == 0) {
                Manner[] manners = Manner.values();
                manner = chance.nextInt(3) == 0 ? Manner.HONEST : manners[chance.nextInt(manners.length)];
                mannerSince = simulation.clock().wall();
            }
            if (chance.nextInt(60) == 0) { // it starts anew, and may have lost its count
                life += chance.nextInt(2);
                number = chance.nextInt(3) == 0 ? 0 : number;
            }
            if (simulation.running() && manner != Manner.SILENT) {
                for (ServicePlan plan : simulation.config().plans()) {
                    if (plan.vantages() != null && plan.vantages().vantages().contains(name)) {
                        simulation.endpoints(plan).forEach(endpoint -> tell(plan, endpoint));
                    }
                }
            }
            simulation.in(every, this::speak);
        }

        private void tell(ServicePlan plan, EndpointPlan endpoint) {
            Instant wall = simulation.clock().wall();
            Opinion opinion = opinion(plan, endpoint);
            String key = plan.name() + "/" + endpoint.address();
            @Nullable Said before = said.get(key);
            Said now = before != null && before.opinion() == opinion ? before : new Said(opinion, wall);
            said.put(key, now);
            boolean cutOff = manner == Manner.CUT_OFF;
            Duration off = Duration.ofMillis(manner == Manner.AHEAD ? chance.nextInt(6000) : 0);
            var report = new Report(
                    name,
                    new Report.Order(life, ++number),
                    opinion,
                    now.since(),
                    cutOff && chance.nextBoolean() ? mannerSince.minusMillis(1) : wall,
                    cutOff ? Sentinel.LOST : sentinels ? Sentinel.GOOD : Sentinel.NONE,
                    mannerSince,
                    wall.plus(off));
            var event = new Event.VoteHeard(plan.name(), endpoint.address(), report);
            Duration delay = Duration.ofMillis(
                    manner == Manner.LATE ? chance.nextInt(20_000) : chance.nextInt(20) == 0 ? 1000 : 5);
            carry(event, delay);
            if (chance.nextInt(30) == 0) {
                carry(event, delay.plusMillis(chance.nextInt(3000))); // told twice
            }
        }

        private Opinion opinion(ServicePlan plan, EndpointPlan endpoint) {
            Opinion truth = truth(plan, endpoint);
            return switch (manner) {
                case HONEST, LATE, AHEAD, CUT_OFF, SILENT -> truth;
                case WRONG -> truth == Opinion.UP ? Opinion.DOWN : Opinion.UP;
                case RESTLESS -> chance.nextBoolean() ? Opinion.UP : Opinion.DOWN;
                case UNSURE -> Opinion.UNKNOWN;
            };
        }

        /** As someone else sees it, after some time. */
        private Opinion truth(ServicePlan plan, EndpointPlan endpoint) {
            int standing = 0;
            for (CheckRule rule : plan.health().checks()) {
                long since = simulation
                        .network()
                        .gateway(endpoint.address())
                        .port(rule.check())
                        .deadSince();
                boolean dead = since != Long.MAX_VALUE && simulation.clock().nanos() - since > detects.toNanos();
                standing += rule.observed() || dead ? 0 : 1;
            }
            return standing < plan.health().needed() ? Opinion.DOWN : Opinion.UP;
        }
    }

    private final Simulation simulation;
    private final RandomGenerator chance;
    private final Map<String, ConsensusPolicy> policies = new HashMap<>();
    private final boolean any;

    SimHearsay(Simulation simulation, RandomGenerator chance) {
        this.simulation = simulation;
        this.chance = chance;
        this.any = chance.nextInt(2) == 0;
    }

    /** Others speak from now on, where anybody but us has a say. */
    void begin() {
        if (any) {
            simulation.configure(with(simulation.config()));
            for (String name : OTHERS) {
                simulation.in(Duration.ofMillis(chance.nextInt(2000)), new Speaker(name)::speak);
            }
        }
    }

    /** The same, with others having a say in some of its services; now and then others than before. */
    Simulation.Config with(Simulation.Config config) {
        if (!any) {
            return config;
        }
        var plans = new ArrayList<ServicePlan>();
        for (ServicePlan plan : config.plans()) {
            if (!policies.containsKey(plan.name()) || chance.nextInt(12) == 0) {
                policies.put(plan.name(), policy());
            }
            plans.add(plan.with(policies.get(plan.name())));
        }
        Plan all = config.plan();
        return new Simulation.Config(
                new Plan(plans, all.sentinels(), all.brake(), all.publishers()), config.cadences(), config.sentinels());
    }

    private ConsensusPolicy policy() {
        var names = new ArrayList<>(List.of(SELF));
        for (String other : OTHERS) {
            if (chance.nextInt(5) < 2) {
                names.add(other);
            }
        }
        return ConsensusPolicy.of(
                names,
                SELF,
                names.contains("g") ? Map.of("g", Duration.ofMillis(3000 + chance.nextInt(10_000))) : Map.of(),
                names.contains("g") ? Map.of("g", Duration.ofMillis(chance.nextInt(10_000))) : Map.of());
    }

    private void carry(Event.VoteHeard event, Duration delay) {
        int run = simulation.run();
        simulation.in(delay, () -> {
            if (run == simulation.run() && simulation.running()) {
                simulation.step(event);
            }
        });
    }
}
