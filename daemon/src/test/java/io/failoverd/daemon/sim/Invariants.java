package io.failoverd.daemon.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.core.Alert;
import io.failoverd.daemon.core.AlertType;
import io.failoverd.daemon.core.Effect;
import io.failoverd.daemon.core.EndpointPlan;
import io.failoverd.daemon.core.EndpointState;
import io.failoverd.daemon.core.Event;
import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.daemon.core.ServiceState;
import io.failoverd.daemon.core.Step;
import io.failoverd.daemon.core.World;
import io.failoverd.daemon.core.health.Health;
import io.failoverd.daemon.core.health.HealthPolicy;
import io.failoverd.daemon.core.pool.Decision;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Probed;
import io.failoverd.probes.model.TargetId;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What must hold after each step, whatever happened. Knows the configuration, the network and every raw result, and of
 * the core no more than its public values.
 */
final class Invariants {
    /** Alerts that tell of an event and have no state of their own in the core that would outlive a run. */
    private static final Set<AlertType> EVENTS = EnumSet.of(AlertType.CONFIG_REJECTED, AlertType.STATE_LOST);

    private final SimClock clock;
    private final Liveness liveness;
    private final Seen seen = new Seen();
    private final Map<String, ProbeLog> logs = new HashMap<>();
    private Simulation.@Nullable Config config;

    Invariants(SimClock clock, SimNetwork network) {
        this.clock = clock;
        this.liveness = new Liveness(clock, network);
    }

    Seen seen() {
        return seen;
    }

    void started(Simulation.Config next) {
        logs.clear();
        reloaded(next);
    }

    /** What is probed anew is known from now on; what stays keeps its results. */
    void reloaded(Simulation.Config next) {
        config = next;
        liveness.disturbed(next);
        var kept = new HashSet<String>();
        for (ServicePlan plan : next.plans()) {
            for (EndpointPlan endpoint : plan.endpoints()) {
                String key = key(plan.name(), endpoint.name());
                kept.add(key);
                ProbeLog present = logs.get(key);
                if (present == null || !present.address().equals(endpoint.address())) {
                    logs.put(key, new ProbeLog(endpoint.address(), clock.now(), clock.nanos()));
                }
            }
        }
        logs.keySet().retainAll(kept);
    }

    void before(Event event) {
        if (event instanceof Event.ProbeFinished finished) {
            TargetId target = finished.probed().target();
            ProbeLog log = logs.get(key(target.service(), target.endpoint()));
            if (log != null && plan(target.service()).health().indexOf(target.check()) >= 0) {
                log.add(finished.probed());
            }
        }
    }

    void after(World before, Event event, Moment now, Step step) {
        World world = step.world();
        assertThat(world.nextDue().map(due -> due.isAfter(now)).orElse(true))
                .as("the next due time %s lies after %s", world.nextDue(), now)
                .isTrue();
        Set<String> mayChange = mayChange(before, event, now);
        Set<ServiceState> untouched = Collections.newSetFromMap(new IdentityHashMap<>());
        untouched.addAll(before.services().values());
        for (ServiceState service : world.services().values()) {
            ServiceState old = before.services().get(service.plan().name());
            if (!untouched.contains(service)) {
                assertThat(mayChange)
                        .as("who may change by %s", event)
                        .contains(service.plan().name());
                changed(service, now);
                generations(old, service, step);
            }
        }
        if (event instanceof Event.Configured configured) {
            assertThat(world.services()).hasSize(configured.plan().services().size());
        }
        step.effects().forEach(effect -> effect(effect, before, world, now));
        if (event instanceof Event.ProbeFinished finished) {
            probed(world, finished.probed(), now);
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
            case Event.FreezeAsked asked -> may.addAll(before.services().keySet());
            case Event.SentinelProbed _ -> may.addAll(before.services().keySet());
            case Event.Configured configured -> configured.plan().services().forEach(plan -> may.add(plan.name()));
            case Event.WallClock _,
                    Event.GenerationsReserved _,
                    Event.ConfigRejected _,
                    Event.StateLost _,
                    Event.Tick _ -> {}
        }
        return may;
    }

    private void changed(ServiceState service, Moment now) {
        Decision decision = service.decision();
        assertThat(decision).as("a service in the world has a decision").isNotNull();
        DecisionRules.check(service, decision, now);
        seen.decided(decision);
        for (EndpointState endpoint : service.endpoints()) {
            Moment heldUntil = endpoint.health().heldUntil();
            if (heldUntil != null) {
                assertThat(heldUntil.since(now))
                        .as("what is left of the hold-down of %s", endpoint.plan())
                        .isLessThanOrEqualTo(endpoint.health().holdLength());
            }
        }
    }

