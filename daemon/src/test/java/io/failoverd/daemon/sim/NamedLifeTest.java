package io.failoverd.daemon.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Thousands of steps of services that have host names. One life again:
 * {@code -Dtest=NamedLifeTest -Dfailoverd.sim.seed=SEED}.
 */
class NamedLifeTest {
    private static final int LIVES = Integer.getInteger("failoverd.sim.named", 100);

    @Test
    void addresses_that_come_and_go_while_gateways_die_keep_every_promise_and_are_replayed_exactly() {
        Long only = Long.getLong("failoverd.sim.seed");
        int changes = 0;
        int alerts = 0;
        for (long seed = only == null ? 0 : only; seed < (only == null ? LIVES : only + 1); seed++) {
            try {
                var life = new NamedLife(seed);
                life.run();
                life.recordings().forEach(Recording::replay);
                life.recordings().forEach(Recording::replayWithoutTicks);
                changes += life.changes();
                alerts += life.alerts();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("life " + seed + ": " + e.getMessage(), e);
            }
        }
        assertThat(changes).as("addresses came and went").isGreaterThan(only == null ? 1000 : 0);
        assertThat(alerts).as("names that could not be resolved").isGreaterThan(only == null ? 20 : -1);
    }
}
