package io.failoverd.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.admin.SampleDaemon;
import io.failoverd.probes.LimitCounts;
import io.failoverd.probes.ProbeLimit;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.tripwire.Trip;
import io.failoverd.probes.tripwire.TripCounts;
import io.failoverd.probes.tripwire.TripwireState;
import io.failoverd.probes.tripwire.WireEnd;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@code status} and {@code explain} say of limits and idle connections, where there is something to say. */
class ProbingShownTest extends CommandLineOverSockets {
    /** What is said while nothing was refused, and no idle connection is wanted. */
    @Test
    void nothingIsSaidWhereThereIsNothing() {
        assertThat(run("status").out()).doesNotContain("maxProbes", "tripwires");
        assertThat(run("explain", SampleDaemon.WWW).out()).doesNotContain("tripwire");
    }

    @Test
    void probesThatFoundNoPlaceAreShownWhileThatIsNews() {
        daemon.probeLimits = new LimitCounts(64, 60, Map.of(ProbeLimit.NODE, 7L, ProbeLimit.EXEC, 2L), daemon.now());
        String line = "! probes: some found no place, so that nothing is said of their targets, the latest at "
                + "2026-11-22T12:00:00Z; since the start, by limit: node 7, exec 2; under way are 60 of 64"
                + " (node.maxProbes)";

        daemon.pass(Duration.ofMinutes(9));
        assertThat(run("status").out()).contains(line);
        daemon.pass(Duration.ofMinutes(2));
        assertThat(run("status").out()).doesNotContain("maxProbes");
    }

    @Test
    void theIdleConnectionsAreOneLineOfTheStatus() {
        daemon.tripwires = new TripCounts(4, 4, Map.of(), 0, 0);
        assertThat(run("status").out()).contains("tripwires: 4 of 4 open\n");
        daemon.tripwires = new TripCounts(3, 4, Map.of(WireEnd.FIN, 2L, WireEnd.RST, 1L), 1, 5);
        assertThat(run("status").out())
                .contains(
                        "tripwires: 3 of 4 open; ended since the start: fin 2, rst 1, of which a probe contradicted 1;"
                                + " 5 re-checks left to the interval\n");
    }

    @Test
    void explainSaysWhatTheIdleConnectionOfEachCheckDoes() {
        Moment began = daemon.now();
        var contradicted = new Trip(began, WireEnd.RST, Duration.ofHours(4), Trip.Word.CONTRADICTED);
        var confirmed = new Trip(began, WireEnd.FIN, Duration.ofSeconds(7), Trip.Word.CONFIRMED);
        Moment later = began.plus(Duration.ofSeconds(2));
        daemon.wires.put("hangzhou", new TripwireState(later, began, null, contradicted));
        daemon.wires.put("shanghai", new TripwireState(null, later, null, confirmed));

        assertThat(run("explain", SampleDaemon.WWW, "hangzhou").out())
                .contains("     tripwire of web: open since 2026-11-22T12:00:02Z; last: re-check because the idle"
                        + " connection ended: RST after 4 h, at 2026-11-22T12:00:00Z, and a probe passed then\n");
        assertThat(run("explain", SampleDaemon.WWW, "shanghai").out())
                .contains("     tripwire of web: none before 2026-11-22T12:00:02Z; last: re-check because the idle"
                        + " connection ended: FIN after 7 s, at 2026-11-22T12:00:00Z, and a probe failed then\n");
        daemon.wires.put("hangzhou", new TripwireState(later, began, null, null));
        assertThat(run("explain", SampleDaemon.WWW, "hangzhou").out())
                .contains("     tripwire of web: open since 2026-11-22T12:00:02Z\n");
    }
}
