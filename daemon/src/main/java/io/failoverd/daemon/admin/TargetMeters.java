package io.failoverd.daemon.admin;

import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Probed;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The meters of one endpoint; made when the configuration brings it, removed when it goes. Its labels are the names of
 * the configuration and the constants of enums, and nothing else can become one. Called from any thread.
 */
final class TargetMeters {
    private final MeterRegistry registry;
    private final Tags tags;
    private final EndpointLabels labels;
    private final ProbeTimes times;
    private final Map<List<String>, Counter> results = new ConcurrentHashMap<>();
    private final Map<String, Counter> changes = new ConcurrentHashMap<>();

    TargetMeters(MeterRegistry registry, String service, String endpoint) {
        this.registry = registry;
        this.tags = Tags.of("service", service, "endpoint", endpoint);
        this.labels = EndpointLabels.of(service, endpoint);
        this.times = new ProbeTimes(labels.endpoint());
        result("up", "none");
    }

    void probed(Probed probed) {
        ProbeResult result = probed.result();
        result(result.outcome().toLowerCase(Locale.ROOT), result.reasonLabel()).increment();
        if (result instanceof ProbeResult.Inconclusive(FailureReason reason, String _)
                && reason == FailureReason.LOCAL_LIMIT) {
            return; // What found no place took no time.
        }
        times.probed(probed.timings());
    }

    EndpointLabels labels() {
        return labels;
    }

    ProbeTimes times() {
        return times;
    }

    void changed(String to) {
        changes.computeIfAbsent(
                        to,
                        state -> Counter.builder("failoverd.health.changes")
                                .description("Changes of health, by the state that it changed to.")
                                .tags(tags.and("to", state))
                                .register(registry))
                .increment();
    }

    void remove() {
        results.values().forEach(this::remove);
        changes.values().forEach(this::remove);
    }

    private void remove(Meter meter) {
        registry.remove(meter);
    }

    private Counter result(String outcome, String reason) {
        return results.computeIfAbsent(
                List.of(outcome, reason),
                _ -> Counter.builder("failoverd.probe.results")
                        .description("Finished probes by outcome and reason.")
                        .tags(tags.and("outcome", outcome, "reason", reason))
                        .register(registry));
    }
}
