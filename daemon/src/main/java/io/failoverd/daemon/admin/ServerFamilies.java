package io.failoverd.daemon.admin;

import static io.failoverd.daemon.admin.Families.count;
import static io.failoverd.daemon.admin.Families.counter;
import static io.failoverd.daemon.admin.Families.gauge;
import static io.failoverd.daemon.admin.Families.info;
import static io.failoverd.daemon.admin.Families.point;

import io.failoverd.probes.LaneSnapshot;
import io.failoverd.probes.Lateness;
import io.failoverd.probes.LimitCounts;
import io.failoverd.probes.tripwire.TripCounts;
import io.failoverd.probes.tripwire.WireEnd;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** What the probe loop, the event loops and the DNS servers count, read at a scrape. */
final class ServerFamilies {
    private ServerFamilies() {}

    /** Families that are made anew for each scrape. */
    private static MultiCollector reading(Supplier<MetricSnapshots> families) {
        return families::get;
    }

    static MultiCollector dns(Supplier<DnsNumbers> source) {
        return reading(() -> {
            DnsNumbers numbers = source.get();
            CounterSnapshot.Builder queries =
                    counter("failoverd_dns_queries", "DNS queries that were answered, by type and transport.");
            numbers.queries()
                    .forEach(asked -> queries.dataPoint(
                            count(asked.count(), "type", asked.type(), "transport", asked.transport())));
            CounterSnapshot.Builder responses = counter("failoverd_dns_responses", "DNS answers by response code.");
            numbers.responses().forEach((code, many) -> responses.dataPoint(count(many, "rcode", code)));
            CounterSnapshot.Builder limited =
                    counter("failoverd_dns_rate_limited", "UDP responses over the rate limit, by what became of them.");
            numbers.limited().forEach((how, many) -> limited.dataPoint(count(many, "result", how)));
            CounterSnapshot.Builder cookies =
                    counter("failoverd_dns_cookies", "DNS queries with a cookie, by what it was worth.");
            numbers.cookies().forEach((worth, many) -> cookies.dataPoint(count(many, "result", worth)));
            return MetricSnapshots.builder()
                    .metricSnapshot(queries.build())
                    .metricSnapshot(responses.build())
                    .metricSnapshot(limited.build())
                    .metricSnapshot(cookies.build())
                    .metricSnapshot(single("failoverd_dns_dropped", "Datagrams without an answer.", numbers.dropped()))
                    .metricSnapshot(single(
                            "failoverd_dns_truncated", "Answers that sent the client to TCP.", numbers.truncated()))
                    .metricSnapshot(
                            single("failoverd_dns_malformed", "Queries that could not be read.", numbers.malformed()))
                    .metricSnapshot(single("failoverd_dns_errors", "Queries that met a bug.", numbers.errors()))
                    .metricSnapshot(
                            info("failoverd_dns_engine", "Which UDP engine answers.", "engine", numbers.engine()))
                    .build();
        });
    }

    static MultiCollector journal(Supplier<JournalNumbers> source) {
        return reading(() -> {
            JournalNumbers numbers = source.get();
            return MetricSnapshots.builder()
                    .metricSnapshot(gauge("failoverd_journal_bytes", "Size of the event journal.")
                            .dataPoint(point(numbers.bytes()))
                            .build())
                    .metricSnapshot(single(
                            "failoverd_journal_dropped_events",
                            "Events that never reached the journal.",
                            numbers.dropped()))
                    .metricSnapshot(gauge(
                                    "failoverd_journal_flush_age_seconds",
                                    "Since every event was in the journal on disk.")
                            .dataPoint(point(seconds(numbers.sinceFlush())))
                            .build())
                    .build();
        });
    }

