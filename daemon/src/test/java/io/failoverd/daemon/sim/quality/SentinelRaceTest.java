package io.failoverd.daemon.sim.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.core.health.Health;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.ProbeResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Found by the table's row of the isolated prober, in one run of two hundred. */
class SentinelRaceTest {
    private static final ProbeResult UP = new ProbeResult.Up("connected");
    private static final ProbeResult TIMEOUT =
            new ProbeResult.Down(FailureReason.CONNECT_TIMEOUT, "no connection in time");

    private final Defaults defaults = Defaults.load();
    private final Core core = new Core(defaults.plan(), defaults.sentinels(), 0);

    private static long at(double seconds) {
        return Times.seconds(seconds);
    }

    private void sentinels(double start, double end, ProbeResult result) {
        defaults.sentinels().names().forEach(name -> core.sentinelProbed(name, at(start), at(end), result));
    }

    @BeforeEach
    void aGatewayOfTwoTimesOut() {
        core.probed(0, at(1), at(1.1), UP);
        core.probed(1, at(1), at(1.1), UP);
        sentinels(1, 1.1, UP);
    }

    @Test
    void sentinels_that_passed_between_the_first_failure_and_the_last_confirm_nothing() {
        sentinels(3.01, 3.04, UP); // the network dies at 3.05 s, with a probe under way since 3.00 s
        core.probed(0, at(3), at(5.5), TIMEOUT);
        core.probed(0, at(3.5), at(6), TIMEOUT);
        core.probed(0, at(4), at(6.5), TIMEOUT);
        assertThat(core.answers(0)).isTrue();
        sentinels(5.5, 8, TIMEOUT);
        assertThat(core.answers(0)).isTrue();
        assertThat(core.health(0)).isNotEqualTo(Health.DOWN);
    }

    @Test
    void sentinels_that_pass_after_the_last_failure_let_it_go() {
        core.probed(0, at(3), at(5.5), TIMEOUT);
        sentinels(5.5, 5.53, UP);
        core.probed(0, at(3.5), at(6), TIMEOUT);
        core.probed(0, at(4), at(6.5), TIMEOUT);
        assertThat(core.answers(0)).isFalse();
        assertThat(core.answers(1)).isTrue();
    }
}
