package io.failoverd.daemon.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.core.EndpointState;
import io.failoverd.daemon.core.ServiceState;
import io.failoverd.daemon.core.health.HealthPolicy;
import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.Moment;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What must happen in time: a gateway that is dead for long enough is condemned within the worst case of the budget,
 * and one that is well for long enough is back.
 */
final class Liveness {
    /** Timers and results may be late in a simulation; see SimTarget and Simulation#deliver. */
    private static final Duration SLACK = Duration.ofMillis(1500);

    private final SimClock clock;
    private final SimNetwork network;
    private Simulation.@Nullable Config config;
    private long disturbedAt;

    Liveness(SimClock clock, SimNetwork network) {
        this.clock = clock;
        this.network = network;
    }

    /** A start or a reload: probes begin anew. */
    void disturbed(Simulation.Config next) {
        config = next;
        disturbedAt = clock.nanos();
    }

    void check(ServiceState service, EndpointState endpoint, ProbeLog log, Moment now) {
        SimGateway gateway = network.gateway(endpoint.plan().address());
        Cadence cadence = config.cadences().get(service.plan().name());
        HealthPolicy policy = service.plan().health().checks().getFirst().policy();
        long undisturbed = Math.max(disturbedAt, log.joinedNanos());
        if (lasts(gateway.deadSince(), undisturbed, toCondemn(policy, cadence))) {
            assertThat(endpoint.health().health().condemned())
                    .as("%s is dead for longer than the worst case %s", endpoint, toCondemn(policy, cadence))
                    .isTrue();
        }
        Moment heldUntil = endpoint.health().heldUntil();
        boolean held = heldUntil != null && !now.isAfter(heldUntil);
        if (!held && lasts(gateway.wellSince(), undisturbed, toAbsolve(policy, cadence))) {
            assertThat(endpoint.health().healthy())
                    .as("%s is well for longer than %s", endpoint, toAbsolve(policy, cadence))
                    .isTrue();
        }
    }

    private boolean lasts(long since, long undisturbed, Duration length) {
        return since != Long.MAX_VALUE && clock.nanos() - Math.max(since, undisturbed) > length.toNanos();
    }

    /** I + (F−1)·S + T of the design, I with its jitter; more re-checks where minSpan asks for more than F. */
    private static Duration toCondemn(HealthPolicy policy, Cadence cadence) {
        long spanned =
                Math.ceilDiv(policy.minSpan().toNanos(), cadence.recheck().toNanos());
        long rechecks = Math.max(policy.fall() - 1, spanned) + 1; // one for a start that was late
        return jittered(cadence)
                .plus(cadence.recheck().multipliedBy(rechecks))
                .plus(cadence.timeout())
                .plus(SLACK);
    }

    private static Duration toAbsolve(HealthPolicy policy, Cadence cadence) {
        return jittered(cadence)
                .multipliedBy(policy.rise() + 1)
                .plus(cadence.timeout())
                .plus(SLACK);
    }

    private static Duration jittered(Cadence cadence) {
        return cadence.interval().multipliedBy(11).dividedBy(10);
    }
}
