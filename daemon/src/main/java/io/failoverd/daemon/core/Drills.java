package io.failoverd.daemon.core;

import io.failoverd.daemon.core.health.EndpointMachine;
import io.failoverd.daemon.core.pool.Condemnation;
import io.failoverd.daemon.core.pool.Drill;
import io.failoverd.daemon.core.pool.LastRemoval;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.Probed;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Synthetic failures: an endpoint whose probes count as failed for a while, so that all that follows from a failure
 * follows from it. Beside the health that the failures bring about, what the probes themselves say goes on being counted
 * ({@link Drill#itself}): that is what an abort returns to.
 *
 * <p>What always holds: a drill is never the reason that a service has fewer than {@code minAvailable} others that are
 * healthy. As soon as it would be, or another endpoint is condemned, or this one really fails, its failures are taken
 * back in the same turn.
 */
final class Drills {
    /** A drill that somebody forgot must end before it matters. */
    static final Duration MOST = Duration.ofMinutes(15);

    private Drills() {}

    /** Begins one, or gives one that is under way more time; {@link DrillRules} says what is refused. */
    static void ask(Turn turn, Event.DrillAsked asked) {
        @Nullable ServiceState service = turn.world.services().get(asked.service());
        List<Integer> indexes = service == null ? List.of() : Operations.indexes(service, asked.endpoint());
        if (service == null || indexes.isEmpty()) {
            Operations.answer(turn, Operations.unknown(asked.service(), asked.endpoint(), service));
            return;
        }
        boolean goesOn = indexes.stream()
                .allMatch(index -> Drill.going(service.endpoints().get(index).drill()) != null);
        @Nullable String refusal = goesOn ? null : DrillRules.refusal(turn, service, asked.endpoint(), indexes);
        if (refusal != null) {
            Operations.answer(turn, new OperatorOutcome.Refused("refused: " + refusal));
            return;
        }
        ServiceState changed = service;
        for (int index : indexes) {
            EndpointState endpoint = service.endpoints().get(index);
            @Nullable Drill present = Drill.going(endpoint.drill());
            Drill drill = present == null
                    ? Drill.begun(
                            turn.now,
                            until(turn.now, turn.now, asked.length()),
                            asked.by(),
                            asked.note(),
                            endpoint.own(),
                            endpoint.health().hold())
                    : present.renewed(until(present.since(), turn.now, asked.length()));
            changed = changed.with(index, endpoint.withDrill(drill));
            if (present == null) {
                mark(turn, service.plan(), endpoint.plan(), drill.words());
                tell(turn, service, endpoint, true, "drill begins: " + DrillRules.accepted(turn, changed, index));
            }
        }
        turn.settle(service, changed, turn.now);
        Operations.answer(
                turn,
                new OperatorOutcome.Accepted(asked.endpoint() + " of " + asked.service() + " "
                        + DrillRules.accepted(turn, changed, indexes.getFirst())));
    }

    private static Moment until(Moment since, Moment now, Duration length) {
        Duration positive = length.isPositive() ? length : Duration.ZERO;
        return Moment.earlier(now.plus(positive.compareTo(MOST) < 0 ? positive : MOST), since.plus(MOST));
    }

    static void abort(Turn turn, Event.DrillAborted asked) {
        @Nullable ServiceState service = turn.world.services().get(asked.service());
        List<Integer> indexes = service == null ? List.of() : Operations.indexes(service, asked.endpoint());
        if (service == null || indexes.isEmpty()) {
            Operations.answer(turn, Operations.unknown(asked.service(), asked.endpoint(), service));
            return;
        }
        List<Integer> drilled = indexes.stream()
                .filter(index -> service.endpoints().get(index).drill() != null)
                .toList();
        if (drilled.isEmpty()) {
            Operations.answer(
                    turn,
                    new OperatorOutcome.Refused("no drill of " + asked.endpoint() + " of " + asked.service()
                            + " is under way, and 0 failures of one are left to be taken back"));
            return;
        }
        ServiceState changed = service;
        String why = "aborted by " + asked.by() + (asked.why().isEmpty() ? "" : ": " + asked.why());
        for (int index : drilled) {
            changed = takenBack(turn, changed, index, why, turn.now);
        }
        turn.settle(service, changed, turn.now);
        Operations.answer(
                turn,
                new OperatorOutcome.Accepted("the drill of " + asked.endpoint() + " of " + asked.service() + " is "
                        + why + "; " + DrillRules.left(turn.world.services().get(asked.service()), drilled)));
    }

    /** Ends what an operator's word on the whole service is stronger than. */
    static ServiceState allTakenBack(Turn turn, ServiceState service, String why, Moment at) {
        ServiceState next = service;
        for (int i = 0; i < service.endpoints().size(); i++) {
            if (service.endpoints().get(i).drill() != null) {
                next = takenBack(turn, next, i, why, at);
            }
        }
        return next;
    }

    /** The endpoint with what the probe itself said counted beneath its drill. */
    static EndpointState seen(
            ServicePlan plan, EndpointState endpoint, int check, Probed probed, boolean ours, Moment now) {
        @Nullable Drill drill = endpoint.drill();
        if (drill == null) {
            return endpoint;
        }
        Probed real = probed.undrilled();
        return endpoint.withDrill(drill.with(
                ours
                        ? EndpointMachine.seen(drill.itself(), check, real)
                        : EndpointMachine.on(plan.health(), drill.itself(), check, real, now)));
    }

    /** The same without the failures of probes that started at {@code since} or later. */
    static EndpointState exonerated(ServicePlan plan, EndpointState endpoint, Moment since, Moment now) {
        @Nullable Drill drill = endpoint.drill();
        return drill == null
                ? endpoint
                : endpoint.withDrill(drill.with(EndpointMachine.exonerated(plan.health(), drill.itself(), since, now)));
    }

    /** The same under another plan. */
    static EndpointState under(ServicePlan next, ServicePlan before, EndpointState endpoint, Moment now) {
        @Nullable Drill drill = endpoint.drill();
        return drill == null
                ? endpoint
                : endpoint.withDrill(
                        drill.with(EndpointMachine.under(next.health(), before.health(), drill.itself(), now)));
    }

    /** An address that a host name gets is drilled as the others are that it has. */
    static EndpointState joined(EndpointState fresh, EndpointState other) {
        @Nullable Drill drill = Drill.going(other.drill());
        return drill == null
                ? fresh
                : fresh.withDrill(drill.on(fresh.own(), fresh.health().hold()));
    }

    /** Takes back each drill that may not go on; forgets each that is over, and its endpoint back. */
    static ServiceState reviewed(Turn turn, ServiceState service, Moment at) {
        ServiceState next = service;
        for (int i = 0; i < service.endpoints().size(); i++) {
            EndpointState endpoint = service.endpoints().get(i);
            @Nullable Drill drill = endpoint.drill();
            if (drill == null) {
                continue;
            }
            @Nullable String why = DrillRules.stop(turn, service, i, at);
            if (why != null) {
                next = takenBack(turn, next, i, why, at);
            } else if (drill.over() && !endpoint.health().health().condemned()) {
                next = next.with(i, endpoint.withDrill(null));
            }
        }
        return next;
    }

    /** Ends what is due: what it has condemned returns as after a real failure, and of the rest nothing is left. */
    static ServiceState onTime(Turn turn, ServiceState service, int index, Moment at) {
        EndpointState endpoint = service.endpoints().get(index);
        @Nullable Drill drill = Drill.going(endpoint.drill());
        if (drill == null || at.isBefore(drill.until())) {
            return service;
        }
        if (!endpoint.health().health().condemned()) {
            return takenBack(turn, service, index, "over before it was condemned", at);
        }
        mark(turn, service.plan(), endpoint.plan(), null);
        tell(turn, service, endpoint, false, "drill is over: it returns as after a real failure");
        return service.with(index, endpoint.withDrill(drill.asOver()));
    }

    /** Tells the probe loop of the drills of a service whose targets may have started anew. */
    static void markAgain(Turn turn, ServiceState service) {
        for (EndpointState endpoint : service.endpoints()) {
            @Nullable Drill drill = Drill.going(endpoint.drill());
            if (drill != null) {
                mark(turn, service.plan(), endpoint.plan(), drill.words());
            }
        }
    }

    /**
     * The endpoint as what its probes themselves say has it, in the answer at once if that lets it. The failures of the
     * drill, its hold-down and the ramp that would follow are as if they had never been.
     */
    private static ServiceState takenBack(Turn turn, ServiceState service, int index, String why, Moment at) {
        EndpointState endpoint = service.endpoints().get(index);
        Drill drill = Objects.requireNonNull(endpoint.drill());
        @Nullable Condemnation verdict = endpoint.condemnation();
        Voting voting = turn.voting(service.plan(), at);
        ServiceState next = turn.withHealth(service, index, voting.undrilled(endpoint, drill));
        EndpointState after = next.endpoints().get(index).withDrill(null);
        boolean out = after.health().health().condemned();
        if (!out) {
            after = after.withOutcome(after.eligible() || drill.itself().healthy(), after.open());
        } else if (verdict != null) {
            next = reallyOut(turn, next, after, verdict, at);
            after = after.with(turn.condemned(next, after, verdict));
        }
        if (drill.active()) {
            mark(turn, service.plan(), endpoint.plan(), null);
        }
        tell(
                turn,
                service,
                endpoint,
                false,
                "drill ends: " + why + (out ? "; it stays " : "; it is ")
                        + after.health().health());
        return next.with(index, after);
    }

    /** What left by the drill is out for good reason now: the spacing and the brake count it from here. */
    private static ServiceState reallyOut(
            Turn turn, ServiceState service, EndpointState endpoint, Condemnation verdict, Moment at) {
        ServiceState next =
                service.withCascade(Turn.cascade(service, at, turn.world.wall().at(at)));
        if (!verdict.carriedOut() || endpoint.override() != null) {
            return next;
        }
        turn.world = turn.world.with(turn.world.brake().spending(endpoint.plan().address(), at));
        return next.with(new LastRemoval(endpoint.plan().region(), at));
    }

    private static void mark(Turn turn, ServicePlan plan, EndpointPlan endpoint, @Nullable String words) {
        for (int i = 0; i < plan.health().checks().size(); i++) {
            turn.effects.add(new Effect.SetDrill(plan.target(endpoint, i), words));
        }
    }

    private static void tell(Turn turn, ServiceState service, EndpointState endpoint, boolean begins, String text) {
        turn.effects.add(
                new Effect.DrillTold(service.plan().name(), endpoint.plan().name(), begins, text));
    }
}
