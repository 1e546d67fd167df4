package io.failoverd.daemon.admin;

import static io.failoverd.daemon.admin.Families.count;
import static io.failoverd.daemon.admin.Families.counter;
import static io.failoverd.daemon.admin.Families.gauge;
import static io.failoverd.daemon.admin.Families.point;

import io.failoverd.daemon.core.SentinelState;
import io.failoverd.daemon.core.ServiceState;
import io.failoverd.daemon.core.World;
import io.failoverd.daemon.core.health.Health;
import io.failoverd.daemon.core.pool.Decision;
import io.failoverd.daemon.core.pool.Drill;
import io.failoverd.daemon.core.pool.Member;
import io.failoverd.dns.model.NameStatus;
import io.failoverd.dns.model.PublisherStatus;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the world and its surroundings are at the moment of a scrape. Read from the immutable world and never
 * registered, so that nothing has to be taken away when a reload removes an endpoint, and all of it is of one moment.
 */
final class DaemonFamilies implements MultiCollector {
    private final DaemonView daemon;
    private final BiFunction<String, String, EndpointLabels> labels;

    /** @param labels of a service's endpoint */
    DaemonFamilies(DaemonView daemon, BiFunction<String, String, EndpointLabels> labels) {
        this.daemon = daemon;
        this.labels = labels;
    }

    @Override
    public MetricSnapshots collect() {
        World world = daemon.world();
        MetricSnapshots.Builder families = MetricSnapshots.builder();
        endpoints(families, world);
        services(families, world);
        HostFamilies.add(families, world, daemon.now());
        VantageFamilies.add(families, world, daemon.now());
        sentinels(families, world);
        publishers(families, world.wall().at(daemon.now()), daemon.publishers());
        surroundings(families, world.wall().at(daemon.now()), daemon.facts());
        return families.build();
    }

    private void endpoints(MetricSnapshots.Builder families, World world) {
        GaugeSnapshot.Builder health =
                gauge("failoverd_endpoint_health", "1 for the state that an endpoint is in, 0 for the others.");
        GaugeSnapshot.Builder in =
                gauge("failoverd_endpoint_in_answer", "Whether an endpoint's address is in the answer.");
        GaugeSnapshot.Builder overridden =
                gauge("failoverd_endpoint_overridden", "Whether an operator's override holds for an endpoint.");
        GaugeSnapshot.Builder drilled =
                gauge("failoverd_drill_active", "Whether a drill has the probes of an endpoint count as failed.");
        for (ServiceState service : world.services().values()) {
            @Nullable Decision decision = service.decision();
            for (int i = 0; decision != null && i < service.endpoints().size(); i++) {
                Member member = decision.members().get(i);
                EndpointLabels named = labels.apply(decision.service(), member.endpoint());
                Health present = service.endpoints().get(i).health().health();
                for (Health state : Health.values()) {
                    health.dataPoint(point(state == present, named.state(state)));
                }
                in.dataPoint(point(member.inAnswer(), named.endpoint()));
                overridden.dataPoint(point(service.endpoints().get(i).override() != null, named.endpoint()));
                drilled.dataPoint(point(Drill.going(service.endpoints().get(i).drill()) != null, named.endpoint()));
            }
        }
        families.metricSnapshot(health.build())
                .metricSnapshot(in.build())
                .metricSnapshot(overridden.build())
                .metricSnapshot(drilled.build());
    }

    private static void services(MetricSnapshots.Builder families, World world) {
        GaugeSnapshot.Builder generation =
                gauge("failoverd_service_generation", "Generation of the decision that is answered.");
        GaugeSnapshot.Builder ttl = gauge("failoverd_service_answer_ttl_seconds", "TTL of the answer.");
        GaugeSnapshot.Builder size = gauge("failoverd_service_answer_addresses", "Addresses in the answer.");
        GaugeSnapshot.Builder allDown =
                gauge("failoverd_service_all_down", "Whether no endpoint of the service is healthy.");
        GaugeSnapshot.Builder frozen = gauge("failoverd_service_frozen", "Whether an operator froze the service.");
        for (ServiceState service : world.services().values()) {
            @Nullable Decision decision = service.decision();
            if (decision != null) {
                String[] labels = {"service", decision.service()};
                generation.dataPoint(point(decision.generation(), labels));
                ttl.dataPoint(point(decision.ttl().toSeconds(), labels));
                size.dataPoint(point(decision.answer().size(), labels));
                allDown.dataPoint(point(decision.condition().allDown(), labels));
                frozen.dataPoint(point(service.freeze() != null, labels));
            }
        }
        families.metricSnapshot(generation.build())
                .metricSnapshot(ttl.build())
                .metricSnapshot(size.build())
                .metricSnapshot(allDown.build())
                .metricSnapshot(frozen.build());
    }

