package io.failoverd.daemon.sim;

import io.failoverd.daemon.core.Alert;
import io.failoverd.daemon.core.Effect;
import io.failoverd.daemon.core.EndpointState;
import io.failoverd.daemon.core.Event;
import io.failoverd.daemon.core.SentinelPlan;
import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.daemon.core.ServiceState;
import io.failoverd.daemon.core.Step;
import io.failoverd.daemon.core.World;
import io.failoverd.daemon.core.pool.Decision;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.TargetId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What must hold after each step, whatever happened. Knows the configuration, the network and every raw result, and of
 * the core no more than its public values.
 */
final class Invariants {
    /** A service that did not change is looked at this seldom: what is forgotten by the core stays forgotten. */
    private static final int LOOK_AGAIN = 8;

    private final SimClock clock;
    private final Seen seen = new Seen();
    private final SentinelLog sentinels = new SentinelLog();
    private final HealthRules health = new HealthRules(sentinels);
    private final VoteRules votes = new VoteRules();
    private final GuardRules guards = new GuardRules(health, sentinels, votes);
    private final ReturnRules returns = new ReturnRules();
    private final AlertRules alerts = new AlertRules(sentinels);
    private final RestartRules restarts = new RestartRules();
    private final HostRules hosts = new HostRules();
    private final Liveness liveness;
    private List<ServicePlan> plans = List.of();
    private boolean wasLost;
    private int looks;
    private Moment provenAt = Moment.ZERO;
    /** How far the wall clock was off, all told, in the present run. */
    private Duration clocks = Duration.ZERO;

    Invariants(SimClock clock, SimNetwork network) {
        this.clock = clock;
        this.liveness = new Liveness(clock, network);
    }

    Seen seen() {
        seen.waived = returns.waived();
        seen.ramped = returns.ramped();
        seen.removed = guards.removed();
        seen.deaths = liveness.deaths();
        seen.returns = liveness.returns();
        seen.kept = restarts.kept();
        seen.agreedDown = votes.agreedDown();
        seen.outvoted = votes.outvoted();
        seen.moved = hosts.moved();
        seen.hostsKept = hosts.kept();
        seen.hostsLost = hosts.told();
        return seen;
    }

    void started(Simulation.Config next, List<Alert> outbox) {
        plans = List.of();
        sentinels.under(SentinelPlan.NONE, clock.now());
        health.started();
        guards.started();
        votes.started();
        returns.started();
        alerts.started(outbox);
        wasLost = false;
        reloaded(next);
    }

    void reloaded(Simulation.Config next) {
        sentinels.under(next.plan().sentinels(), clock.now());
        liveness.disturbed(next);
    }

    /** By the core's own word, which {@link HostRules} holds to account. */
    private void follow(Event event, Step step, Moment now) {
        if (!(event instanceof Event.Configured)
                && step.effects().stream().noneMatch(Effect.EndpointsChanged.class::isInstance)) {
            return;
        }
        List<ServicePlan> live = step.world().services().values().stream()
                .map(ServiceState::plan)
                .toList();
        health.reloaded(plans, live, now, clock.nanos());
        plans = live;
    }

    void stopped(@Nullable World world) {
        restarts.stopped(world, clock.now());
        hosts.stopped(world);
        Instant believed = world == null ? clock.wall() : world.wall().at(clock.now());
        clocks = clocks.plus(Duration.between(believed, clock.wall()).abs());
    }

    void restarted(World world) {
        guards.restarted(world);
        hosts.restarted(world);
        restarts.restarted(world, clocks, clock.now(), clock.wall());
        clocks = Duration.ZERO;
    }

    void before(World world, Event event, Moment now) {
        votes.before(world, event, now);
        health.before(event);
        if (event instanceof Event.SentinelProbed finished) {
            sentinels.add(finished.probed());
            provenAt = sentinels.provenAt();
        }
    }

    void after(World before, Event event, Moment now, Step step) {
        World world = step.world();
        boolean lost = sentinels.lost();
        Promise.that(world.sentinels().lost() == lost, () -> "lost " + lost + ": " + sentinels);
        if (lost != wasLost) {
            liveness.disturbed(null);
            health.foundAt(now);
            if (lost && event instanceof Event.SentinelProbed) {
                health.lost(world, provenAt, guards);
            }
            wasLost = lost;
        }
        if (event instanceof Event.WallClock told) {
            clocks = clocks.plus(
                    Duration.between(before.wall().at(now), told.instant()).abs());
        }
        follow(event, step, now);
        Set<String> mayChange = mayChange(before, event, now);
        Set<ServiceState> untouched = Collections.newSetFromMap(new IdentityHashMap<>());
        untouched.addAll(before.services().values());
        for (ServiceState service : world.services().values()) {
            ServiceState old = before.services().get(service.plan().name());
            if (!untouched.contains(service)) {
                String name = service.plan().name();
                Promise.that(mayChange.contains(name), () -> name + " changed by " + event);
                changed(world, old, service, event, now, step);
            } else if (++looks % LOOK_AGAIN != 0) {
                continue;
            }
            if (service.decision() == null) {
                continue;
            }
            ReturnRules.nothingDueIsForgotten(service, now);
            service.endpoints().forEach(endpoint -> votes.look(service, endpoint, now));
            guards.keptForAReason(world, service, now);
            returns.wholeInTime(service, now);
        }
        votes.sentinels(world);
        step.effects().forEach(this::effect);
        alerts.isolation(before, event, step.effects());
        for (ServiceState service : world.services().values()) {
            if (!untouched.contains(service) && service.decision() != null) {
                alerts.ofService(service, now);
            }
        }
        if (event instanceof Event.ProbeFinished finished) {
            probed(world, finished.probed().target(), now);
        }
    }

