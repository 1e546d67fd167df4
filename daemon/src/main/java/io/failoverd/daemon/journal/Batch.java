package io.failoverd.daemon.journal;

import io.failoverd.daemon.core.CommonMemory;
import io.failoverd.daemon.core.EndpointMemory;
import io.failoverd.daemon.core.ServiceMemory;
import io.failoverd.daemon.core.pool.Decision;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one step of the engine leaves to be kept; it reaches the disk whole or not at all. Within a batch things are
 * forgotten first and then kept.
 *
 * @param at wall time of the step
 * @param forgottenServices each goes with all its endpoints
 * @param common what belongs to no service; empty where it did not change
 * @param alerts one row for each alert and channel
 */
public record Batch(
        Instant at,
        List<EndpointMemory> endpoints,
        List<EndpointKey> forgottenEndpoints,
        List<ServiceMemory> services,
        List<String> forgottenServices,
        Optional<CommonMemory> common,
        List<Decision> decisions,
        List<OutboxRow> alerts) {
    public Batch {
        endpoints = List.copyOf(endpoints);
        forgottenEndpoints = List.copyOf(forgottenEndpoints);
        services = List.copyOf(services);
        forgottenServices = List.copyOf(forgottenServices);
        decisions = List.copyOf(decisions);
        alerts = List.copyOf(alerts);
    }

    /** An endpoint's name is unique within its service. */
    public record EndpointKey(String service, String endpoint) {}

    /** A batch that holds alerts alone. */
    public static Batch ofAlerts(Instant at, List<OutboxRow> alerts) {
        return new Batch(at, List.of(), List.of(), List.of(), List.of(), Optional.empty(), List.of(), alerts);
    }
}