    /** What is published in a step is a new generation each, the last of them stands, and none says the same twice. */
    private static void generations(@Nullable ServiceState old, ServiceState service, Step step) {
        Decision last = old == null ? null : old.decision();
        for (Effect effect : step.effects()) {
            if (effect instanceof Effect.Publish publish
                    && publish.decision().service().equals(service.plan().name())) {
                Decision next = publish.decision();
                assertThat(last != null && last.answersLike(next))
                        .as("nothing changed: %s", next)
                        .isFalse();
                assertThat(last == null || next.generation() > last.generation())
                        .as("%s after %s", next, last)
                        .isTrue();
                last = next;
            }
        }
        assertThat(last).as("a first decision is published").isNotNull();
        assertThat(service.decision().generation()).isEqualTo(last.generation());
        assertThat(service.decision().answersLike(last)).isTrue();
    }

    private void effect(Effect effect, World before, World world, Moment now) {
        switch (effect) {
            case Effect.HealthChanged changed -> {
                seen.health(changed.to());
                if (changed.to() == Health.DOWN && !changed.from().condemned()) {
                    assertThat(log(changed).condemns(policy(plan(changed.service()))))
                            .as("%s of %s was condemned on %s", changed.endpoint(), changed.service(), changed.why())
                            .isTrue();
                } else if (changed.to() == Health.UP && changed.from().condemned()) {
                    returned(changed, before, world, now);
                }
            }
            case Effect.Raise raise -> {
                seen.alert(raise.alert().type());
                assertThat(raise.alert().summary()).isNotBlank();
            }
            case Effect.OperatorAnswered answered -> seen.outcome(answered.outcome());
            case Effect.Publish _,
                    Effect.SetPace _,
                    Effect.ProbeSentinels _,
                    Effect.RememberEndpoint _,
                    Effect.RememberService _,
                    Effect.Forget _,
                    Effect.ReserveGenerations _ -> {}
        }
    }

    /** A return takes rise successes, and the end of the hold-down unless nothing else was healthy. */
    private void returned(Effect.HealthChanged changed, World before, World world, Moment now) {
        ServicePlan plan = plan(changed.service());
        assertThat(log(changed).absolves(policy(plan)))
                .as("%s of %s returned after rise successes", changed.endpoint(), changed.service())
                .isTrue();
        ServiceState old = before.services().get(changed.service());
        int index = old == null ? -1 : index(old, changed.endpoint());
        Moment heldUntil =
                index < 0 ? null : old.endpoints().get(index).health().heldUntil();
        boolean held = heldUntil != null && heldUntil.isAfter(now);
        if (held) {
            ServiceState service = world.services().get(changed.service());
            boolean alone = service.endpoints().stream()
                    .filter(endpoint -> !endpoint.plan().name().equals(changed.endpoint()))
                    .noneMatch(endpoint -> DecisionRules.shouldAnswer(endpoint));
            assertThat(alone)
                    .as("%s returned while held, and nothing else is healthy", changed.endpoint())
                    .isTrue();
            seen.waived();
        }
    }

    /** What the evidence asks for has happened, and nobody has been forgotten. */
    private void probed(World world, Probed probed, Moment now) {
        TargetId target = probed.target();
        ServiceState service = world.services().get(target.service());
        ProbeLog log = logs.get(key(target.service(), target.endpoint()));
        if (service == null || log == null) {
            return;
        }
        EndpointState endpoint = service.endpoints().get(index(service, target.endpoint()));
        NavigableSet<Moment> failures = log.failures();
        boolean counted = probed.result() instanceof ProbeResult.Down && failures.contains(probed.startedAt());
        boolean whole = failures.size() <= policy(service.plan()).fall() + 2; // older evidence is let go
        if (counted && whole && log.condemns(policy(service.plan()))) {
            assertThat(endpoint.health().health().condemned())
                    .as("%s is condemned by %s", endpoint.plan(), failures)
                    .isTrue();
        }
        liveness.check(service, endpoint, log, now);
    }

    /** Of each incident: it begins before it ends, and alternates from then on, over all runs and crashes. */
    void alternate(List<Alert> outbox) {
        var firing = new HashMap<String, Boolean>();
        for (Alert alert : outbox) {
            if (!EVENTS.contains(alert.type())) {
                boolean was = firing.getOrDefault(alert.incident(), false);
                assertThat(alert.firing()).as("%s after firing=%s", alert, was).isNotEqualTo(was);
                firing.put(alert.incident(), alert.firing());
            }
        }
    }

    private static HealthPolicy policy(ServicePlan plan) {
        return plan.health().checks().getFirst().policy();
    }

    private ProbeLog log(Effect.HealthChanged changed) {
        return logs.get(key(changed.service(), changed.endpoint()));
    }

    private ServicePlan plan(String service) {
        return config.plans().stream()
                .filter(plan -> plan.name().equals(service))
                .findFirst()
                .orElseThrow();
    }

    private static int index(ServiceState service, String endpoint) {
        for (int i = 0; i < service.endpoints().size(); i++) {
            if (service.endpoints().get(i).plan().name().equals(endpoint)) {
                return i;
            }
        }
        return -1;
    }

    private static String key(String service, String endpoint) {
        return service + "/" + endpoint;
    }
}
