package io.failoverd.daemon.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.core.AlertType;
import io.failoverd.daemon.core.OperatorOutcome;
import io.failoverd.daemon.core.health.Health;
import io.failoverd.daemon.core.pool.Condition;
import io.failoverd.daemon.core.pool.ReasonCode;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * The production core and probe schedules through thousands of seeded lives, every invariant checked after every step.
 * One scenario again: {@code -Dtest=SimulationTest -Dfailoverd.sim.seed=SEED}; more of them:
 * {@code -Dfailoverd.sim.scenarios=100000 -Dfailoverd.sim.seconds=3600}.
 */
class SimulationTest {
    private static final long SCENARIOS = Long.getLong("failoverd.sim.scenarios", 3000);

    /** A slow machine runs fewer scenarios rather than a slow build; the first ones are always the same. */
    private static final Duration AT_MOST = Duration.ofSeconds(Long.getLong("failoverd.sim.seconds", 10));

    /** Fewer than this would be no test; CI takes the time that a thousand need. */
    private static final int AT_LEAST = "true".equals(System.getenv("CI")) ? 1000 : 300;

    @Test
    void thousands_of_lives_keep_every_promise() {
        Long seed = Long.getLong("failoverd.sim.seed");
        if (seed != null) {
            live(seed);
            return;
        }
        long end = System.nanoTime() + AT_MOST.toNanos();
        var lived = new AtomicInteger();
        var seen = new Seen();
        LongStream.range(0, SCENARIOS)
                .parallel()
                .filter(number -> lived.get() < AT_LEAST || System.nanoTime() < end)
                .mapToObj(SimulationTest::live)
                .forEach(one -> {
                    lived.incrementAndGet();
                    synchronized (seen) {
                        seen.add(one);
                    }
                });
        System.out.printf("simulated %d scenarios, %d runs, %d steps%n", lived.get(), seen.runs, seen.steps);
        assertThat(lived.get()).isGreaterThanOrEqualTo((int) Math.min(AT_LEAST, SCENARIOS));
        metWhatItIsThereToMeet(seen);
    }

    private static Seen live(long seed) {
        try {
            var scenario = new Scenario(seed);
            Seen seen = scenario.run();
            scenario.replay();
            return seen;
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(
                    "scenario " + seed + " (again: -Dfailoverd.sim.seed=" + seed + "): " + e.getMessage(), e);
        }
    }

    private static void metWhatItIsThereToMeet(Seen seen) {
        // Drills are met by DrillLifeTest.
        assertThat(seen.reasons)
                .containsExactlyInAnyOrderElementsOf(EnumSet.complementOf(EnumSet.of(ReasonCode.DRILL)));
        assertThat(seen.conditions).containsExactlyInAnyOrder(Condition.values());
        assertThat(seen.healths).contains(Health.UP, Health.SUSPECT, Health.DOWN, Health.RECOVERING);
        assertThat(seen.alerts).containsExactlyInAnyOrder(AlertType.values());
        assertThat(seen.outcomes)
                .contains(
                        OperatorOutcome.Accepted.class, OperatorOutcome.Refused.class, OperatorOutcome.NotFound.class);
        assertThat(seen.waived).as("hold-downs that were waived").isPositive();
        assertThat(seen.ramped).as("steps of ramps").isPositive();
        assertThat(seen.removed).as("removals").isPositive();
        assertThat(seen.deaths).as("looks at a gateway that is dead for long").isPositive();
        assertThat(seen.returns).as("looks at a gateway that is well for long").isPositive();
        assertThat(seen.agreedDown).as("verdicts that vantages agreed on").isPositive();
        assertThat(seen.outvoted)
                .as("looks at what we condemn and others do not")
                .isPositive();
        assertThat(seen.moved)
                .as("resolutions that gave a service other addresses")
                .isPositive();
        assertThat(seen.hostsKept).as("host names that went on after a restart").isPositive();
        assertThat(seen.hostsLost).as("host names that were lost for long").isPositive();
        assertThat(seen.kept).as("services that went on after a restart").isPositive();
    }

    @Test
    void a_seed_is_a_scenario() {
        for (long seed : new long[] {7, 42, 4711}) {
            var one = new Scenario(seed);
            var other = new Scenario(seed);
            one.run();
            other.run();
            assertThat(other.simulation().recordings().stream().map(Recording::effects))
                    .containsExactlyElementsOf(one.simulation().recordings().stream()
                            .map(Recording::effects)
                            .toList());
        }
    }
}
