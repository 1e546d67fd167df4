package io.failoverd.daemon.core;

import io.failoverd.daemon.core.health.Health;
import io.failoverd.daemon.core.health.HealthMachine;
import io.failoverd.daemon.core.health.HealthState;
import io.failoverd.daemon.core.pool.Candidate;
import io.failoverd.daemon.core.pool.OperatorOverride;
import io.failoverd.daemon.core.pool.OverrideMode;
import io.failoverd.daemon.core.pool.PoolDecider;
import io.failoverd.daemon.core.pool.Verdict;
import io.failoverd.daemon.core.pool.WallAnchor;
import io.failoverd.daemon.core.pool.Wording;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.Probed;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one function that decides. What is due by time alone is applied first, each at its own moment, so that the result
 * depends on the events and their times and not on when someone looked.
 */
public final class Engine {
    private Engine() {}

    /** The world after {@code event} at {@code now}; {@code now} never goes back from one step to the next. */
    public static Step step(World world, Event event, Moment now) {
        var turn = new Turn(world, now);
        turn.applyDue();
        switch (event) {
            case Event.Configured configured -> Reconfiguration.apply(turn, configured);
            case Event.ProbeFinished finished -> probed(turn, finished.probed());
            case Event.OverrideAsked asked -> override(turn, asked);
            case Event.WallClock clock -> turn.world = turn.world.with(new WallAnchor(now, clock.instant()));
            case Event.GenerationsReserved reserved ->
                turn.world = turn.world.with(turn.world.generations().reservedThrough(reserved.through()));
            case Event.ConfigRejected rejected -> {
                turn.world = turn.world.withConfigRejected(true);
                turn.raiseForDaemon(AlertType.CONFIG_REJECTED, true, rejected.why());
            }
            case Event.StateLost lost -> turn.raiseForDaemon(AlertType.STATE_LOST, true, lost.why());
            case Event.Tick _ -> {}
        }
        turn.reserveGenerations();
        return new Step(turn.world, turn.ordered());
    }

    private static void probed(Turn turn, Probed probed) {
        ServiceState service = turn.world.services().get(probed.target().service());
        if (service == null || !service.plan().check().equals(probed.target().check())) {
            return; // a late result of a target that a reload took away
        }
        int index = service.indexOf(probed.target().endpoint());
        if (index < 0) {
            return;
        }
        EndpointState endpoint = service.endpoints().get(index);
        if (probed.startedAt().isBefore(endpoint.joined())) {
            return; // it asked the address that a reload has replaced
        }
        HealthState next = HealthMachine.on(service.plan().health(), endpoint.health(), probed, turn.now);
        ServiceState changed = turn.withHealth(service, index, next);
        boolean nothingToDecide = endpoint.health().health() == Health.UP
                && next.health() == Health.UP
                && endpoint.health().degraded() == next.degraded()
                && !next.degraded();
        if (nothingToDecide) {
            turn.world = turn.world.with(changed);
        } else {
            turn.settle(service, changed, turn.now);
        }
    }

    private static void override(Turn turn, Event.OverrideAsked asked) {
        ServiceState service = turn.world.services().get(asked.service());
        int index = service == null ? -1 : service.indexOf(asked.endpoint());
        if (service == null || index < 0) {
            turn.effects.add(new Effect.OverrideAnswered(new OverrideOutcome.NotFound(notFound(asked, service))));
            return;
        }
        @Nullable
        OperatorOverride override = asked.mode() == OverrideMode.SMART
                ? null
                : new OperatorOverride(
                        asked.mode(),
                        turn.now,
                        asked.length() == null ? null : turn.now.plus(asked.length()),
                        asked.length(),
                        asked.by(),
                        asked.note());
        ServiceState changed =
                service.with(index, service.endpoints().get(index).withOverride(override));
        @Nullable
        String harm = asked.mode() == OverrideMode.OFFLINE && !asked.force() ? harm(turn, service, changed) : null;
        if (harm != null) {
            turn.effects.add(new Effect.OverrideAnswered(new OverrideOutcome.Refused("refused: with "
                    + asked.endpoint() + " offline, " + asked.service() + " would " + harm
                    + "; use --force if that is meant")));
            return;
        }
        turn.settle(service, changed, turn.now);
        turn.effects.add(new Effect.OverrideAnswered(new OverrideOutcome.Accepted(asked.endpoint() + " of "
                + asked.service() + " is " + asked.mode().word()
                + (override == null || override.expires() == null
                        ? ""
                        : " until "
                                + Instant.ofEpochSecond(
                                        turn.world.wall().at(override.expires()).getEpochSecond())))));
    }

