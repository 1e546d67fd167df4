package io.failoverd.daemon.core;

import io.failoverd.daemon.core.EndpointState.OpenAlerts;
import io.failoverd.daemon.core.ServiceState.PoolAlerts;
import io.failoverd.daemon.core.consensus.Standing;
import io.failoverd.daemon.core.health.Health;
import io.failoverd.daemon.core.health.HealthState;
import io.failoverd.daemon.core.pool.Answers;
import io.failoverd.daemon.core.pool.Candidate;
import io.failoverd.daemon.core.pool.Decision;
import io.failoverd.daemon.core.pool.Member;
import io.failoverd.daemon.core.pool.Reason;
import io.failoverd.daemon.core.pool.ReasonCode;
import io.failoverd.daemon.core.pool.Surge;
import io.failoverd.daemon.core.pool.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A verdict, held against what was answered before: the decision with its generation, and what has to be published and
 * told. An alert begins once and ends once; what has begun is kept over a restart.
 */
record Settlement(
        ServiceState service, Decision decision, PoolAlerts open, Generations generations, List<Effect> effects) {

    static Settlement of(ServiceState service, Verdict verdict, Generations generations, Instant at) {
        @Nullable Decision old = service.decision();
        boolean sameAnswers = old != null && old.answers().equals(verdict.answers());
        boolean sameForClients = sameAnswers && old != null && old.ttl().equals(verdict.ttl());
        Generations counter = sameForClients ? generations : generations.next();
        var decision = new Decision(
                service.plan().name(),
                old != null && sameForClients ? old.generation() : counter.last(),
                verdict.condition(),
                verdict.members(),
                verdict.answers(),
                verdict.tier(),
                verdict.ttl(),
                verdict.ttlWhy(),
                sameAnswers && old != null ? old.changedAt() : changedAt(service, verdict.answers(), at));
        var effects = new ArrayList<Effect>();
        if (!sameForClients) {
            effects.add(new Effect.Publish(decision));
        }
        var alerts = new Alerts(service, decision, at);
        List<Candidate> candidates = service.candidates(at);
        var endpoints = new ArrayList<EndpointState>();
        for (int i = 0; i < service.endpoints().size(); i++) {
            endpoints.add(alerts.ofEndpoint(
                    service.endpoints().get(i),
                    candidates.get(i).healthy(),
                    decision.members().get(i)));
        }
        boolean allDown = decision.condition().allDown();
        if (allDown != service.open().allDown()) {
            alerts.ofPool(allDown, candidates);
        }
        boolean prescale = !verdict.overruns().isEmpty();
        boolean drilled = service.open().prescale() ? service.open().drilled() : prescale && alerts.drilled();
        if (prescale != service.open().prescale()) {
            alerts.ofCapacity(verdict.overruns(), drilled);
        }
        effects.addAll(alerts.raised);
        return new Settlement(
                service.withEndpoints(endpoints),
                decision,
                new PoolAlerts(
                        allDown,
                        prescale,
                        service.open().unpublished(),
                        service.open().unresolved(),
                        prescale && drilled),
                counter,
                effects);
    }

    /** Of other answers than before: now, unless the run before this one answered the same. */
    private static Instant changedAt(ServiceState service, Answers answers, Instant at) {
        boolean goesOn = service.decision() == null
                && service.before() != null
                && service.before().answer().equals(answers.addresses());
        return goesOn && service.before() != null ? service.before().changedAt() : at;
    }

    /** Collects the alerts of one settlement. */
    private static final class Alerts {
        /** What keeps a DOWN endpoint in the answer for so long that somebody must hear of it. */
        private static final Set<ReasonCode> HOLDERS = EnumSet.of(
                ReasonCode.MIN_AVAILABLE,
                ReasonCode.OVERRIDE_ONLINE,
                ReasonCode.SENTINEL_SILENT,
                ReasonCode.REMOVAL_SPACING,
                ReasonCode.REMOVAL_BRAKE,
                ReasonCode.FROZEN);

        private final ServiceState service;
        private final Decision decision;
        private final Instant at;
        private final List<Effect> raised = new ArrayList<>();

        Alerts(ServiceState service, Decision decision, Instant at) {
            this.service = service;
            this.decision = decision;
            this.at = at;
        }

        EndpointState ofEndpoint(EndpointState endpoint, boolean healthy, Member member) {
            OpenAlerts open = endpoint.open();

            boolean drill = endpoint.drill() != null;
            boolean leaves = !member.eligible() && wasEligible(endpoint) && !open.removed();
            boolean returns = member.eligible() && healthy && open.removed();
            // Who only listens to what is real has not heard of it yet.
            boolean real = open.removed() && open.drilled() && !drill && !member.eligible();
            if (leaves) {
                raise(AlertType.ADDRESS_REMOVED, true, drill, member, "left the answer: " + member.why());
            } else if (returns) {
                raise(
                        AlertType.ADDRESS_RESTORED,
                        false,
                        open.drilled(),
                        member,
                        "is back in the answer: " + member.why());
            } else if (real) {
                raise(AlertType.ADDRESS_REMOVED, true, false, member, "stays out, for real: " + member.why());
            }

            boolean withheld = withheld(endpoint, member);
            boolean degraded = degraded(endpoint, member);
            boolean quorumLost = quorumLost(endpoint);
            if (quorumLost != open.quorumLost()) {
                boolean drilled = quorumLost ? drill : open.drilled();
                raise(AlertType.QUORUM_LOST, quorumLost, drilled, member, vote(endpoint, quorumLost));
            }
            boolean removed = (open.removed() || leaves) && !returns;
            boolean drilled = (open.drilled() || drill) && !real && (removed || withheld || quorumLost);
            var next = new OpenAlerts(removed, withheld, degraded, quorumLost, drilled);
            return endpoint.withOutcome(member.eligible(), next);
        }

        /** Whether a guard or an operator keeps it in the answer against its health; tells when that changes. */
        private boolean withheld(EndpointState endpoint, Member member) {
            OpenAlerts open = endpoint.open();
            @Nullable Reason holder = holder(endpoint, member);
            // Once it is held, it stays so until it leaves or is well: also while nothing healthy is left beside it.
            // After a restart nothing is known before the first verdict of this run, and so nothing has ended either.
            Health health = endpoint.health().health();
            boolean unsure = health == Health.UNKNOWN || (health == Health.SUSPECT && !seenUp(endpoint));
            boolean goesOn = open.withheld() && member.eligible() && (health.condemned() || unsure);
            boolean withheld = holder != null || goesOn;
            if (withheld != open.withheld()) {
                String words = withheld && holder != null
                        ? "is DOWN and still answered: " + holder.text()
                        : "is no longer kept in the answer against its health: " + member.why();
                raise(
                        AlertType.REMOVAL_WITHHELD,
                        withheld,
                        withheld ? endpoint.drill() != null : open.drilled(),
                        member,
                        words);
            }
            return withheld;
        }

        private boolean degraded(EndpointState endpoint, Member member) {
            boolean degraded = endpoint.health().degraded();
            if (degraded != endpoint.open().degraded()) {
                raise(
                        AlertType.ADDRESS_DEGRADED,
                        degraded,
                        false,
                        member,
                        degraded ? "is degraded: " + detail(endpoint) : "is no longer degraded: " + detail(endpoint));
            }
            return degraded;
        }

        /** What has begun ends with an agreement, and not by a restart: nothing has been heard by then. */
        private static boolean quorumLost(EndpointState endpoint) {
            @Nullable Votes votes = endpoint.votes();
            boolean goesOn = endpoint.open().quorumLost()
                    && votes != null
                    && votes.consensus().standing() != Standing.AGREED;
            return goesOn || (votes != null && votes.vote().lost());
        }

        private static String vote(EndpointState endpoint, boolean begins) {
            return endpoint.votes() == null
                    ? "has 1 vantage left, and nobody to agree with"
                    : (begins ? "its vantages do not agree on its health: " : "its vantages agree on its health: ")
                            + endpoint.votes().vote().text();
        }

        private static boolean seenUp(EndpointState endpoint) {
            return endpoint.health().counted().stream().anyMatch(HealthState::seenUp);
        }

        /** What keeps a condemned endpoint in the answer while others are healthy; null where nothing has to. */
        private static @Nullable Reason holder(EndpointState endpoint, Member member) {
            if (!member.eligible() || !endpoint.health().health().condemned()) {
                return null;
            }
            return member.reasons().stream()
                    .filter(reason -> HOLDERS.contains(reason.code()))
                    .findFirst()
                    .orElse(null);
        }

        private boolean wasEligible(EndpointState endpoint) {
            if (service.decision() != null) {
                return endpoint.eligible();
            }
            return service.before() != null
                    && service.before().answer().contains(endpoint.plan().address());
        }

        private static String detail(EndpointState endpoint) {
            return endpoint.health().last() == null
                    ? "0 probes since the start"
                    : endpoint.health().last().result().detail();
        }

        void ofPool(boolean allDown, List<Candidate> candidates) {
            long healthy = candidates.stream().filter(Candidate::healthy).count();
            String words = service.plan().name() + ": " + healthy + " of "
                    + service.endpoints().size() + " endpoints healthy, "
                    + switch (decision.condition()) {
                        case NORMAL -> "the pool answers by health again";
                        case ALL_OFFLINE -> "all are set offline";
                        case ALL_DOWN_FAIL_OPEN -> "fail-open answers the last healthy set";
                        case ALL_DOWN_FAIL_CLOSED -> "fail-closed answers no address";
                        case ALL_DOWN_FALLBACK -> "the fallback addresses answer";
                    };
            raiseForPool(AlertType.POOL_ALL_DOWN, allDown, false, words);
        }

        /** Whether a drill has let an endpoint leave, or is about to. */
        boolean drilled() {
            return service.endpoints().stream().anyMatch(endpoint -> endpoint.drill() != null);
        }

        void ofCapacity(List<Surge.Overrun> overruns, boolean drill) {
            String words = overruns.isEmpty()
                    ? "0 regions would get more than they can carry"
                    : overruns.stream().map(Surge.Overrun::text).collect(Collectors.joining("; "));
            raiseForPool(
                    AlertType.PRESCALE,
                    !overruns.isEmpty(),
                    drill,
                    service.plan().name() + ": " + words);
        }

        private void raiseForPool(AlertType type, boolean firing, boolean drill, String words) {
            var alert = new Alert(
                    type,
                    firing,
                    service.plan().name(),
                    null,
                    null,
                    null,
                    null,
                    words,
                    decision.members().getFirst().reasons(),
                    decision.answer(),
                    decision.generation(),
                    at);
            raised.add(new Effect.Raise(alert.of(drill)));
        }

        private void raise(AlertType type, boolean firing, boolean drill, Member member, String words) {
            var alert = new Alert(
                    type,
                    firing,
                    service.plan().name(),
                    member.endpoint(),
                    member.region(),
                    member.address(),
                    null,
                    service.plan().name() + ": " + member.endpoint() + " ("
                            + member.address().getHostAddress() + ") " + words,
                    member.reasons(),
                    decision.answer(),
                    decision.generation(),
                    at);
            raised.add(new Effect.Raise(alert.of(drill)));
        }
    }
}
