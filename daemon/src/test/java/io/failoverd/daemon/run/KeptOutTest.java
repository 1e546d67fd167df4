package io.failoverd.daemon.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.core.pool.Member;
import io.failoverd.daemon.core.pool.Reason;
import io.failoverd.daemon.core.pool.ReasonCode;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Handing back may bring in what was dead, and nothing that somebody wants out. */
class KeptOutTest {
    private static final InetAddress ADDRESS = InetAddress.ofLiteral("203.0.113.10");

    @ParameterizedTest(name = "eligible {0}, in {1}, {2}: stays out {3}")
    @CsvSource({
        "true, true, HEALTHY, false",
        "false, false, CONDEMNED, false",
        "false, false, HELD_DOWN, false",
        "false, false, OVERRIDE_OFFLINE, true",
        "false, false, MAINTENANCE, true",
        "false, false, DRAINED, true",
        "true, true, DRAINING, false",
        "true, false, POLICY_STANDBY, true",
        "true, false, POLICY_WEIGHTED, true",
    })
    void what_is_out_by_word_or_policy_stays_out(boolean eligible, boolean in, ReasonCode why, boolean stays) {
        var member = new Member("north", "hz", ADDRESS, eligible, in, 100, List.of(new Reason(why, "why")));
        assertThat(KeptOut.kept(member)).isEqualTo(stays);
    }
}
