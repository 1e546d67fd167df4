package io.failoverd.daemon.sim.vantages;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.core.consensus.Standing;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Two and three vantages through partitions, losses, delays and wrong clocks, every promise of {@link VoteInvariants}
 * checked after every step. One life again: {@code -Dtest=VantagesTest -Dfailoverd.sim.seed=SEED}; more of them:
 * {@code -Dfailoverd.sim.scenarios=100000 -Dfailoverd.sim.seconds=3600}.
 */
class VantagesTest {
    private static final long LIVES = Long.getLong("failoverd.sim.scenarios", 2000);

    /** A slow machine runs fewer lives rather than a slow build; the first ones are always the same. */
    private static final Duration AT_MOST = Duration.ofSeconds(Long.getLong("failoverd.sim.seconds", 6));

    /** Fewer than this would be no test. */
    private static final int AT_LEAST = 300;

    @Test
    void whatever_the_network_does_the_vote_keeps_its_promises() {
        Long seed = Long.getLong("failoverd.sim.seed");
        if (seed != null) {
            live(seed);
            return;
        }
        long end = System.nanoTime() + AT_MOST.toNanos();
        var lived = new AtomicInteger();
        var met = new VoteInvariants.Met();
        LongStream.range(0, LIVES)
                .parallel()
                .filter(number -> lived.get() < AT_LEAST || System.nanoTime() < end)
                .mapToObj(VantagesTest::live)
                .forEach(one -> {
                    lived.incrementAndGet();
                    synchronized (met) {
                        met.add(one);
                    }
                });
        System.out.printf(
                "simulated %d lives of vantages, %d steps, %d times DOWN, %d times UP, %d of them while alone%n",
                lived.get(), met.steps, met.agreedDown, met.agreedUp, met.changesWhileApart);
        assertThat(lived.get()).isGreaterThanOrEqualTo((int) Math.min(AT_LEAST, LIVES));
        assertThat(met.standings).containsExactlyInAnyOrder(Standing.values());
        assertThat(met.agreedDown).isGreaterThan(lived.get());
        assertThat(met.agreedUp).isGreaterThan(lived.get());
        assertThat(met.changesWhileApart).as("bastions that acted alone").isPositive();
        assertThat(met.quorumLost).isPositive();
    }

    private static VoteInvariants.Met live(long seed) {
        try {
            return new VantageLife(seed).run();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(
                    "life " + seed + " (again: -Dfailoverd.sim.seed=" + seed + "): " + e.getMessage(), e);
        }
    }
}
