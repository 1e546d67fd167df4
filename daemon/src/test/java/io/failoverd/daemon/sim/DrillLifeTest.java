package io.failoverd.daemon.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lives full of drills. One life again: {@code -Dtest=DrillLifeTest -Dfailoverd.sim.seed=SEED}. */
class DrillLifeTest {
    private static final int LIVES = Integer.getInteger("failoverd.sim.drilled", 200);

    @ParameterizedTest(name = "to their end: {0}")
    @ValueSource(booleans = {false, true})
    void drills_leave_nothing_behind_and_never_take_the_last_healthy_one_and_are_replayed_exactly(boolean ends) {
        Long only = Long.getLong("failoverd.sim.seed");
        int[] all = new int[4];
        for (long seed = only == null ? 0 : only; seed < (only == null ? LIVES : only + 1); seed++) {
            try {
                var life = new DrillLife(seed, ends);
                life.run();
                life.recordings().forEach(Recording::replay);
                life.recordings().forEach(Recording::replayWithoutTicks);
                for (int i = 0; i < all.length; i++) {
                    all[i] += life.counts()[i];
                }
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("life " + seed + ": " + e.getMessage(), e);
            }
        }
        if (only == null) {
            assertThat(all[0]).as("drills that began").isGreaterThan(300);
            assertThat(all[1]).as("addresses that left by one").isGreaterThan(100);
            assertThat(all[2]).as("aborts by hand").isGreaterThan(50);
            assertThat(all[3])
                    .as("drills that ended by themselves, or the daemon ended")
                    .isGreaterThan(50);
        }
    }
}