    /** What an override would do that nobody wants at night: leave nothing, or nothing that lives; null for no harm. */
    private static @Nullable String harm(Turn turn, ServiceState before, ServiceState after) {
        if (turn.waivable(after, turn.now) >= 0) {
            return null;
        }
        Verdict verdict =
                PoolDecider.decide(after.rules(), after.candidates(), after.lastHealthy(), turn.now, turn.world.wall());
        if (verdict.answer().isEmpty()) {
            return "answer no address (NODATA)";
        }
        boolean lastHealthy =
                verdict.condition().allDown() && before.candidates().stream().anyMatch(Candidate::healthy);
        return lastHealthy ? "have 0 healthy endpoints left, and answer those that are DOWN" : null;
    }

    private static String notFound(Event.OverrideAsked asked, @Nullable ServiceState service) {
        return service == null
                ? "there is no service " + asked.service()
                : "service " + asked.service() + " has no endpoint " + asked.endpoint() + "; it has "
                        + String.join(
                                ", ",
                                service.endpoints().stream()
                                        .map(endpoint -> endpoint.plan().name())
                                        .toList());
    }

    /** One call of {@link #step}: the world as it becomes, and the effects so far. Lives on the caller's stack. */
    static final class Turn {
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
            for (int i = 0; i < service.endpoints().size(); i++) {
                EndpointState endpoint = service.endpoints().get(i);
                @Nullable OperatorOverride override = endpoint.override();
                if (override != null && override.expires() != null && !at.isBefore(override.expires())) {
                    next = next.with(i, endpoint.withOverride(null));
                }
                next = withHealth(next, i, HealthMachine.onTime(service.plan().health(), endpoint.health(), at));
            }
            return next;
        }

        /** Takes a new health of one endpoint: its words, the cascade, and the pace of its probes. */
        ServiceState withHealth(ServiceState service, int index, HealthState next) {
            EndpointState endpoint = service.endpoints().get(index);
            Health from = endpoint.health().health();
            Health to = next.health();
            EndpointState changed = endpoint.withHealth(next);
            if (from == to) {
                return service.with(index, changed);
            }
            String words = to.condemned() ? Wording.evidence(service.plan().health(), next, world.wall()) : "";
            if (!from.condemned() && to.condemned()) {
                changed = changed.withVerdict(words);
            } else if (from.condemned() && !to.condemned()) {
                changed = changed.withVerdict("");
            }
            if (from.condemned() != to.condemned()) {
                effects.add(new Effect.SetPace(
                        service.plan().name(), endpoint.plan().name(), !to.condemned()));
            }
            effects.add(new Effect.HealthChanged(
                    service.plan().name(), endpoint.plan().name(), from, to, why(service, next, changed)));
            ServiceState after = service.with(index, changed);
            return !from.condemned() && to == Health.DOWN ? after.withCascade(cascade(service, next.since())) : after;
        }

        private String why(ServiceState service, HealthState next, EndpointState endpoint) {
            return switch (next.health()) {
                case SUSPECT -> Wording.evidence(service.plan().health(), next, world.wall());
                case DOWN -> endpoint.verdict();
                case RECOVERING -> "the first success since the removal";
                case UP, UNKNOWN ->
                    next.last() == null ? "" : next.last().result().detail();
            };
        }

        private static Cascade cascade(ServiceState before, Moment verdict) {
            Cascade present = before.cascade();
            boolean goesOn = present != null
                    && verdict.since(present.lastVerdict())
                                    .compareTo(before.plan().removalSpacing())
                            <= 0;
            if (goesOn && present != null) {
                return new Cascade(present.lastHealthy(), verdict);
            }
            Set<String> healthy = new HashSet<>();
            for (Candidate candidate : before.candidates()) {
                if (candidate.healthy()) {
                    healthy.add(candidate.endpoint());
                }
            }
            return new Cascade(healthy, verdict);
        }

