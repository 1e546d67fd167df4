package io.failoverd.daemon.admin;

import io.failoverd.daemon.core.World;
import io.failoverd.daemon.core.health.Health;
import io.failoverd.daemon.core.pool.Decision;
import io.failoverd.daemon.watch.Told;
import io.failoverd.dns.model.PublishEvent;
import io.failoverd.probes.LaneSnapshot;
import io.failoverd.probes.LimitCounts;
import io.failoverd.probes.model.Probed;
import io.failoverd.probes.tripwire.TripCounts;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Everything that Prometheus may know. Owned by the daemon; its methods may be called from any thread and never wait.
 *
 * <p>What happens is counted by Micrometer when it happens; what is, is read at the scrape. A label's value is a name
 * of the configuration, with one of the few addresses that a host name has now, or a constant of ours, so that no
 * client and no reload makes the number of series grow.
 */
public final class Metrics implements AutoCloseable {
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** Names an endpoint of a service. */
    private record Key(String service, String endpoint) {}

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics gc = new JvmGcMetrics();
    private final Map<Key, TargetMeters> targets = new ConcurrentHashMap<>();
    private final Map<String, Counter> decisions = new ConcurrentHashMap<>();
    private final PublishCounters publishing = new PublishCounters(registry);
    private final AnswerMeters answers = new AnswerMeters(registry);
    private volatile boolean lastReloadGood = true;

    public Metrics(String version) {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        gc.bindTo(registry);
        Gauge.builder("failoverd.config.last.reload.success", () -> lastReloadGood ? 1 : 0)
                .description("Whether the latest configuration was accepted.")
                .register(registry);
        reloads("success");
        reloads("failure");
        MetricSnapshots build = MetricSnapshots.of(Families.info(
                "failoverd_build",
                "Which failoverd this is, and on which Java.",
                "version",
                version,
                "java",
                Runtime.version().toString()));
        registry.getPrometheusRegistry().register(() -> build);
        registry.getPrometheusRegistry().register((MultiCollector) this::times);
    }

    private MetricSnapshots times() {
        HistogramSnapshot.Builder whole = HistogramSnapshot.builder()
                .name("failoverd_probe_duration_seconds")
                .help("How long probes took, from start to outcome.");
        SummarySnapshot.Builder phases = SummarySnapshot.builder()
                .name("failoverd_probe_phase_seconds")
                .help("How long a phase of probes took.");
        targets.values().forEach(target -> target.times().addTo(whole, phases));
        return MetricSnapshots.of(whole.build(), phases.build());
    }

    /** From now on the world, the outbox and the store show. Once. */
    public void bind(DaemonView daemon) {
        registry.getPrometheusRegistry().register(new DaemonFamilies(daemon, this::labels));
    }

    private EndpointLabels labels(String service, String endpoint) {
        TargetMeters meters = targets.get(new Key(service, endpoint));
        return meters == null ? EndpointLabels.of(service, endpoint) : meters.labels();
    }

    /** Once. */
    public void bindDns(Supplier<DnsNumbers> numbers) {
        registry.getPrometheusRegistry().register(ServerFamilies.dns(numbers));
    }

    /** Once. */
    public void bindJournal(Supplier<JournalNumbers> numbers) {
        registry.getPrometheusRegistry().register(ServerFamilies.journal(numbers));
    }

    /**
     * Once.
     *
     * @param lanes of the probe loop
     * @param others event loops beside those
     */
    public void bindLoops(Supplier<List<LaneSnapshot>> lanes, List<LoopLag> others) {
        registry.getPrometheusRegistry().register(ServerFamilies.loops(lanes, List.copyOf(others)));
    }

    /** Once. */
    public void bindTripwires(Supplier<TripCounts> counts) {
        registry.getPrometheusRegistry().register(ServerFamilies.tripwires(counts));
    }

    /** Once. */
    public void bindLimits(Supplier<LimitCounts> counts) {
        registry.getPrometheusRegistry().register(ServerFamilies.limits(counts));
    }

    /** These are the services and endpoints from now on: makes the meters of the new, removes those of the gone. */
    public synchronized void configured(World world) {
        var present = new HashSet<Key>();
        world.services().forEach((name, service) -> {
            decisions.computeIfAbsent(
                    name,
                    label -> Counter.builder("failoverd.decisions")
                            .description("Decisions that changed what clients get.")
                            .tag("service", label)
                            .register(registry));
            service.endpoints()
                    .forEach(endpoint ->
                            present.add(new Key(name, endpoint.plan().name())));
        });
        present.forEach(
                key -> targets.computeIfAbsent(key, _ -> new TargetMeters(registry, key.service(), key.endpoint())));
        targets.forEach((key, meters) -> {
            if (!present.contains(key)) {
                targets.remove(key);
                meters.remove();
            }
        });
        decisions.forEach((service, counter) -> {
            if (!world.services().containsKey(service)) {
                decisions.remove(service);
                registry.remove(counter);
            }
        });
    }

    /** Counts nothing for an endpoint that is not configured (any more). */
    public void probed(Probed probed) {
        TargetMeters meters =
                targets.get(new Key(probed.target().service(), probed.target().endpoint()));
        if (meters != null) {
            meters.probed(probed);
        }
    }

    /** A new generation was published. */
    public void decided(Decision decision) {
        Counter counter = decisions.get(decision.service());
        if (counter != null) {
            counter.increment();
        }
    }

    public void healthChanged(String service, String endpoint, Health to) {
        TargetMeters meters = targets.get(new Key(service, endpoint));
        if (meters != null) {
            meters.changed(to.name().toLowerCase(Locale.ROOT));
        }
    }

    /** A publisher to a remote target did something. */
    public void published(String publisher, PublishEvent event) {
        publishing.told(publisher, event);
    }

    /** These servers are asked after decisions from now on. */
    public void watched(Set<String> servers) {
        answers.keep(servers);
    }

    /** A server was seen to follow a decision, or not. */
    public void answer(Told told) {
        answers.told(told);
    }

    public void configReloaded(boolean accepted) {
        lastReloadGood = accepted;
        reloads(accepted ? "success" : "failure").increment();
    }

    /** Writes all of it in Prometheus' text format, 2 kB for each endpoint. */
    public void scrape(OutputStream to) throws IOException {
        registry.scrape(to);
    }

    @Override
    public void close() {
        gc.close();
        registry.close();
    }

    private Counter reloads(String result) {
        return Counter.builder("failoverd.config.reloads")
                .description("Configurations that were loaded anew, by result.")
                .tag("result", result)
                .register(registry);
    }
}
