package io.failoverd.daemon.admin;

import io.failoverd.daemon.core.health.Health;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * What the series of an endpoint are called. Made once: to check the names of labels is half of what a scrape of ten
 * thousand endpoints would cost.
 */
record EndpointLabels(Labels endpoint, Map<Health, Labels> states) {
    static EndpointLabels of(String service, String endpoint) {
        Labels labels = Labels.of("service", service, "endpoint", endpoint);
        Map<Health, Labels> states = new EnumMap<>(Health.class);
        for (Health state : Health.values()) {
            states.put(state, labels.add("state", state.name().toLowerCase(Locale.ROOT)));
        }
        return new EndpointLabels(labels, states);
    }

    Labels state(Health state) {
        return states.getOrDefault(state, endpoint);
    }
}
