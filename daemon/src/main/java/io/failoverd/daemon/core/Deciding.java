package io.failoverd.daemon.core;

import io.failoverd.daemon.core.health.EndpointHealth;
import io.failoverd.daemon.core.health.EndpointMachine;
import io.failoverd.daemon.core.health.EndpointPolicy;
import io.failoverd.daemon.core.pool.Candidate;
import io.failoverd.daemon.core.pool.Circumstances;
import io.failoverd.daemon.core.pool.Condemnation;
import io.failoverd.daemon.core.pool.Drill;
import io.failoverd.daemon.core.pool.LastRemoval;
import io.failoverd.daemon.core.pool.Member;
import io.failoverd.daemon.core.pool.PoolDecider;
import io.failoverd.daemon.core.pool.SafetyBrake;
import io.failoverd.daemon.core.pool.Verdict;
import io.failoverd.probes.model.Moment;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A service on its way to a verdict. What a verdict brings about in turn (a hold-down begins, a ramp begins) is taken
 * up, and the verdict taken anew, so that its reasons and its TTL speak of what holds from now on. Lives within one
 * turn.
 */
final class Deciding {
    private final Turn turn;
    private final Moment at;
    private ServiceState service;
    private SafetyBrake brake;
    private Verdict verdict;

    Deciding(Turn turn, ServiceState service, Moment at) {
        this.turn = turn;
        this.at = at;
        this.brake = turn.world.brake();
        this.service = confirmed(waivedIfNothingElseIsHealthy(service));
        this.verdict = taken();
    }

    ServiceState service() {
        return service;
    }

    private Verdict taken() {
        return PoolDecider.decide(
                service.plan().rules(),
                service.candidates(wall()),
                new Circumstances(
                        at,
                        turn.world.wall(),
                        service.lastHealthy(),
                        turn.world.sentinels(),
                        service.freeze(),
                        service.lastRemoval(),
                        brake,
                        service.activeTier()));
    }

    SafetyBrake brake() {
        return brake;
    }

    private Instant wall() {
        return turn.world.wall().at(at);
    }

    void decide() {
        boolean carriedOut = carryOut();
        boolean ramped = ramp();
        if (carriedOut || ramped) {
            verdict = taken();
        }
    }

    Verdict verdict() {
        return verdict;
    }

    /** Verdicts that the sentinels bear out: all of the evidence came before what they passed. */
    private ServiceState confirmed(ServiceState given) {
        SentinelState sentinels = turn.world.sentinels();
        ServiceState next = given;
        for (int i = 0; i < given.endpoints().size(); i++) {
            EndpointState endpoint = given.endpoints().get(i);
            @Nullable Condemnation condemnation = endpoint.condemnation();
            if (condemnation != null
                    && !condemnation.confirmed()
                    && (!sentinels.watched()
                            || (endpoint.votes() != null
                                    && endpoint.votes().vote().shared())
                            || sentinels.provenSince(endpoint.health().lastFailure()))) {
                next = next.with(i, endpoint.with(condemnation.asConfirmed()));
            }
        }
        return next;
    }

    /** Those that leave now are held; the region and the brake are noted. */
    private boolean carryOut() {
        boolean any = false;
        for (int i = 0; i < service.endpoints().size(); i++) {
            EndpointState endpoint = service.endpoints().get(i);
            Member member = verdict.members().get(i);
            @Nullable Condemnation condemnation = endpoint.condemnation();
            boolean goes = condemnation != null
                    && !condemnation.carriedOut()
                    && (!member.eligible() || verdict.condition().allDown());
            if (!goes || condemnation == null) {
                continue;
            }
            any = true;
            EndpointPolicy policy = service.plan().health();
            EndpointHealth health = endpoint.health().mayAnswer()
                    ? EndpointMachine.held(policy, endpoint.health(), at)
                    : endpoint.health(); // it never answered, so nothing is removed and nothing needs holding
            service = service.with(i, endpoint.withHealth(health).with(condemnation.asCarriedOut()));
            // A drill uses up nothing that a real failure may need.
            boolean spends = endpoint.override() == null && endpoint.drill() == null;
            if (endpoint.eligible() && !verdict.condition().allDown() && spends) {
                service = service.with(new LastRemoval(endpoint.plan().region(), at));
                brake = brake.spending(endpoint.plan().address(), at);
            }
        }
        return any;
    }

    /** Those that return begin their ramp; those that are out have none. */
    private boolean ramp() {
        boolean any = false;
        for (int i = 0; i < service.endpoints().size(); i++) {
            EndpointState endpoint = service.endpoints().get(i);
            boolean eligible = verdict.members().get(i).eligible();
            @Nullable Ramping ramping = endpoint.ramping();
            if (ramping != null && ramping.down()) {
                continue;
            }
            boolean returns = eligible
                    && !endpoint.eligible()
                    && service.decision() != null
                    && !verdict.condition().allDown();
            @Nullable Ramping begun = returns ? Ramping.begun(service.plan().rules(), false, at) : ramping;
            @Nullable Ramping next = eligible ? begun : null;
            if (!Objects.equals(ramping, next)) {
                service = service.with(i, endpoint.withRamping(next));
                any = true;
            }
        }
        return any;
    }

    private ServiceState waivedIfNothingElseIsHealthy(ServiceState given) {
        Voting voting = turn.voting(given.plan(), at);
        int first = waivable(given, voting, wall());
        return first < 0
                ? given
                : turn.withHealth(given, first, voting.waived(given.endpoints().get(first)));
    }

    /** The first endpoint that would return if its hold-down were waived, while none is healthy; or -1. */
    static int waivable(ServiceState service, Voting voting, Instant wall) {
        List<Candidate> candidates = service.candidates(wall);
        for (Candidate candidate : candidates) {
            if (candidate.healthy()) {
                return -1;
            }
        }
        for (int i = 0; i < service.endpoints().size(); i++) {
            EndpointState endpoint = service.endpoints().get(i);
            boolean returns = Voting.returned(endpoint.health(), voting.waived(endpoint));
            if (!candidates.get(i).offline() && returns) {
                return i;
            }
        }
        return -1;
    }

    /** When time alone may change the service, as it is after the decision. */
    @Nullable
    Moment dueOf(ServiceState settled) {
        @Nullable Moment due = verdict.due();
        Voting voting = turn.voting(settled.plan(), at);
        for (EndpointState endpoint : settled.endpoints()) {
            due = Moment.earliest(due, voting.due(endpoint));
            due = Moment.earliest(
                    due,
                    endpoint.override() == null ? null : endpoint.override().expires());
            @Nullable Drill drill = Drill.going(endpoint.drill());
            due = Moment.earliest(due, drill == null ? null : drill.until());
            due = Moment.earliest(
                    due, endpoint.ramping() == null ? null : endpoint.ramping().until());
        }
        due = Moment.earliest(
                due, settled.freeze() == null ? null : settled.freeze().expires());
        Optional<Instant> window = settled.plan().maintenance().nextChange(wall());
        return Moment.earliest(due, window.map(turn.world.wall()::at).orElse(null));
    }
}
