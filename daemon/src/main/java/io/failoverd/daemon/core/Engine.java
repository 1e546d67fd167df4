package io.failoverd.daemon.core;

import io.failoverd.daemon.core.consensus.ConsensusPolicy;
import io.failoverd.daemon.core.health.EndpointHealth;
import io.failoverd.daemon.core.health.Health;
import io.failoverd.daemon.core.pool.Drill;
import io.failoverd.daemon.core.pool.WallAnchor;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Probed;
import java.util.List;
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
            case Event.SentinelProbed finished -> sentinelProbed(turn, finished.probed());
            case Event.OverrideAsked asked -> Operations.override(turn, asked);
            case Event.FreezeAsked asked -> Operations.freeze(turn, asked);
            case Event.ResumeAsked asked -> Operations.resume(turn, asked);
            case Event.DrillAsked asked -> Drills.ask(turn, asked);
            case Event.DrillAborted asked -> Drills.abort(turn, asked);
            case Event.VoteHeard heard -> heard(turn, heard);
            case Event.HostResolved resolved -> Resolution.resolved(turn, resolved);
            case Event.HostUnresolved unresolved -> Resolution.failed(turn, unresolved);
            case Event.PublishTold told -> Publishing.told(turn, told);
            case Event.WallClock clock -> wallClock(turn, new WallAnchor(now, clock.instant()));
            case Event.GenerationsReserved reserved ->
                turn.world = turn.world.with(turn.world.generations().reservedThrough(reserved.through()));
            case Event.ConfigRejected rejected -> {
                turn.world = turn.world.withConfigRejected(true);
                turn.raiseForDaemon(AlertType.CONFIG_REJECTED, true, rejected.why());
            }
            case Event.StateLost lost -> turn.raiseForDaemon(AlertType.STATE_LOST, true, lost.why());
            case Event.HandBackFailed failed -> Publishing.notHandedBack(turn, failed);
            case Event.Tick _ -> {}
        }
        turn.reserveGenerations();
        turn.rememberCommon(world.common(), event);
        return new Step(turn.world, turn.ordered());
    }

    private static void probed(Turn turn, Probed told) {
        ServiceState service = turn.world.services().get(told.target().service());
        if (service == null) {
            return; // a late result of a service that a reload took away
        }
        int index = service.indexOf(told.target().endpoint());
        int check = service.plan().health().indexOf(told.target().check());
        if (index < 0 || check < 0) {
            return; // likewise of an endpoint or a check
        }
        EndpointState endpoint = service.endpoints().get(index);
        if (told.startedAt().isBefore(endpoint.joined())) {
            return; // it asked the address that a reload has replaced
        }
        // The probe loop hears of a drill's end a little later than it ended.
        Probed probed = Drill.going(endpoint.drill()) == null ? told.undrilled() : told;
        SentinelState sentinels = turn.world.sentinels();
        boolean sentWhileLost =
                sentinels.lost() || probed.startedAt().isBefore(sentinels.since()); // it may have been lost then
        boolean ours = sentWhileLost && probed.result() instanceof ProbeResult.Down;
        Voting.Seen next = turn.voting(service.plan(), turn.now).probed(endpoint, check, probed, ours);
        boolean reallyOurs = sentWhileLost && probed.undrilled().result() instanceof ProbeResult.Down;
        EndpointState beneath = Drills.seen(service.plan(), endpoint, check, probed, reallyOurs, turn.now);
        ServiceState changed = turn.withHealth(service.with(index, beneath), index, next);
        if (nothingToDecide(endpoint.health(), next.health()) && sameVote(endpoint.votes(), next.votes())) {
            turn.world = turn.world.with(changed);
        } else {
            turn.settle(service, changed, turn.now);
        }
    }

    /** What another vantage says; a report that only confirms what is known decides nothing. */
    private static void heard(Turn turn, Event.VoteHeard heard) {
        ServiceState service = turn.world.services().get(heard.service());
        int index = service == null ? -1 : service.indexOf(heard.address());
        @Nullable
        ConsensusPolicy vantages = service == null ? null : service.plan().vantages();
        String name = heard.report().vantage();
        if (service == null
                || index < 0
                || vantages == null
                || name.equals(vantages.self())
                || !vantages.vantages().contains(name)) {
            return; // late, of what a reload took away; or nobody knows it
        }
        EndpointState endpoint = service.endpoints().get(index);
        Voting voting = turn.voting(service.plan(), turn.now);
        Voting.Seen next = voting.heard(endpoint, heard.report());
        ServiceState changed = turn.withHealth(service, index, next);
        if (next.health().equals(endpoint.health()) && sameVote(endpoint.votes(), next.votes())) {
            EndpointState confirmed = changed.endpoints().get(index);
            turn.world = turn.world.with(changed.dueBy(voting.due(confirmed)));
        } else {
            turn.settle(service, changed, turn.now);
        }
    }

    private static boolean sameVote(@Nullable Votes before, @Nullable Votes after) {
        return before == null || after == null || before.vote().equals(after.vote());
    }

    private static boolean nothingToDecide(EndpointHealth before, EndpointHealth after) {
        if (before.health() != Health.UP || after.health() != Health.UP || before.degraded() || after.degraded()) {
            return false;
        }
        for (int i = 0; i < after.checks().size(); i++) { // one of several may be condemned, and its endpoint UP
            if (before.checks().get(i).health() != after.checks().get(i).health()) {
                return false;
            }
        }
        return true;
    }

    /** A sentinel's result may lose or find our own network, and it may confirm what waited for it. */
    private static void sentinelProbed(Turn turn, Probed probed) {
        SentinelState before = turn.world.sentinels();
        SentinelState after = before.on(probed, turn.now);
        turn.world = turn.world.with(after);
        turn.tellIsolation();
        if (before.lost() != after.lost()) {
            for (String name : sorted(turn.world.services().keySet())) {
                ServiceState service = turn.world.services().get(name);
                if (service != null) {
                    turn.settle(
                            service,
                            after.lost() ? exonerated(turn, service, after) : recounted(turn, service),
                            turn.now);
                }
            }
        } else if (!after.lost()) {
            for (String name : List.copyOf(turn.world.awaitingSentinels())) {
                ServiceState service = turn.world.services().get(name);
                if (service != null) {
                    turn.settle(service, service, turn.now);
                }
            }
        }
    }

    /** Failures since our network was last seen to work may be our own, and are taken back where nothing left yet. */
    private static ServiceState exonerated(Turn turn, ServiceState service, SentinelState sentinels) {
        ServiceState next = service;
        for (int i = 0; i < service.endpoints().size(); i++) {
            EndpointState endpoint =
                    Drills.exonerated(service.plan(), service.endpoints().get(i), sentinels.provenAt(), turn.now);
            next = next.with(i, endpoint);
            boolean carriedOut =
                    endpoint.condemnation() != null && endpoint.condemnation().carriedOut();
            if (!carriedOut) {
                Voting voting = turn.voting(service.plan(), turn.now);
                next = turn.withHealth(next, i, voting.exonerated(endpoint, sentinels.provenAt()));
            }
        }
        return recounted(turn, next);
    }

    /** Where others have a say, our own vote counts again, or no longer. */
    private static ServiceState recounted(Turn turn, ServiceState service) {
        ServiceState next = service;
        for (int i = 0; i < service.endpoints().size() && service.plan().vantages() != null; i++) {
            EndpointState endpoint = service.endpoints().get(i);
            next = turn.withHealth(
                    next, i, turn.voting(service.plan(), turn.now).onTime(endpoint));
        }
        return next;
    }

    /** Wall time alone moves only maintenance windows. */
    private static void wallClock(Turn turn, WallAnchor wall) {
        turn.world = turn.world.with(wall);
        for (String name : sorted(turn.world.services().keySet())) {
            ServiceState service = turn.world.services().get(name);
            if (service != null && !service.plan().maintenance().windows().isEmpty()) {
                turn.settle(service, service, turn.now);
            }
        }
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }
}