    private static void sentinels(MetricSnapshots.Builder families, World world) {
        GaugeSnapshot.Builder up =
                gauge("failoverd_sentinel_up", "Whether a sentinel's latest probe passed; 0 before the first.");
        for (SentinelState.Sight sight : world.sentinels().sights()) {
            up.dataPoint(point(sight.passes(), "sentinel", sight.name()));
        }
        families.metricSnapshot(up.build())
                .metricSnapshot(gauge("failoverd_prober_isolated", "Whether this host's own network is cut off.")
                        .dataPoint(point(world.sentinels().lost()))
                        .build());
    }

    private static void publishers(MetricSnapshots.Builder families, Instant now, List<PublisherStatus> publishers) {
        GaugeSnapshot.Builder generation = gauge(
                "failoverd_publish_generation",
                "Generation that was asked for, that a remote target holds, and that its name servers answer.");
        GaugeSnapshot.Builder lag =
                gauge("failoverd_publish_lag_seconds", "For how long a remote target has lacked what it should hold.");
        GaugeSnapshot.Builder drift = gauge(
                "failoverd_publish_drift_records", "Records of a remote target that someone else changed or added.");
        GaugeSnapshot.Builder calls =
                gauge("failoverd_publish_calls_in_flight", "Calls to a remote target without an answer.");
        for (PublisherStatus publisher : publishers) {
            calls.dataPoint(point(publisher.callsInFlight(), "publisher", publisher.publisher()));
            for (NameStatus name : publisher.names()) {
                String[] labels = {"publisher", publisher.publisher(), "service", name.name()};
                lag.dataPoint(point(PublisherJson.lag(name, now).toMillis() / 1e3, labels));
                drift.dataPoint(point(name.drift().text().size(), labels));
                generation.dataPoint(point(name.desired(), stage(labels, "desired")));
                generation.dataPoint(point(name.published(), stage(labels, "published")));
                generation.dataPoint(point(name.verified(), stage(labels, "verified")));
            }
        }
        families.metricSnapshot(generation.build())
                .metricSnapshot(lag.build())
                .metricSnapshot(drift.build())
                .metricSnapshot(calls.build());
    }

    private static String[] stage(String[] labels, String stage) {
        return new String[] {labels[0], labels[1], labels[2], labels[3], "stage", stage};
    }

    private static void surroundings(MetricSnapshots.Builder families, Instant now, StatusFacts facts) {
        GaugeSnapshot.Builder depth =
                gauge("failoverd_alert_outbox_depth", "Alerts that wait to be delivered to a channel.");
        facts.outboxes().forEach(outbox -> depth.dataPoint(point(outbox.depth(), "channel", outbox.channel())));
        CounterSnapshot.Builder deliveries =
                counter("failoverd_alert_deliveries", "What became of alerts, by channel and result.");
        facts.outboxes()
                .forEach(outbox -> outbox.deliveries()
                        .forEach((result, many) ->
                                deliveries.dataPoint(count(many, "channel", outbox.channel(), "result", result))));
        @Nullable Instant oldest = facts.oldestAlert();
        double age =
                oldest == null ? 0 : Math.max(0, Duration.between(oldest, now).toMillis() / 1e3);
        GaugeSnapshot.Builder serial = gauge("failoverd_zone_serial", "SOA serial of a zone.");
        facts.zones().forEach(zone -> serial.dataPoint(point(zone.serial(), "zone", zone.zone())));
        families.metricSnapshot(depth.build())
                .metricSnapshot(deliveries.build())
                .metricSnapshot(gauge("failoverd_alert_oldest_seconds", "Age of the oldest alert that waits.")
                        .dataPoint(point(age))
                        .build())
                .metricSnapshot(gauge("failoverd_state_store_failing", "Whether the state cannot be written to disk.")
                        .dataPoint(point(facts.store().failingSince() != null))
                        .build())
                .metricSnapshot(serial.build());
    }
}
