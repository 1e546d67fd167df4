package io.failoverd.daemon.core;

import io.failoverd.daemon.core.EndpointMemory.OverrideMemory;
import io.failoverd.daemon.core.health.HealthMachine;
import io.failoverd.daemon.core.health.HealthState;
import io.failoverd.daemon.core.pool.OperatorOverride;
import io.failoverd.daemon.core.pool.WallAnchor;
import io.failoverd.probes.model.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings the world to a configuration. At a start, what was kept on disk counts; at a reload, what is known goes on for
 * every endpoint whose name and address stay.
 */
final class Reconfiguration {
    /** A verdict from before a restart is trusted this long; then the endpoint starts as any other. */
    static final Duration VERDICT_LIFETIME = Duration.ofMinutes(10);

    private final Engine.Turn turn;
    private final Moment now;
    private final WallAnchor wall;
    private final Memory memory;
    private final Map<String, Map<String, EndpointMemory>> endpoints = new HashMap<>();
    private final Map<String, ServiceMemory> services = new HashMap<>();

    private Reconfiguration(Engine.Turn turn, Memory memory) {
        this.turn = turn;
        this.now = turn.now;
        this.wall = turn.world.wall();
        this.memory = memory;
        for (EndpointMemory endpoint : memory.endpoints()) {
            endpoints.computeIfAbsent(endpoint.service(), _ -> new HashMap<>()).put(endpoint.endpoint(), endpoint);
        }
        memory.services().forEach(service -> services.put(service.service(), service));
    }

    static void apply(Engine.Turn turn, Event.Configured configured) {
        new Reconfiguration(turn, configured.memory()).apply(configured.services());
    }

    private void apply(List<ServicePlan> plans) {
        Set<String> configured = new HashSet<>();
        for (ServicePlan plan : plans) {
            configured.add(plan.name());
            ServiceState present = turn.world.services().get(plan.name());
            ServiceState next = present == null ? started(plan) : reloaded(plan, present);
            turn.settle(present, next, now);
            tellPaces(next);
        }
        Set<String> gone = new HashSet<>(turn.world.services().keySet());
        gone.addAll(services.keySet());
        gone.removeAll(configured);
        for (String service : gone.stream().sorted().toList()) {
            turn.world = turn.world.without(service);
            turn.effects.add(new Effect.Forget(service, null));
        }
    }

    /** A target that is probed anew is watched for its first failure, unless it is condemned already. */
    private void tellPaces(ServiceState service) {
        for (EndpointState endpoint : service.endpoints()) {
            if (endpoint.health().health().condemned()) {
                turn.effects.add(new Effect.SetPace(
                        service.plan().name(), endpoint.plan().name(), false));
            }
        }
    }

    private ServiceState reloaded(ServicePlan plan, ServiceState present) {
        // Where nothing of the old pool is left, the service starts like a new one: its endpoints are assumed healthy.
        boolean anyStays = plan.endpoints().stream().anyMatch(endpoint -> same(present, endpoint) != null);
        var states = new ArrayList<EndpointState>();
        for (EndpointPlan endpoint : plan.endpoints()) {
            @Nullable EndpointState stays = same(present, endpoint);
            if (stays != null) {
                HealthState health = HealthMachine.onTime(plan.health(), stays.health(), now);
                states.add(stays.withPlan(endpoint).withHealth(health));
                continue;
            }
            EndpointState fresh = EndpointState.fresh(endpoint, now, !anyStays);
            int index = present.indexOf(endpoint.name());
            states.add(
                    index < 0
                            ? fresh
                            : fresh.withOverride(present.endpoints().get(index).override()));
        }
        for (EndpointState old : present.endpoints()) {
            if (plan.endpoints().stream()
                    .noneMatch(kept -> kept.name().equals(old.plan().name()))) {
                turn.effects.add(new Effect.Forget(plan.name(), old.plan().name()));
            }
        }
        return new ServiceState(
                plan,
                states,
                present.cascade(),
                present.decision(),
                present.before(),
                present.allDownOpen(),
                present.due());
    }

