package io.failoverd.daemon.core;

import io.failoverd.daemon.core.EndpointMemory.OverrideMemory;
import io.failoverd.daemon.core.ServiceMemory.FreezeMemory;
import io.failoverd.daemon.core.ServiceMemory.RemovalMemory;
import io.failoverd.daemon.core.ServiceState.PoolAlerts;
import io.failoverd.daemon.core.health.EndpointHealth;
import io.failoverd.daemon.core.health.EndpointMachine;
import io.failoverd.daemon.core.health.HealthState;
import io.failoverd.daemon.core.health.Hold;
import io.failoverd.daemon.core.pool.Condemnation;
import io.failoverd.daemon.core.pool.Decision;
import io.failoverd.daemon.core.pool.Freeze;
import io.failoverd.daemon.core.pool.LastRemoval;
import io.failoverd.daemon.core.pool.OperatorOverride;
import io.failoverd.daemon.core.pool.OverrideMode;
import io.failoverd.daemon.core.pool.SafetyBrake;
import io.failoverd.daemon.core.pool.WallAnchor;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.TargetId;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    private final Turn turn;
    private final Moment now;
    private final WallAnchor wall;
    private final Memory memory;
    private final Map<String, Map<String, EndpointMemory>> endpoints = new HashMap<>();
    private final Map<String, ServiceMemory> services = new HashMap<>();

    private Reconfiguration(Turn turn, Memory memory) {
        this.turn = turn;
        this.now = turn.now;
        this.wall = turn.world.wall();
        this.memory = memory;
        for (EndpointMemory endpoint : memory.endpoints()) {
            endpoints.computeIfAbsent(endpoint.service(), _ -> new HashMap<>()).put(endpoint.endpoint(), endpoint);
        }
        memory.services().forEach(service -> services.put(service.service(), service));
    }

    static void apply(Turn turn, Event.Configured configured) {
        new Reconfiguration(turn, configured.memory()).apply(configured.plan());
    }

    private void apply(Plan plan) {
        List<ServicePlan> plans = plan.services();
        long used = memory.services().stream()
                .mapToLong(ServiceMemory::generation)
                .reduce(memory.generationsReserved(), Math::max);
        World.Common before = turn.world.common();
        CommonMemory kept = memory.common();
        turn.world = turn.world
                .with(turn.world.generations().after(used))
                .with(turn.world.sentinels().under(plan.sentinels(), now))
                .withConfigRejected(before.configRejected() || kept.configRejected())
                .withIsolationTold(before.isolationTold() || kept.isolated())
                .with(restored(before.brake(), kept.removals()).under(plan.brake()));
        turn.tellIsolation();
        Set<String> configured = new HashSet<>();
        for (ServicePlan each : plans) {
            configured.add(each.name());
            ServiceState present = turn.world.services().get(each.name());
            ServiceState next = present == null ? started(each) : reloaded(each, present);
            turn.settle(present, next, now);
            ServiceState settled = Objects.requireNonNull(turn.world.services().get(each.name()));
            tellPaces(settled);
            forgetEndpoints(settled, present);
        }
        Set<String> gone = new HashSet<>(turn.world.services().keySet());
        gone.addAll(services.keySet());
        gone.addAll(endpoints.keySet());
        gone.removeAll(configured);
        for (String service : gone.stream().sorted().toList()) {
            forgetService(service, turn.world.services().get(service));
        }
        if (turn.world.configRejected()) {
            turn.world = turn.world.withConfigRejected(false);
            turn.raiseForDaemon(AlertType.CONFIG_REJECTED, false, "a configuration was accepted again");
        }
    }

    /** Ends the alerts of the endpoints that the service had, before the reload or on disk, and has no longer. */
    private void forgetEndpoints(ServiceState service, @Nullable ServiceState before) {
        EndedAlerts ended = endedAlerts(service.plan().name(), service.decision());
        if (before != null) {
            for (EndpointState old : before.endpoints()) {
                if (service.indexOf(old.plan().name()) < 0) {
                    turn.effects.add(
                            new Effect.Forget(service.plan().name(), old.plan().name()));
                    turn.effects.addAll(ended.ofEndpoint(
                            old.plan().name(), old.plan().region(), old.plan().address(), old.open()));
                }
            }
            return;
        }
        for (EndpointMemory kept : kept(service.plan().name())) {
            if (service.indexOf(kept.endpoint()) < 0) {
                turn.effects.add(new Effect.Forget(service.plan().name(), kept.endpoint()));
                turn.effects.addAll(ended.ofEndpoint(kept.endpoint(), null, kept.address(), open(kept)));
            }
        }
    }

    private void forgetService(String name, @Nullable ServiceState present) {
        EndedAlerts ended = endedAlerts(name, present == null ? null : present.decision());
        if (present == null) {
            kept(name)
                    .forEach(kept ->
                            turn.effects.addAll(ended.ofEndpoint(kept.endpoint(), null, kept.address(), open(kept))));
        } else {
            present.endpoints()
                    .forEach(old -> turn.effects.addAll(ended.ofEndpoint(
                            old.plan().name(), old.plan().region(), old.plan().address(), old.open())));
        }
        ServiceMemory kept = services.get(name);
        if (present != null) {
            turn.effects.addAll(ended.ofPool(present.open()));
        } else if (kept != null) {
            turn.effects.addAll(ended.ofPool(open(kept)));
        }
        turn.world = turn.world.without(name);
        turn.effects.add(new Effect.Forget(name, null));
    }

    private EndedAlerts endedAlerts(String service, @Nullable Decision last) {
        return new EndedAlerts(
                service, last == null ? List.of() : last.answer(), last == null ? 0 : last.generation(), wall.at(now));
    }

    private List<EndpointMemory> kept(String service) {
        return endpoints.getOrDefault(service, Map.of()).values().stream()
                .sorted(Comparator.comparing(EndpointMemory::endpoint))
                .toList();
    }

    private static EndpointState.OpenAlerts open(EndpointMemory kept) {
        return new EndpointState.OpenAlerts(kept.removedOpen(), kept.withheldOpen(), kept.degradedOpen());
    }

    private static PoolAlerts open(ServiceMemory kept) {
        return new PoolAlerts(kept.allDownOpen(), kept.prescaleOpen());
    }

    /** A target that is probed anew is watched for its first failure, unless it is condemned already. */
    private void tellPaces(ServiceState service) {
        for (EndpointState endpoint : service.endpoints()) {
            List<HealthState> checks = endpoint.health().checks();
            for (int i = 0; i < checks.size(); i++) {
                if (checks.get(i).health().condemned()) {
                    turn.effects.add(new Effect.SetPace(
                            new TargetId(
                                    service.plan().name(),
                                    endpoint.plan().name(),
                                    service.plan().health().checks().get(i).check()),
                            false));
                }
            }
        }
    }

    private ServiceState reloaded(ServicePlan plan, ServiceState present) {
        // Where nothing of the old pool is left, the service starts like a new one: its endpoints are assumed healthy.
        boolean anyStays = plan.endpoints().stream().anyMatch(endpoint -> same(present, endpoint) != null);
        var states = new ArrayList<EndpointState>();
        for (EndpointPlan endpoint : plan.endpoints()) {
            @Nullable EndpointState stays = same(present, endpoint);
            states.add(
                    stays == null
                            ? replaced(plan, endpoint, present, !anyStays)
                            : stays.withPlan(endpoint).withRamping(ramping(plan, stays)));
        }
        ServiceState next = present.under(plan, states);
        for (int i = 0; i < states.size(); i++) { // another check, or a lower rise may be reached already
            if (same(present, plan.endpoints().get(i)) == null) {
                continue; // it began under this plan
            }
            EndpointHealth health = EndpointMachine.under(
                    plan.health(), present.plan().health(), states.get(i).health(), now);
            next = turn.withHealth(next, i, EndpointMachine.onTime(plan.health(), health, now));
        }
        return next;
    }

    /** A ramp goes on at its step, where the new policy has one. */
    private @Nullable Ramping ramping(ServicePlan plan, EndpointState stays) {
        @Nullable Ramping present = stays.ramping();
        boolean same = present == null
                || plan.rules()
                        .policy()
                        .equals(Objects.requireNonNull(turn.world.services().get(plan.name()))
                                .plan()
                                .rules()
                                .policy());
        return same || present == null ? present : Ramping.resumed(plan.rules(), present.down(), present.step(), now);
    }

    /** A new endpoint; or a new address of a known name, with what is said of the name: the override, open alerts. */
    private EndpointState replaced(ServicePlan service, EndpointPlan plan, ServiceState present, boolean assumedUp) {
        EndpointState fresh = EndpointState.fresh(plan, service.health(), now, assumedUp);
        int index = present.indexOf(plan.name());
        if (index < 0) {
            return fresh;
        }
        EndpointState old = present.endpoints().get(index);
        boolean drains = old.ramping() != null && old.ramping().down();
        EndpointState same = drains
                ? fresh.withOverride(old.override()).withRamping(old.ramping())
                : Operations.withOverride(service, fresh, old.override(), now);
        return same.withOutcome(fresh.eligible() || old.eligible(), old.open());
    }

    private static @Nullable EndpointState same(ServiceState present, EndpointPlan plan) {
        int index = present.indexOf(plan.name());
        if (index < 0) {
            return null;
        }
        EndpointState state = present.endpoints().get(index);
        return state.plan().address().equals(plan.address()) ? state : null;
    }

    /** The brake counts on what left before a restart; a clock that jumped meanwhile makes nothing younger than now. */
    private SafetyBrake restored(SafetyBrake brake, List<CommonMemory.RemovalMemory> removals) {
        return removals.isEmpty()
                ? brake
                : new SafetyBrake(
                        brake.rule(),
                        removals.stream()
                                .map(kept ->
                                        new SafetyBrake.Spent(kept.address(), Moment.earlier(now, wall.at(kept.at()))))
                                .toList());
    }

    private ServiceState started(ServicePlan plan) {
        Map<String, EndpointMemory> kept = endpoints.getOrDefault(plan.name(), Map.of());
        var states = new ArrayList<EndpointState>();
        for (EndpointPlan endpoint : plan.endpoints()) {
            EndpointMemory of = kept.get(endpoint.name());
            states.add(
                    of == null
                            ? EndpointState.fresh(endpoint, plan.health(), now, true)
                            : restored(plan, endpoint, of));
        }
        ServiceMemory before = services.get(plan.name());
        return before == null
                ? new ServiceState(plan, states, null, null, null, null, null, PoolAlerts.NONE, 0, null)
                : new ServiceState(
                        plan,
                        before.freeze() == null ? states : frozen(states, before.answer()),
                        cascade(before, states),
                        before.lastRemoval() == null ? null : lastRemoval(before.lastRemoval()),
                        before.freeze() == null ? null : freeze(before.freeze()),
                        null,
                        new ServiceState.Before(before.answer(), before.changedAt()),
                        open(before),
                        before.activeTier(),
                        null);
    }

    /** Under a freeze those may answer that did. */
    private static List<EndpointState> frozen(List<EndpointState> states, List<InetAddress> answered) {
        return states.stream()
                .map(state -> state.withOutcome(answered.contains(state.plan().address()), state.open()))
                .toList();
    }

    private LastRemoval lastRemoval(RemovalMemory kept) {
        return new LastRemoval(kept.region(), Moment.earlier(now, wall.at(kept.at())));
    }

    private @Nullable Freeze freeze(FreezeMemory kept) {
        Moment since = Moment.earlier(now, wall.at(kept.since()));
        if (kept.expires() == null || kept.length() == null) {
            return new Freeze(since, null, null, kept.by(), kept.note());
        }
        Duration left = clamped(Duration.between(wall.at(now), kept.expires()), kept.length());
        return left.isZero() ? null : new Freeze(since, now.plus(left), kept.length(), kept.by(), kept.note());
    }

    private static @Nullable Cascade cascade(ServiceMemory before, List<EndpointState> states) {
        Optional<Moment> latest = states.stream()
                .filter(state -> state.health().health().condemned())
                .map(state -> state.health().since())
                .max(Moment::compareTo);
        return latest.map(moment -> new Cascade(Set.copyOf(before.lastHealthy()), moment))
                .orElse(null);
    }

    private EndpointState restored(ServicePlan service, EndpointPlan plan, EndpointMemory kept) {
        Instant wallNow = wall.at(now);
        boolean sameAddress = kept.address().equals(plan.address());
        boolean recent = Duration.between(memory.aliveAt(), wallNow).compareTo(VERDICT_LIFETIME) <= 0;
        // A verdict that a guard kept from being carried out needs evidence of this run, as every removal does.
        // What waits for a person waits however long we were away.
        boolean waits = kept.awaitsResume() && service.health().manualResume();
        boolean down = sameAddress && (recent || waits) && kept.health().condemned() && kept.carriedOut();
        Moment since = down ? Moment.earlier(now, wall.at(kept.since())) : now;
        var hold = new Hold(
                sameAddress ? kept.repeats() : 0,
                down && kept.heldUntil() != null ? heldUntil(kept.heldUntil(), kept.holdLength(), wallNow) : null,
                kept.holdLength(),
                kept.cleanSince() == null || kept.health().condemned()
                        ? null
                        : Moment.earlier(now, wall.at(kept.cleanSince())),
                down && waits);
        EndpointHealth health =
                EndpointHealth.restored(service.health(), now, down, since, !sameAddress || kept.seenUp(), hold);
        EndpointState state = new EndpointState(
                plan,
                sameAddress && kept.degradedOpen() ? health.degradedBefore() : health,
                kept.override() == null ? null : override(kept.override(), wallNow),
                down ? new Condemnation(kept.condemnedBy(), true, since, true, true) : null,
                null,
                !down && health.healthy(),
                open(kept),
                now);
        return state.withRamping(ramping(service, state, kept));
    }

    /** A ramp or a drain goes on at its step; who was drained, and whose drain is over meanwhile, returns by a ramp. */
    private @Nullable Ramping ramping(ServicePlan service, EndpointState state, EndpointMemory kept) {
        boolean drains = state.override() != null && state.override().mode() == OverrideMode.DRAIN;
        boolean drained = kept.ramp() != null && kept.ramp().down();
        if (kept.ramp() == null || drains != drained) {
            return drains || drained ? Ramping.begun(service.rules(), drains, now) : null;
        }
        boolean out = state.condemnation() != null && !drains;
        return out ? null : Ramping.resumed(service.rules(), drains, kept.ramp().step(), now);
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
