package io.failoverd.dns.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Decisions at random times, faults at every step, people at the console; and at the end the target holds the last
 * decision, was never told to answer nothing, and was sent nothing that a newer decision had made wrong. A seed that
 * fails is run again by {@code -Dfailoverd.publish.seed=N}; how many are run, by {@code -Dfailoverd.publish.runs=N}.
 */
class PublisherChaosTest {
    private static final int RUNS = Integer.getInteger("failoverd.publish.runs", 1000);
    private static final long SEED = Long.getLong("failoverd.publish.seed", -1);

    @Test
    void whatever_happens_the_target_ends_at_the_last_decision_and_never_at_nothing() {
        LongStream seeds = SEED >= 0 ? LongStream.of(SEED) : LongStream.range(0, RUNS);
        var faults = new java.util.EnumMap<ScriptedTarget.Fault, Integer>(ScriptedTarget.Fault.class);
        seeds.forEach(seed -> {
            var run = new ChaosRun(seed);
            assertThat(run.play()).as("seed %d", seed).isEmpty();
            run.faults().forEach((fault, times) -> faults.merge(fault, times, Integer::sum));
        });
        if (SEED < 0 && RUNS >= 200) {
            assertThat(faults.keySet())
                    .as("every fault happened")
                    .containsExactlyInAnyOrder(ScriptedTarget.Fault.values());
        }
    }
}