    private static Set<String> mayChange(World before, Event event, Moment now) {
        var may = new HashSet<String>();
        for (ServiceState service : before.services().values()) {
            if (service.due() != null && !service.due().isAfter(now)) {
                may.add(service.plan().name());
            }
        }
        switch (event) {
            case Event.ProbeFinished finished ->
                may.add(finished.probed().target().service());
            case Event.OverrideAsked asked -> may.add(asked.service());
            case Event.ResumeAsked asked -> may.add(asked.service());
            case Event.DrillAsked asked -> may.add(asked.service());
            case Event.DrillAborted asked -> may.add(asked.service());
            case Event.PublishTold told -> may.add(told.service());
            case Event.VoteHeard heard -> may.add(heard.service());
            case Event.HostResolved resolved -> may.add(resolved.service());
            case Event.HostUnresolved unresolved -> may.add(unresolved.service());
            case Event.FreezeAsked asked ->
                may.addAll(asked.service() == null ? before.services().keySet() : Set.of(asked.service()));
            case Event.SentinelProbed _ -> may.addAll(before.services().keySet());
            case Event.Configured configured -> configured.plan().services().forEach(plan -> may.add(plan.name()));
            case Event.WallClock _ ->
                before.services().values().stream()
                        .filter(service ->
                                !service.plan().maintenance().windows().isEmpty())
                        .forEach(service -> may.add(service.plan().name()));
            case Event.GenerationsReserved _,
                    Event.ConfigRejected _,
                    Event.StateLost _,
                    Event.HandBackFailed _,
                    Event.Tick _ -> {}
        }
        return may;
    }

    private void changed(
            World world, @Nullable ServiceState before, ServiceState service, Event event, Moment now, Step step) {
        hosts.after(before, service, event, now);
        if (service.decision() == null) {
            Promise.that(service.endpoints().isEmpty(), () -> "nothing is decided: " + service);
            return;
        }
        ServiceState old = before == null || before.decision() == null ? null : before;
        seen.decided(service.decision());
        DecisionRules.check(world, service, now);
        DecisionRules.frozen(old, service, event);
        health.after(old, service, event);
        votes.after(world, old, service, event, now, guards);
        guards.after(world, old, service, event, now);
        returns.after(world, old, service, event, now);
        ShareRules.check(old, service);
        generations(old, service, step);
    }

    /** What is published in a step is a new generation each, the last of them stands, and none says the same twice. */
    private static void generations(@Nullable ServiceState old, ServiceState service, Step step) {
        Decision last = old == null ? null : old.decision();
        for (Effect effect : step.effects()) {
            if (effect instanceof Effect.Publish publish
                    && publish.decision().service().equals(service.plan().name())) {
                Decision next = publish.decision();
                Decision was = last;
                Promise.that(was == null || !was.answersLike(next), () -> "nothing changed: " + next);
                Promise.that(was == null || next.generation() > was.generation(), () -> next + " after " + was);
                last = next;
            }
        }
        Decision stands = last;
        Promise.that(
                stands != null
                        && service.decision().generation() == stands.generation()
                        && service.decision().answersLike(stands),
                () -> "what stands is not what was published last: " + service.decision() + " " + stands);
    }

    private void effect(Effect effect) {
        switch (effect) {
            case Effect.HealthChanged changed -> seen.health(changed.to());
            case Effect.Raise raise -> {
                seen.alert(raise.alert().type());
                alerts.raised(raise.alert());
            }
            case Effect.OperatorAnswered answered -> seen.outcome(answered.outcome());
            case Effect.Publish _,
                    Effect.SetPace _,
                    Effect.SetDrill _,
                    Effect.DrillTold _,
                    Effect.EndpointsChanged _,
                    Effect.HostTold _,
                    Effect.ProbeSentinels _,
                    Effect.RememberEndpoint _,
                    Effect.RememberService _,
                    Effect.RememberCommon _,
                    Effect.Forget _,
                    Effect.ReserveGenerations _ -> {}
        }
    }

    private void probed(World world, TargetId target, Moment now) {
        ServiceState service = world.services().get(target.service());
        int index = service == null ? -1 : service.indexOf(target.endpoint());
        ProbeLog log = health.log(target.service(), target.endpoint(), target.check());
        if (index >= 0 && log != null) {
            EndpointState endpoint = service.endpoints().get(index);
            health.nobodyIsForgotten(service, target);
            liveness.check(service, endpoint, log.joinedNanos(), sentinels, now);
        }
    }
}
