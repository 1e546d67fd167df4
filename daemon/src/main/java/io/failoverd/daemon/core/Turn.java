package io.failoverd.daemon.core;

import io.failoverd.daemon.core.health.EndpointHealth;
import io.failoverd.daemon.core.health.Health;
import io.failoverd.daemon.core.health.HealthState;
import io.failoverd.daemon.core.pool.Candidate;
import io.failoverd.daemon.core.pool.Condemnation;
import io.failoverd.daemon.core.pool.Evidence;
import io.failoverd.daemon.core.pool.PoolRules;
import io.failoverd.probes.model.Moment;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One call of {@link Engine#step}: the world as it becomes, and the effects so far. Lives on the caller's stack. */
final class Turn {
    World world;
    final Moment now;
    final List<Effect> effects = new ArrayList<>();

    Turn(World world, Moment now) {
        this.world = world;
        this.now = now;
    }

    /** Applies everything that was due up to now, the earliest first, each at its own moment. */
    void applyDue() {
        Optional<Due> first = world.firstDue();
        while (first.isPresent() && !first.get().at().isAfter(now)) {
            Due due = first.get();
            ServiceState service = world.services().get(due.service());
            if (service == null) {
                throw new IllegalStateException("a due time of a service that is gone: " + due);
            }
            settle(service, onTime(service, due.at()), due.at());
            first = world.firstDue();
        }
    }

    private ServiceState onTime(ServiceState service, Moment at) {
        ServiceState next = service;
        if (service.freeze() != null && past(service.freeze().expires(), at)) {
            next = next.withFreeze(null);
        }
        for (int i = 0; i < service.endpoints().size(); i++) {
            EndpointState endpoint = service.endpoints().get(i);
            if (endpoint.override() != null && past(endpoint.override().expires(), at)) {
                endpoint = Operations.withOverride(service.plan(), endpoint, null, at);
            }
            Ramping ramping = endpoint.ramping();
            if (ramping != null && past(ramping.until(), at)) {
                endpoint = endpoint.withRamping(next(service, i, ramping, at));
            }
            next = next.with(i, endpoint);
            next = withHealth(next, i, voting(service.plan(), at).onTime(endpoint));
            next = Drills.onTime(this, next, i, at);
        }
        return next;
    }

    /** The next step; a drain does not take its last one, by time alone, while nothing else is healthy. */
    private @Nullable Ramping next(ServiceState service, int index, Ramping ramping, Moment at) {
        PoolRules rules = service.plan().rules();
        @Nullable Ramping next = ramping.next(rules, at);
        if (next == null || !next.down() || next.level(rules) > 0) {
            return next;
        }
        List<Candidate> candidates = service.candidates(world.wall().at(at));
        boolean alone = true;
        for (int i = 0; i < candidates.size(); i++) {
            alone &= i == index || !candidates.get(i).healthy();
        }
        return alone ? ramping.again(rules, at) : next;
    }

    private static boolean past(@Nullable Moment deadline, Moment at) {
        return deadline != null && !at.isBefore(deadline);
    }

    Voting voting(ServicePlan plan, Moment at) {
        return new Voting(plan, world.sentinels(), world.wall(), at);
    }

    /** Takes a new health of one endpoint: its words, the cascade, the pace of its probes, and the sentinels'. */
    ServiceState withHealth(ServiceState service, int index, Voting.Seen seen) {
        EndpointHealth next = seen.health();
        EndpointState endpoint = service.endpoints().get(index);
        setPaces(service, endpoint, next);
        Health from = endpoint.health().health();
        Health to = next.health();
        EndpointState changed = endpoint.with(seen);
        if (from == to) {
            return service.with(index, changed);
        }
        if (!from.condemned() && to.condemned()) {
            changed = changed.with(condemned(service, changed, null));
        } else if (from.condemned() && !to.condemned()) {
            changed = changed.with((Condemnation) null);
        }
        String why = (endpoint.drill() == null ? "" : "drill: ") + why(service, next, changed);
        effects.add(
                new Effect.HealthChanged(service.plan().name(), endpoint.plan().name(), from, to, why));
        ServiceState after = service.with(index, changed);
        // The failures of a drill begin no cascade: nothing that was healthy is lost.
        return !from.condemned() && to == Health.DOWN && endpoint.drill() == null
                ? after.withCascade(cascade(service, next.since(), world.wall().at(now)))
                : after;
    }

    /** @param before the verdict of a drill, where the endpoint is out already; null for a new one */
    Condemnation condemned(ServiceState service, EndpointState endpoint, @Nullable Condemnation before) {
        boolean out = before != null && before.carriedOut();
        String evidence = evidence(service, endpoint.health(), endpoint.votes());
        return new Condemnation(evidence, false, endpoint.health().since(), out, out);
    }

    private void setPaces(ServiceState service, EndpointState endpoint, EndpointHealth next) {
        List<HealthState> before = endpoint.health().checks();
        for (int i = 0; i < next.checks().size() && i < before.size(); i++) {
            HealthState was = before.get(i);
            HealthState is = next.checks().get(i);
            if (was.health().condemned() != is.health().condemned()) {
                effects.add(new Effect.SetPace(
                        service.plan().target(endpoint.plan(), i), !is.health().condemned()));
            }
            boolean runBegins = was.failures().isEmpty() && !is.failures().isEmpty();
            if (runBegins && world.sentinels().watched()) {
                askSentinels();
            }
        }
    }

    private void askSentinels() {
        if (effects.stream().noneMatch(Effect.ProbeSentinels.class::isInstance)) {
            effects.add(new Effect.ProbeSentinels());
        }
    }

    /** What we have seen, and where others have a say, who says so. */
    private String evidence(ServiceState service, EndpointHealth next, @Nullable Votes votes) {
        String ours = Evidence.of(service.plan().health(), next, world.wall());
        return votes == null ? ours : votes.vote().text() + "; here " + ours;
    }

    private String why(ServiceState service, EndpointHealth next, EndpointState endpoint) {
        if (endpoint.votes() != null && (next.outvoted() || next.health() == Health.RECOVERING)) {
            return endpoint.votes().vote().text();
        }
        return switch (next.health()) {
            case SUSPECT -> Evidence.of(service.plan().health(), next, world.wall());
            case DOWN ->
                endpoint.condemnation() == null ? "" : endpoint.condemnation().evidence();
            case RECOVERING -> "the first success since the removal";
            case UP, UNKNOWN -> next.last() == null ? "" : next.last().result().detail();
        };
    }

    static Cascade cascade(ServiceState before, Moment verdict, Instant wall) {
        Cascade present = before.cascade();
        boolean goesOn = present != null
                && verdict.since(present.lastVerdict())
                                .compareTo(before.plan().rules().removalSpacing())
                        <= 0;
        if (goesOn && present != null) {
            return new Cascade(present.lastHealthy(), verdict);
        }
        Set<String> healthy = new HashSet<>();
        for (Candidate candidate : before.candidates(wall)) {
            if (candidate.healthy() || candidate.drilledOut()) {
                healthy.add(candidate.endpoint());
            }
        }
        return new Cascade(healthy, verdict);
    }

    /** Decides for a service that changed, and leaves the effects of the difference. */
    void settle(@Nullable ServiceState old, ServiceState asChanged, Moment at) {
        ServiceState changed = Drills.reviewed(this, asChanged, at);
        if (changed.endpoints().isEmpty()) { // its host names have never been resolved
            ServiceState waiting = changed.waiting();
            world = world.with(waiting);
            remember(old, waiting);
            return;
        }
        Deciding deciding = new Deciding(this, changed, at);
        deciding.decide();
        world = world.with(deciding.brake());
        Settlement settlement = Settlement.of(
                deciding.service(),
                deciding.verdict(),
                world.generations(),
                world.wall().at(at));
        ServiceState settled = settlement
                .service()
                .decided(settlement.decision(), settlement.open(), deciding.dueOf(settlement.service()));
        world = world.with(settlement.generations()).with(settled);
        effects.addAll(settlement.effects());
        if (settlement.service().awaitsSentinels()) {
            askSentinels();
        }
        remember(old, settled);
    }

    /** Puts a service in the place of what it was, where nothing is to be decided. */
    void replace(ServiceState old, ServiceState next) {
        world = world.with(next);
        remember(old, next);
    }

    /** Writes down what a restart needs and what is not written yet. */
    private void remember(@Nullable ServiceState old, ServiceState service) {
        String name = service.plan().name();
        for (EndpointState endpoint : service.endpoints()) {
            int index = old == null ? -1 : old.indexOf(endpoint.plan().name());
            if (old == null
                    || index < 0
                    || !old.endpoints().get(index).durable().equals(endpoint.durable())) {
                effects.add(new Effect.RememberEndpoint(endpoint.memory(name, world.wall())));
            }
        }
        boolean same = old != null && old.decision() != null && old.durable().equals(service.durable());
        if (!same && service.decision() != null) {
            effects.add(new Effect.RememberService(service.memory(world.wall())));
        }
    }

    /**
     * One alert, from when our own network is lost until enough sentinels are seen to pass: that may be in another run,
     * and under another configuration.
     */
    void tellIsolation() {
        SentinelState sentinels = world.sentinels();
        boolean told = world.common().isolationTold();
        boolean isolated = sentinels.lost() || (told && !sentinels.works());
        if (isolated != told) {
            world = world.withIsolationTold(isolated);
            String what = isolated
                    ? "this host's own network is cut off, so nothing is removed: "
                    : sentinels.watched() ? "this host's own network works again: " : "nothing tells any more: ";
            raiseForDaemon(AlertType.PROBER_ISOLATED, isolated, what + sentinels.words(world.wall()));
        }
    }

    /** Writes down what changed; at a start, also what the run before this one left. */
    void rememberCommon(World.Common before, Event event) {
        boolean start = event instanceof Event.Configured configured
                && !configured.memory().common().equals(CommonMemory.NONE);
        if (start || !before.durable().equals(world.common().durable())) {
            effects.add(new Effect.RememberCommon(world.common().memory()));
        }
    }

    void raiseForDaemon(AlertType type, boolean firing, String why) {
        effects.add(new Effect.Raise(new Alert(
                type,
                firing,
                null,
                null,
                null,
                null,
                null,
                why,
                List.of(),
                List.<InetAddress>of(),
                0,
                world.wall().at(now))));
    }

    /** What clients get comes first; nothing that may wait on a disk or a log stands before it. */
    List<Effect> ordered() {
        if (effects.isEmpty()) {
            return List.of();
        }
        var ordered = new ArrayList<Effect>(effects.size());
        effects.stream().filter(Effect.Publish.class::isInstance).forEach(ordered::add);
        effects.stream().filter(effect -> !(effect instanceof Effect.Publish)).forEach(ordered::add);
        return ordered;
    }

    void reserveGenerations() {
        int services = world.services().size();
        if (world.generations().runningLow(services)) {
            world = world.with(world.generations().asking(services));
            effects.add(new Effect.ReserveGenerations(world.generations().asked()));
        }
    }
}
