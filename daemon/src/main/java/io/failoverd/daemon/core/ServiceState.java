package io.failoverd.daemon.core;

import io.failoverd.daemon.core.pool.Candidate;
import io.failoverd.daemon.core.pool.Decision;
import io.failoverd.daemon.core.pool.PoolRules;
import io.failoverd.probes.model.Moment;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One service as the core knows it: small, immutable, and all that a step touches.
 *
 * @param endpoints in the plan's order
 * @param cascade the present run of removals; null before the first
 * @param decision what is answered now; null only inside the step that creates the service
 * @param before the answer of the run before this one, until the first decision; null otherwise
 * @param due when time alone may change something; null when never
 */
public record ServiceState(
        ServicePlan plan,
        List<EndpointState> endpoints,
        @Nullable Cascade cascade,
        @Nullable Decision decision,
        @Nullable Before before,
        boolean allDownOpen,
        @Nullable Moment due) {
    public ServiceState {
        endpoints = List.copyOf(endpoints);
    }

    /** What the run before this one answered last. */
    record Before(List<InetAddress> answer, Instant changedAt) {}

    Set<String> lastHealthy() {
        return cascade == null ? Set.of() : cascade.lastHealthy();
    }

    List<Candidate> candidates() {
        return endpoints.stream().map(EndpointState::candidate).toList();
    }

    PoolRules rules() {
        return new PoolRules(
                plan.policy(), plan.ttl(), plan.minAvailable(), plan.allDown(), plan.health(), plan.interval());
    }

    /** The position of an endpoint, or -1. */
    int indexOf(String endpoint) {
        for (int i = 0; i < endpoints.size(); i++) {
            if (endpoints.get(i).plan().name().equals(endpoint)) {
                return i;
            }
        }
        return -1;
    }

    ServiceState with(int index, EndpointState next) {
        var changed = new ArrayList<>(endpoints);
        changed.set(index, next);
        return withEndpoints(changed);
    }

    ServiceState withEndpoints(List<EndpointState> next) {
        return new ServiceState(plan, next, cascade, decision, before, allDownOpen, due);
    }

    ServiceState withCascade(Cascade next) {
        return new ServiceState(plan, endpoints, next, decision, before, allDownOpen, due);
    }

    ServiceState decided(Decision next, boolean allDown, @Nullable Moment nextDue) {
        return new ServiceState(plan, endpoints, cascade, next, null, allDown, nextDue);
    }
}