        /** Decides for a service that changed, and leaves the effects of the difference. */
        void settle(@Nullable ServiceState old, ServiceState changed, Moment at) {
            ServiceState service = waiveHoldIfNothingElseIsHealthy(changed, at);
            Verdict verdict =
                    PoolDecider.decide(service.rules(), service.candidates(), service.lastHealthy(), at, world.wall());
            Settlement settlement = Settlement.of(
                    service, verdict, world.generations(), world.wall().at(at));
            world = world.with(settlement.generations())
                    .with(settlement
                            .service()
                            .decided(
                                    settlement.decision(),
                                    settlement.allDownOpen(),
                                    dueOf(settlement.service(), verdict)));
            effects.addAll(settlement.effects());
            remember(old, world.services().get(service.plan().name()));
        }

        private ServiceState waiveHoldIfNothingElseIsHealthy(ServiceState service, Moment at) {
            int first = waivable(service, at);
            if (first < 0) {
                return service;
            }
            HealthState held = service.endpoints().get(first).health();
            return withHealth(
                    service, first, HealthMachine.waiveHold(service.plan().health(), held, at));
        }

        /** The first endpoint that would return if its hold-down were waived, while none is healthy; or -1. */
        int waivable(ServiceState service, Moment at) {
            if (service.candidates().stream().anyMatch(Candidate::healthy)) {
                return -1;
            }
            for (int i = 0; i < service.endpoints().size(); i++) {
                EndpointState endpoint = service.endpoints().get(i);
                HealthState waived = HealthMachine.waiveHold(service.plan().health(), endpoint.health(), at);
                if (!endpoint.candidate().offline() && waived.health() == Health.UP) {
                    return i;
                }
            }
            return -1;
        }

        private static @Nullable Moment dueOf(ServiceState service, Verdict verdict) {
            @Nullable Moment due = verdict.due();
            for (EndpointState endpoint : service.endpoints()) {
                due = earlier(due, HealthMachine.due(service.plan().health(), endpoint.health()));
                due = earlier(
                        due,
                        endpoint.override() == null ? null : endpoint.override().expires());
            }
            return due;
        }

        private static @Nullable Moment earlier(@Nullable Moment a, @Nullable Moment b) {
            if (a == null || b == null) {
                return a == null ? b : a;
            }
            return Moment.earlier(a, b);
        }

        /** Writes down what a restart needs and what is not written yet. */
        private void remember(@Nullable ServiceState old, @Nullable ServiceState service) {
            if (service == null || service.decision() == null) {
                throw new IllegalStateException("a service was settled without a decision");
            }
            String name = service.plan().name();
            for (EndpointState endpoint : service.endpoints()) {
                int index = old == null ? -1 : old.indexOf(endpoint.plan().name());
                if (old == null
                        || index < 0
                        || !old.endpoints().get(index).durable().equals(endpoint.durable())) {
                    effects.add(new Effect.RememberEndpoint(endpoint.memory(name, world.wall())));
                }
            }
            boolean same = old != null
                    && old.decision() != null
                    && old.decision().generation() == service.decision().generation()
                    && old.allDownOpen() == service.allDownOpen()
                    && old.lastHealthy().equals(service.lastHealthy());
            if (!same) {
                effects.add(new Effect.RememberService(new ServiceMemory(
                        name,
                        service.decision().generation(),
                        service.decision().answer(),
                        service.decision().changedAt(),
                        service.allDownOpen(),
                        service.lastHealthy().stream().sorted().toList())));
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
                    why,
                    List.of(),
                    List.<InetAddress>of(),
                    0,
                    world.wall().at(now))));
        }

        /** What clients get comes first; nothing that may wait on a disk or a log stands before it. */
        List<Effect> ordered() {
            var ordered = new ArrayList<Effect>(effects.size());
            effects.stream().filter(Effect.Publish.class::isInstance).forEach(ordered::add);
            effects.stream()
                    .filter(effect -> !(effect instanceof Effect.Publish))
                    .forEach(ordered::add);
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
}
