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
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One service as the core knows it: small, immutable, and all that a step touches.
 *
 * @param endpoints in the plan's order
 * @param cascade the present run of removals; null before the first
 * @param lastRemoval from which the removal spacing counts; null before the first
 * @param freeze an operator's; null for none
 * @param decision what is answered now; null inside the step that creates the service, and until the first of its
 *     endpoints has an address
 * @param before the answer of the run before this one, until the first decision; null otherwise
 * @param open the alerts of the whole service that have begun and not ended
 * @param activeTier the tier that answers, under the failover policy; 0 for none yet
 * @param due when time alone may change something; null when never
 * @param hosts the endpoints that are host names, in the plan's order; the addresses that they have stand in the plan
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
        @Nullable Moment due,
        List<HostState> hosts) {
    public ServiceState {
        endpoints = List.copyOf(endpoints);
        hosts = List.copyOf(hosts);
    }

    /** What the run before this one answered last. */
    record Before(List<InetAddress> answer, Instant changedAt) {}

    /**
     * Which alerts of a whole service have begun and not ended.
     *
     * @param unpublished the publishers whose target does not answer what it should, and whether that is since they
     *     failed or since its name servers lag
     * @param unresolved the endpoints whose host names could not be resolved
     * @param drilled whether {@code prescale} was told as a drill's; forgotten by a restart, as the drill is
     */
    public record PoolAlerts(
            boolean allDown,
            boolean prescale,
            Map<String, PublishStage> unpublished,
            Set<String> unresolved,
            boolean drilled) {
        static final PoolAlerts NONE = new PoolAlerts(false, false, Map.of(), Set.of(), false);

        public PoolAlerts {
            unpublished = Collections.unmodifiableMap(new TreeMap<>(unpublished));
            unresolved = Collections.unmodifiableSet(new TreeSet<>(unresolved));
        }

        PoolAlerts withUnpublished(Map<String, PublishStage> next) {
            return new PoolAlerts(allDown, prescale, next, unresolved, drilled);
        }

        PoolAlerts withUnresolved(Set<String> next) {
            return new PoolAlerts(allDown, prescale, unpublished, next, drilled);
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
                            .active(
                                    endpoint.plan().configured(),
                                    endpoint.plan().region(),
                                    wall)
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

    /** The endpoint that is a host name, or null. */
    public @Nullable HostState host(String endpoint) {
        return hosts.stream()
                .filter(host -> host.plan().name().equals(endpoint))
                .findFirst()
                .orElse(null);
    }

    ServiceState withHosts(List<HostState> next) {
        return new ServiceState(
                plan, endpoints, cascade, lastRemoval, freeze, decision, before, open, activeTier, due, next);
    }

    /** The same while no endpoint has an address: nothing is decided, and what was answered stays. */
    ServiceState waiting() {
        @Nullable Moment next = freeze == null ? null : freeze.expires();
        return new ServiceState(
                plan, endpoints, cascade, lastRemoval, freeze, decision, before, open, activeTier, next, hosts);
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
                Moment.earliest(due, moment),
                hosts);
    }

    ServiceState with(int index, EndpointState next) {
        var changed = new ArrayList<>(endpoints);
        changed.set(index, next);
        return withEndpoints(changed);
    }

    ServiceState withEndpoints(List<EndpointState> next) {
        return new ServiceState(
                plan, next, cascade, lastRemoval, freeze, decision, before, open, activeTier, due, hosts);
    }

    ServiceState withCascade(Cascade next) {
        return new ServiceState(
                plan, endpoints, next, lastRemoval, freeze, decision, before, open, activeTier, due, hosts);
    }

    ServiceState with(LastRemoval next) {
        return new ServiceState(plan, endpoints, cascade, next, freeze, decision, before, open, activeTier, due, hosts);
    }

    ServiceState with(PoolAlerts next) {
        return new ServiceState(
                plan, endpoints, cascade, lastRemoval, freeze, decision, before, next, activeTier, due, hosts);
    }

    ServiceState withFreeze(@Nullable Freeze next) {
        return new ServiceState(
                plan, endpoints, cascade, lastRemoval, next, decision, before, open, activeTier, due, hosts);
    }

    ServiceState withActiveTier(int next) {
        return new ServiceState(
                plan, endpoints, cascade, lastRemoval, freeze, decision, before, open, next, due, hosts);
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
    ServiceState under(ServicePlan next, List<EndpointState> states, List<HostState> named) {
        return new ServiceState(
                next, states, cascade, lastRemoval, freeze, decision, before, open, activeTier, due, named);
    }

    ServiceState decided(Decision next, PoolAlerts alerts, @Nullable Moment nextDue) {
        return new ServiceState(
                plan, endpoints, cascade, lastRemoval, freeze, next, null, alerts, next.tier(), nextDue, hosts);
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
                List.copyOf(open.unresolved()),
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
