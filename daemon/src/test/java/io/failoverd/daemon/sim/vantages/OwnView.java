package io.failoverd.daemon.sim.vantages;

import io.failoverd.daemon.core.consensus.Opinion;
import io.failoverd.daemon.core.health.HealthMachine;
import io.failoverd.daemon.core.health.HealthPolicy;
import io.failoverd.daemon.core.health.HealthState;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.PhaseTimings;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Probed;
import io.failoverd.probes.model.TargetId;
import java.time.Duration;

/** What a vantage thinks by itself: the production health machine on its own probes. All that is known of it is here. */
final class OwnView {
    private static final HealthPolicy POLICY = HealthPolicy.inARow(3, 6, Duration.ofMillis(900));
    private static final TargetId TARGET = new TargetId("www.gslb.example.com", "hangzhou", "page");

    private HealthState state = HealthState.unknown(Moment.ZERO, true);

    static Probed probed(Moment start, Moment finish, boolean passes) {
        ProbeResult result = passes
                ? new ProbeResult.Up("200 OK")
                : new ProbeResult.Down(FailureReason.CONNECT_TIMEOUT, "no connection in time");
        return new Probed(TARGET, start, finish, PhaseTimings.ofTotal(finish.since(start)), result);
    }

    void take(Probed probed, Moment now) {
        state = HealthMachine.absolved(POLICY, HealthMachine.on(POLICY, state, probed, now), now);
    }

    boolean condemned() {
        return state.health().condemned();
    }

    /** When the newest probe started that bears the opinion out. */
    Moment confirmed() {
        Moment newest = opinion() == Opinion.DOWN ? state.latestFailure() : state.latestSuccess();
        return newest == null ? state.since() : newest;
    }

    Opinion opinion() {
        return Opinion.of(state.health());
    }
}
