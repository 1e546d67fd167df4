package io.failoverd.daemon.admin;

import io.failoverd.daemon.watch.Told;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How fast servers follow decisions. The labels are the resolvers of the configuration, a constant for the authoritative
 * ones, and words of ours; those of a resolver that a reload takes away go with it. Any thread.
 */
final class AnswerMeters {
    /** Around the usual TTLs, and up to the longest floor of a provider. */
    private static final Duration[] BUCKETS = List.of(1, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 300, 600).stream()
            .map(Duration::ofSeconds)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final Map<List<String>, Meter> meters = new ConcurrentHashMap<>();
    private final Counter skipped;

    AnswerMeters(MeterRegistry registry) {
        this.registry = registry;
        this.skipped = Counter.builder("failoverd.answer.watches.skipped")
                .description("Decisions that were not watched, since too many others were.")
                .register(registry);
    }

    void keep(Set<String> servers) {
        meters.forEach((key, meter) -> {
            if (!servers.contains(key.get(1))) {
                meters.remove(key);
                registry.remove(meter);
            }
        });
    }

    void told(Told told) {
        switch (told) {
            case Told.Settled settled ->
                settled(settled.server(), settled.removal() ? "removal" : "return")
                        .record(settled.after());
            case Told.GivenUp up ->
                stale(up.server(), up.why().name().toLowerCase(Locale.ROOT)).increment();
            case Told.Skipped _ -> skipped.increment();
            case Told.Late _ -> {}
        }
    }

    private Timer settled(String server, String change) {
        Meter meter = meters.computeIfAbsent(
                List.of("settled", server, change),
                _ -> Timer.builder("failoverd.answer.settled")
                        .description("From a decision to the first of the answers that showed a server to follow it.")
                        .tags("server", server, "change", change)
                        .serviceLevelObjectives(BUCKETS)
                        .register(registry));
        return (Timer) Objects.requireNonNull(meter);
    }

    private Counter stale(String server, String why) {
        Meter meter = meters.computeIfAbsent(
                List.of("stale", server, why),
                _ -> Counter.builder("failoverd.answer.stale")
                        .description("Watches in which a server was given up, by why: stale answers, or none.")
                        .tags("server", server, "why", why)
                        .register(registry));
        return (Counter) Objects.requireNonNull(meter);
    }
}