    static MultiCollector tripwires(Supplier<TripCounts> source) {
        return reading(() -> {
            TripCounts counts = source.get();
            CounterSnapshot.Builder trips =
                    counter("failoverd_tripwire_trips", "Idle connections that ended, by how they did.");
            for (WireEnd end : WireEnd.values()) {
                trips.dataPoint(count(counts.trips().getOrDefault(end, 0L), "end", end.label()));
            }
            return MetricSnapshots.builder()
                    .metricSnapshot(
                            gauge("failoverd_tripwires_wanted", "Gateways that an idle connection is wanted to.")
                                    .dataPoint(point(counts.wanted()))
                                    .build())
                    .metricSnapshot(gauge("failoverd_tripwires_open", "Idle connections that stand.")
                            .dataPoint(point(counts.open()))
                            .build())
                    .metricSnapshot(trips.build())
                    .metricSnapshot(single(
                            "failoverd_tripwire_false_trips",
                            "Idle connections that ended though the next probe passed.",
                            counts.contradicted()))
                    .metricSnapshot(single(
                            "failoverd_tripwire_limited",
                            "Re-checks that were left to the interval, since too many were due at once.",
                            counts.limited()))
                    .build();
        });
    }

    static MultiCollector limits(Supplier<LimitCounts> source) {
        return reading(() -> {
            LimitCounts counts = source.get();
            CounterSnapshot.Builder limited = counter(
                    "failoverd_probe_limited", "Due probes that found no place, by the limit that left them none.");
            counts.refused().forEach((limit, many) -> limited.dataPoint(count(many, "limit", limit.label())));
            return MetricSnapshots.builder()
                    .metricSnapshot(limited.build())
                    .metricSnapshot(gauge("failoverd_probe_places", "Probes that may be under way at once.")
                            .dataPoint(point(counts.most()))
                            .build())
                    .metricSnapshot(gauge("failoverd_probe_places_taken", "Of these, the ones that are.")
                            .dataPoint(point(counts.underWay()))
                            .build())
                    .build();
        });
    }

    /** @param loops event loops beside those of the probes */
    static MultiCollector loops(Supplier<List<LaneSnapshot>> lanes, List<LoopLag> loops) {
        return reading(() -> {
            GaugeSnapshot.Builder lag =
                    gauge("failoverd_event_loop_lag_seconds", "How late the latest beat of an event loop was.");
            HistogramSnapshot.Builder late = HistogramSnapshot.builder()
                    .name("failoverd_probe_start_lateness_seconds")
                    .help("How late probes started, against their schedule.");
            GaugeSnapshot.Builder inFlight = gauge("failoverd_probe_in_flight", "Probes without a result.");
            CounterSnapshot.Builder skipped = counter(
                    "failoverd_probe_skipped", "Due probes left out since too many of their target were in flight.");
            loops.forEach(loop -> lag.dataPoint(point(seconds(loop.lag()), "loop", loop.loop())));
            for (LaneSnapshot lane : lanes.get()) {
                String[] labels = {"loop", "probe-" + lane.lane()};
                lag.dataPoint(point(seconds(lane.lastLag()), labels));
                late.dataPoint(lateness(lane.lateness(), labels));
                inFlight.dataPoint(point(lane.inFlight(), labels));
                skipped.dataPoint(count(lane.skipped(), labels));
            }
            return MetricSnapshots.builder()
                    .metricSnapshot(lag.build())
                    .metricSnapshot(late.build())
                    .metricSnapshot(inFlight.build())
                    .metricSnapshot(skipped.build())
                    .build();
        });
    }

    private static HistogramSnapshot.HistogramDataPointSnapshot lateness(Lateness lateness, String... labels) {
        var buckets = ClassicHistogramBuckets.builder();
        for (int i = 0; i < lateness.counts().size(); i++) {
            double bound = i < Lateness.BOUNDS.size() ? seconds(Lateness.BOUNDS.get(i)) : Double.POSITIVE_INFINITY;
            buckets.bucket(bound, lateness.counts().get(i));
        }
        return HistogramSnapshot.HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(buckets.build())
                .sum(seconds(lateness.sum()))
                .labels(Labels.of(labels))
                .build();
    }

    private static CounterSnapshot single(String name, String help, long value) {
        return counter(name, help).dataPoint(count(value)).build();
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
