package io.failoverd.daemon.journal;

import io.failoverd.daemon.core.CommonMemory;
import io.failoverd.daemon.core.EndpointMemory;
import io.failoverd.daemon.core.ServiceMemory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The store as maps, for comparison. */
final class Model {
    private final Map<String, EndpointMemory> endpoints = new TreeMap<>();
    private final Map<String, ServiceMemory> services = new TreeMap<>();
    private final Map<OutboxRow.Key, OutboxRow> outbox = new LinkedHashMap<>();
    CommonMemory common = CommonMemory.NONE;
    long decisions;
    long generations;

    void apply(Batch batch) {
        for (String service : batch.forgottenServices()) {
            services.remove(service);
            endpoints.values().removeIf(endpoint -> endpoint.service().equals(service));
        }
        batch.forgottenEndpoints().forEach(key -> endpoints.remove(key.service() + " " + key.endpoint()));
        batch.endpoints().forEach(e -> endpoints.put(e.service() + " " + e.endpoint(), e));
        batch.services().forEach(s -> services.put(s.service(), s));
        common = batch.common().orElse(common);
        batch.alerts().forEach(row -> outbox.put(row.key(), row));
        decisions += batch.decisions().size();
    }

    void update(OutboxRow row) {
        outbox.put(row.key(), row);
    }

    void delete(OutboxRow.Key key) {
        outbox.remove(key);
    }

    List<EndpointMemory> endpoints() {
        return List.copyOf(endpoints.values());
    }

    List<ServiceMemory> services() {
        return List.copyOf(services.values());
    }

    List<OutboxRow> outbox() {
        return List.copyOf(outbox.values());
    }

    List<OutboxRow> pending() {
        return outbox.values().stream()
                .filter(row -> row.state() == OutboxRow.State.PENDING)
                .toList();
    }
}