    private static @Nullable EndpointState same(ServiceState present, EndpointPlan plan) {
        int index = present.indexOf(plan.name());
        if (index < 0) {
            return null;
        }
        EndpointState state = present.endpoints().get(index);
        return state.plan().address().equals(plan.address()) ? state : null;
    }

    private ServiceState started(ServicePlan plan) {
        Map<String, EndpointMemory> kept = endpoints.getOrDefault(plan.name(), Map.of());
        var states = new ArrayList<EndpointState>();
        for (EndpointPlan endpoint : plan.endpoints()) {
            EndpointMemory of = kept.get(endpoint.name());
            states.add(of == null ? EndpointState.fresh(endpoint, now, true) : restored(endpoint, of));
        }
        for (String name : kept.keySet()) {
            if (plan.endpoints().stream().noneMatch(endpoint -> endpoint.name().equals(name))) {
                turn.effects.add(new Effect.Forget(plan.name(), name));
            }
        }
        ServiceMemory before = services.get(plan.name());
        return new ServiceState(
                plan,
                states,
                before == null ? null : cascade(before, states),
                null,
                before == null ? null : new ServiceState.Before(before.answer(), before.changedAt()),
                before != null && before.allDownOpen(),
                null);
    }

    private static @Nullable Cascade cascade(ServiceMemory before, List<EndpointState> states) {
        Optional<Moment> latest = states.stream()
                .filter(state -> state.health().health().condemned())
                .map(state -> state.health().since())
                .max(Moment::compareTo);
        return latest.map(moment -> new Cascade(Set.copyOf(before.lastHealthy()), moment))
                .orElse(null);
    }

    private EndpointState restored(EndpointPlan plan, EndpointMemory kept) {
        Instant wallNow = wall.at(now);
        boolean sameAddress = kept.address().equals(plan.address());
        boolean recent = Duration.between(memory.aliveAt(), wallNow).compareTo(VERDICT_LIFETIME) <= 0;
        boolean down = sameAddress && recent && kept.health().condemned();
        HealthState health = HealthState.restored(
                now,
                down,
                down ? Moment.earlier(now, wall.at(kept.since())) : now,
                sameAddress ? kept.repeats() : 0,
                down && kept.heldUntil() != null ? heldUntil(kept.heldUntil(), kept.holdLength(), wallNow) : null,
                kept.holdLength(),
                kept.cleanSince() == null ? null : Moment.earlier(now, wall.at(kept.cleanSince())),
                !sameAddress || kept.seenUp());
        return new EndpointState(
                plan,
                health,
                kept.override() == null ? null : override(kept.override(), wallNow),
                down ? kept.condemnedBy() : "",
                down,
                new EndpointState.OpenAlerts(kept.removedOpen(), kept.withheldOpen(), kept.degradedOpen()));
    }

    private Moment heldUntil(Instant until, Duration length, Instant wallNow) {
        return now.plus(clamped(Duration.between(wallNow, until), length));
    }

    private @Nullable OperatorOverride override(OverrideMemory kept, Instant wallNow) {
        Moment since = Moment.earlier(now, wall.at(kept.since()));
        if (kept.expires() == null || kept.length() == null) {
            return new OperatorOverride(kept.mode(), since, null, null, kept.by(), kept.note());
        }
        Duration left = clamped(Duration.between(wallNow, kept.expires()), kept.length());
        return left.isZero()
                ? null
                : new OperatorOverride(kept.mode(), since, now.plus(left), kept.length(), kept.by(), kept.note());
    }

    /** A wall clock that jumped while we were away must not stretch a deadline beyond the length it was given. */
    private static Duration clamped(Duration left, Duration length) {
        if (left.isNegative()) {
            return Duration.ZERO;
        }
        return left.compareTo(length) < 0 ? left : length;
    }
}
