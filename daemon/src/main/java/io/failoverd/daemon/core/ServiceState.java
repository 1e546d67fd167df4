package io.failoverd.daemon.core;

import io.failoverd.daemon.core.ServiceMemory.FreezeMemory;
import io.failoverd.daemon.core.ServiceMemory.RemovalMemory;
import io.failoverd.daemon.core.pool.Candidate;
import io.failoverd.daemon.core.pool.Decision;
import io.failoverd.daemon.core.pool.Freeze;
import io.failoverd.daemon.core.pool.LastRemoval;
import io.failoverd.daemon.core.pool.WallAnchor;
import io.failoverd.probes.model.Moment;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One service as the core knows it: small, immutable, and all that a step touches.
 *
 * @param endpoints in the plan's order
 * @param cascade the present run of removals; null before the first
 * @param lastRemoval from which the removal spacing counts; null before the first
 * @param freeze an operator's; null for none
 * @param decision what is answered now; null only inside the step that creates the service
 * @param before the answer of the run before this one, until the first decision; null otherwise
 * @param open the alerts of the whole service that have begun and not ended
 * @param activeTier the tier that answers, under the failover policy; 0 for none yet
 * @param due when time alone may change something; null when never
 */
public record ServiceState(
        ServicePlan plan,
        List<EndpointState> endpoints,
        @Nullable Cascade cascade,
        @Nullable LastRemoval lastRemoval,
        @Nullable Freeze freeze,
        @Nullable Decision decision,
        @Nullable Before before,
        PoolAlerts open,
        int activeTier,
        @Nullable Moment due) {
    public ServiceState {
        endpoints = List.copyOf(endpoints);
    }

    /** What the run before this one answered last. */
    record Before(List<InetAddress> answer, Instant changedAt) {}

    /**
     * Which alerts of a whole service have begun and not ended.
     *
     * @param unpublished the publishers whose target does not answer what it should, and whether that is since they
     *     failed or since its name servers lag
     */
    public record PoolAlerts(boolean allDown, boolean prescale, Map<String, PublishStage> unpublished) {
        static final PoolAlerts NONE = new PoolAlerts(false, false, Map.of());

        public PoolAlerts {
            unpublished = Collections.unmodifiableMap(new TreeMap<>(unpublished));
        }
    }

    Set<String> lastHealthy() {
        return cascade == null ? Set.of() : cascade.lastHealthy();
    }

    /** As the decider sees them at this wall time. */
    List<Candidate> candidates(Instant wall) {
        var candidates = new ArrayList<Candidate>();
        for (EndpointState endpoint : endpoints) {
            candidates.add(endpoint.candidate(
                    plan.rules(),
                    plan.maintenance()
                            .active(endpoint.plan().name(), endpoint.plan().region(), wall)
                            .orElse(null)));
        }
        return candidates;
    }

    /** The position of an endpoint, or -1. */
    public int indexOf(String endpoint) {
        for (int i = 0; i < endpoints.size(); i++) {
            if (endpoints.get(i).plan().name().equals(endpoint)) {
                return i;
            }
        }
        return -1;
    }

    /** The position of the endpoint at an address, or -1. */
    int indexOf(InetAddress address) {
        for (int i = 0; i < endpoints.size(); i++) {
            if (endpoints.get(i).plan().address().equals(address)) {
                return i;
            }
        }
        return -1;
    }

    /** The same, to be woken at {@code moment} at the latest; null for no sooner than it is now. */
    ServiceState dueBy(@Nullable Moment moment) {
        return new ServiceState(
                plan,
                endpoints,
                cascade,
                lastRemoval,
                freeze,
                decision,
                before,
                open,
                activeTier,
                Moment.earliest(due, moment));
    }

    ServiceState with(int index, EndpointState next) {
        var changed = new ArrayList<>(endpoints);
        changed.set(index, next);
        return withEndpoints(changed);
    }

    ServiceState withEndpoints(List<EndpointState> next) {
        return new ServiceState(plan, next, cascade, lastRemoval, freeze, decision, before, open, activeTier, due);
    }

    ServiceState withCascade(Cascade next) {
        return new ServiceState(plan, endpoints, next, lastRemoval, freeze, decision, before, open, activeTier, due);
    }

    ServiceState with(LastRemoval next) {
        return new ServiceState(plan, endpoints, cascade, next, freeze, decision, before, open, activeTier, due);
    }

    ServiceState with(PoolAlerts next) {
        return new ServiceState(plan, endpoints, cascade, lastRemoval, freeze, decision, before, next, activeTier, due);
    }

    ServiceState withFreeze(@Nullable Freeze next) {
        return new ServiceState(plan, endpoints, cascade, lastRemoval, next, decision, before, open, activeTier, due);
    }

    ServiceState withActiveTier(int next) {
        return new ServiceState(plan, endpoints, cascade, lastRemoval, freeze, decision, before, open, next, due);
    }

    /** The same, with endpoints called by their new names; their plans are else those of before. */
    ServiceState renamed(Renames renames, Moment now) {
        if (renames.none()) {
            return this;
        }
        var called = new ArrayList<EndpointState>();
        for (EndpointState endpoint : endpoints) {
            String old = endpoint.plan().name();
            renames.after(old)
                    .map(name -> name.equals(old) ? endpoint : endpoint.called(name, now))
                    .ifPresent(called::add);
        }
        ServiceState next = withEndpoints(called);
        return cascade == null
                ? next
                : next.withCascade(new Cascade(renames.after(cascade.lastHealthy()), cascade.lastVerdict()));
    }

    /** The same under another plan, with the endpoints as they go on. */
    ServiceState under(ServicePlan next, List<EndpointState> states) {
        return new ServiceState(next, states, cascade, lastRemoval, freeze, decision, before, open, activeTier, due);
    }

    ServiceState decided(Decision next, PoolAlerts alerts, @Nullable Moment nextDue) {
        return new ServiceState(
                plan, endpoints, cascade, lastRemoval, freeze, next, null, alerts, next.tier(), nextDue);
    }

    /** Whether a verdict of DOWN waits for the sentinels. */
    boolean awaitsSentinels() {
        for (EndpointState endpoint : endpoints) {
            if (endpoint.condemnation() != null && !endpoint.condemnation().confirmed()) {
                return true;
            }
        }
        return false;
    }

    /** What outlives a restart, in moments of this run: two equal ones need no second write. */
    Durable durable() {
        return new Durable(
                Objects.requireNonNull(decision).generation(), open, lastHealthy(), activeTier, lastRemoval, freeze);
    }

    record Durable(
            long generation,
            PoolAlerts open,
            Set<String> lastHealthy,
            int activeTier,
            @Nullable LastRemoval lastRemoval,
            @Nullable Freeze freeze) {}

    ServiceMemory memory(WallAnchor wall) {
        Decision now = Objects.requireNonNull(decision, "a service is remembered once it has a decision");
        return new ServiceMemory(
                plan.name(),
                now.generation(),
                now.answer(),
                now.changedAt(),
                open.allDown(),
                open.prescale(),
                open.unpublished(),
                lastHealthy().stream().sorted().toList(),
                activeTier,
                lastRemoval == null ? null : new RemovalMemory(lastRemoval.region(), wall.at(lastRemoval.at())),
                freeze == null
                        ? null
                        : new FreezeMemory(
                                wall.at(freeze.since()),
                                freeze.expires() == null ? null : wall.at(freeze.expires()),
                                freeze.length(),
                                freeze.by(),
                                freeze.note()));
    }
}
