package io.failoverd.daemon.core;

import io.failoverd.daemon.core.EndpointMemory.OverrideMemory;
import io.failoverd.daemon.core.ServiceMemory.FreezeMemory;
import io.failoverd.daemon.core.ServiceMemory.RemovalMemory;
import io.failoverd.daemon.core.ServiceState.PoolAlerts;
import io.failoverd.daemon.core.health.EndpointHealth;
import io.failoverd.daemon.core.health.Hold;
import io.failoverd.daemon.core.pool.Condemnation;
import io.failoverd.daemon.core.pool.Freeze;
import io.failoverd.daemon.core.pool.LastRemoval;
import io.failoverd.daemon.core.pool.OperatorOverride;
import io.failoverd.daemon.core.pool.OverrideMode;
import io.failoverd.daemon.core.pool.SafetyBrake;
import io.failoverd.daemon.core.pool.WallAnchor;
import io.failoverd.probes.model.Moment;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a run begins with: the state on disk, in moments of this run. Empty at a reload. Its deadlines last no longer
 * than they were given, whatever the wall clock did meanwhile.
 */
final class Restoration {
    /** A verdict from before a restart is trusted this long; then the endpoint starts as any other. */
    static final Duration VERDICT_LIFETIME = Duration.ofMinutes(10);

    private final Memory memory;
    private final Moment now;
    private final WallAnchor wall;
    private final SortedMap<String, SortedMap<String, EndpointMemory>> endpoints = new TreeMap<>();
    private final SortedMap<String, ServiceMemory> services = new TreeMap<>();

    Restoration(Memory memory, Moment now, WallAnchor wall) {
        this.memory = memory;
        this.now = now;
        this.wall = wall;
        for (EndpointMemory endpoint : memory.endpoints()) {
            endpoints.computeIfAbsent(endpoint.service(), _ -> new TreeMap<>()).put(endpoint.endpoint(), endpoint);
        }
        memory.services().forEach(service -> services.put(service.service(), service));
    }

    /** Every service that anything is known of. */
    Set<String> names() {
        Set<String> names = new TreeSet<>(services.keySet());
        names.addAll(endpoints.keySet());
        return names;
    }

    /** Generations up to here may have been used. */
    long generationsUsed() {
        return services.values().stream()
                .mapToLong(ServiceMemory::generation)
                .reduce(memory.generationsReserved(), Math::max);
    }

    /** By their names. */
    List<EndpointMemory> endpoints(String service) {
        return List.copyOf(kept(service).values());
    }

    /** The pool's alerts that had begun and not ended. */
    PoolAlerts open(String service) {
        ServiceMemory kept = services.get(service);
        return kept == null
                ? PoolAlerts.NONE
                : new PoolAlerts(
                        kept.allDownOpen(),
                        kept.prescaleOpen(),
                        kept.unpublished(),
                        Set.copyOf(kept.unresolved()),
                        false);
    }

    static EndpointState.OpenAlerts open(EndpointMemory kept) {
        return new EndpointState.OpenAlerts(
                kept.removedOpen(), kept.withheldOpen(), kept.degradedOpen(), kept.quorumOpen(), kept.drilledOpen());
    }

    /** The brake counts on what left before a restart; a clock that jumped meanwhile makes nothing younger than now. */
    SafetyBrake brake(SafetyBrake brake) {
        List<CommonMemory.RemovalMemory> removals = memory.common().removals();
        return removals.isEmpty()
                ? brake
                : new SafetyBrake(
                        brake.rule(),
                        removals.stream()
                                .map(kept ->
                                        new SafetyBrake.Spent(kept.address(), Moment.earlier(now, wall.at(kept.at()))))
                                .toList());
    }

    /** A service as it starts. Where nothing is known of an endpoint, it is assumed healthy. */
    ServiceState started(ServicePlan plan, List<HostState> hosts, Renames renames) {
        Map<String, EndpointMemory> kept = kept(plan.name());
        var states = new ArrayList<EndpointState>();
        for (EndpointPlan endpoint : plan.endpoints()) {
            @Nullable
            EndpointMemory of = renames.before(endpoint.name()).map(kept::get).orElse(null);
            states.add(
                    of == null
                            ? EndpointState.fresh(endpoint, plan.health(), now, true)
                            : restored(plan, endpoint, of));
        }
        ServiceMemory before = services.get(plan.name());
        return before == null
                ? new ServiceState(plan, states, null, null, null, null, null, PoolAlerts.NONE, 0, null, hosts)
                : new ServiceState(
                        plan,
                        before.freeze() == null ? states : frozen(states, before.answer()),
                        cascade(renames.after(Set.copyOf(before.lastHealthy())), states),
                        before.lastRemoval() == null ? null : lastRemoval(before.lastRemoval()),
                        before.freeze() == null ? null : freeze(before.freeze()),
                        null,
                        new ServiceState.Before(before.answer(), before.changedAt()),
                        open(plan.name()),
                        before.activeTier(),
                        null,
                        hosts);
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

    private static @Nullable Cascade cascade(Set<String> lastHealthy, List<EndpointState> states) {
        Optional<Moment> latest = states.stream()
                .filter(state -> state.health().health().condemned())
                .map(state -> state.health().since())
                .max(Moment::compareTo);
        return latest.map(moment -> new Cascade(lastHealthy, moment)).orElse(null);
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
                null,
                null,
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

    private SortedMap<String, EndpointMemory> kept(String service) {
        return endpoints.getOrDefault(service, Collections.emptySortedMap());
    }
}
