package io.failoverd.daemon.sim;

import io.failoverd.daemon.core.EndpointState;
import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.daemon.core.ServiceState;
import io.failoverd.daemon.core.health.CheckRule;
import io.failoverd.daemon.core.health.EndpointHealth;
import io.failoverd.daemon.core.health.HealthPolicy;
import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.Moment;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What must happen in time: a gateway that is dead for long enough is condemned within the worst case of the budget,
 * and one that is well for long enough is back. That the condemned leaves unless something holds it is
 * {@link GuardRules#keptForAReason}, and that the healthy answers is {@link DecisionRules#check}.
 */
final class Liveness {
    /** Timers and results may be late in a simulation; see SimTarget and Simulation#deliver. */
    private static final Duration SLACK = Duration.ofMillis(2500);

    private final SimClock clock;
    private final SimNetwork network;
    private Simulation.@Nullable Config config;
    private long disturbedAt;
    private int deaths;
    private int returns;

    Liveness(SimClock clock, SimNetwork network) {
        this.clock = clock;
        this.network = network;
    }

    int deaths() {
        return deaths;
    }

    int returns() {
        return returns;
    }

    /** A start or a reload, our own network lost or found: probes, or what they count for, begin anew. */
    void disturbed(Simulation.@Nullable Config next) {
        config = next == null ? config : next;
        disturbedAt = clock.nanos();
    }

    void check(ServiceState service, EndpointState endpoint, long joinedNanos, SentinelLog sentinels, Moment now) {
        if (sentinels.lost()) {
            return;
        }
        ServicePlan plan = service.plan();
        long undisturbed = Math.max(disturbedAt, joinedNanos);
        int notDead = 0;
        int well = 0;
        for (CheckRule rule : plan.health().checks()) {
            Cadence cadence = config.cadence(plan.name(), rule.check());
            if (!rule.observed()) {
                long deadSince = network.deadSince(endpoint.plan().address(), rule.check());
                long wellSince = network.wellSince(endpoint.plan().address(), rule.check());
                notDead += lasts(deadSince, undisturbed, toCondemn(rule.policy(), cadence)) ? 0 : 1;
                well += lasts(wellSince, undisturbed, toAbsolve(rule.policy(), cadence)) ? 1 : 0;
            }
        }
        if (notDead < plan.health().needed()) {
            deadIsCondemned(endpoint);
        }
        if (well >= plan.health().needed()) {
            wellIsHealthy(endpoint, now);
        }
    }

    private void deadIsCondemned(EndpointState endpoint) {
        deaths++;
        Promise.that(ours(endpoint).health().condemned(), () -> endpoint + " is dead for longer than the worst case");
    }

    /** Where others have a say, what we think ourselves; that it counts is {@link VoteRules#look}. */
    private static EndpointHealth ours(EndpointState endpoint) {
        return endpoint.votes() == null
                ? endpoint.health()
                : endpoint.health()
                        .own(endpoint.votes().ours(), endpoint.votes().since());
    }

    private void wellIsHealthy(EndpointState endpoint, Moment now) {
        Moment until = endpoint.health().heldUntil();
        boolean held = (until != null && !now.isAfter(until))
                || endpoint.health().hold().awaitsResume();
        if (!held) {
            returns++;
            Promise.that(ours(endpoint).healthy(), () -> endpoint + " is well for longer than its return takes");
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
        int needed = Math.max(policy.rise(), policy.of() > policy.fall() ? policy.of() : 0);
        return jittered(cadence)
                .multipliedBy(needed + 1)
                .plus(cadence.timeout())
                .plus(SLACK);
    }

    private static Duration jittered(Cadence cadence) {
        return cadence.interval().multipliedBy(11).dividedBy(10);
    }
}
