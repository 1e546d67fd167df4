package io.failoverd.daemon.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.core.Effect;
import io.failoverd.daemon.core.Event;
import io.failoverd.daemon.core.Memory;
import io.failoverd.daemon.core.health.Health;
import io.failoverd.daemon.watch.Told;
import io.failoverd.probes.LaneSnapshot;
import io.failoverd.probes.Lateness;
import io.failoverd.probes.LimitCounts;
import io.failoverd.probes.ProbeLimit;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.tripwire.TripCounts;
import io.failoverd.probes.tripwire.WireEnd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final Pattern SAMPLE = Pattern.compile("([^{ ]+)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** Every label of ours; a new one has to be thought about: what bounds its values? */
    private static final Set<String> LABELS = Set.of(
            "service",
            "endpoint",
            "outcome",
            "reason",
            "phase",
            "state",
            "to",
            "type",
            "transport",
            "rcode",
            "channel",
            "result",
            "loop",
            "zone",
            "version",
            "java",
            "end",
            "engine",
            "publisher",
            "vantage",
            "stage",
            "code",
            "limit",
            "server",
            "change",
            "why",
            "le");

    private final SampleDaemon daemon = new SampleDaemon();
    private static final Lateness LATENESS =
            new Lateness(List.of(8L, 1L, 0L, 0L, 1L, 0L, 0L, 0L, 0L), Duration.ofMillis(40));

    private final Metrics metrics = new Metrics("1.2.3");

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void saysHowLateProbesStart() {
        assertThat(everything())
                .contains("failoverd_probe_start_lateness_seconds_bucket{loop=\"probe-0\",le=\"0.001\"} 8\n")
                .contains("failoverd_probe_start_lateness_seconds_bucket{loop=\"probe-0\",le=\"0.05\"} 10\n")
                .contains("failoverd_probe_start_lateness_seconds_bucket{loop=\"probe-0\",le=\"+Inf\"} 10\n")
                .contains("failoverd_probe_start_lateness_seconds_sum{loop=\"probe-0\"} 0.04\n");
    }

    /** One of everything. */
    private String everything() {
        daemon.pass(Duration.ofSeconds(91));
        metrics.bind(daemon);
        metrics.bindDns(MetricsTest::counts);
        metrics.bindJournal(() -> new JournalNumbers(4096, 7, Duration.ofSeconds(3)));
        metrics.bindLimits(() -> new LimitCounts(64, 5, Map.of(ProbeLimit.NODE, 7L), Moment.ZERO));
        metrics.bindTripwires(() -> new TripCounts(3, 4, Map.of(WireEnd.FIN, 2L), 1, 5));
        metrics.bindLoops(
                () -> List.of(new LaneSnapshot(0, 2, 10, 1, 3, LATENESS, Duration.ofMillis(4), Moment.ZERO)),
                List.of());
        metrics.configured(daemon.world());
        metrics.probed(daemon.probed(SampleDaemon.WWW, "hangzhou", new ProbeResult.Up("HTTP 200")));
        metrics.probed(daemon.probed(
                SampleDaemon.WWW, "shanghai", new ProbeResult.Down(FailureReason.CONNECT_REFUSED, "refused")));
        metrics.healthChanged(SampleDaemon.WWW, "shanghai", Health.SUSPECT);
        daemon.effects.stream()
                .filter(Effect.Publish.class::isInstance)
                .forEach(effect -> metrics.decided(((Effect.Publish) effect).decision()));
        SampleDaemon.published().forEach(event -> metrics.published("bind-hz", event));
        metrics.answer(new Told.Settled(SampleDaemon.WWW, "8.8.8.8", true, Duration.ofSeconds(12), "gone"));
        metrics.answer(new Told.GivenUp(SampleDaemon.WWW, "8.8.8.8", Told.Why.STALE, "still there"));
        metrics.answer(new Told.Skipped(SampleDaemon.WWW, "too many"));
        daemon.named();
        metrics.configReloaded(false);
        return Scrape.of(metrics);
    }

    private static DnsNumbers counts() {
        return new DnsNumbers(
                "nio",
                List.of(new DnsNumbers.Queries("A", "udp", 5)),
                Map.of("NOERROR", 4L, "NXDOMAIN", 1L),
                Map.of("dropped", 6L, "slipped", 7L, "bad_cookie", 8L),
                Map.of("first", 9L, "invalid", 10L, "valid", 11L),
                1,
                3,
                2,
                4);
    }

    private record Sample(String name, Map<String, String> labels, double value) {}

    private static List<Sample> samples(String scrape) {
        var samples = new ArrayList<Sample>();
        for (String line : scrape.lines().toList()) {
            if (line.startsWith("#")) {
                continue;
            }
            Matcher sample = SAMPLE.matcher(line);
            assertThat(sample.matches()).as(line).isTrue();
            var labels = new java.util.TreeMap<String, String>();
            if (sample.group(2) != null) {
                Matcher label = LABEL.matcher(sample.group(2));
                while (label.find()) {
                    labels.put(label.group(1), label.group(2));
                }
            }
            samples.add(new Sample(sample.group(1), labels, Double.parseDouble(sample.group(3))));
        }
        return samples;
    }

    private static double value(String scrape, String name, String... labels) {
        var wanted = new java.util.TreeMap<String, String>();
        for (int i = 0; i < labels.length; i += 2) {
            wanted.put(labels[i], labels[i + 1]);
        }
        List<Sample> found = samples(scrape).stream()
                .filter(sample -> sample.name().equals(name) && sample.labels().equals(wanted))
                .toList();
        assertThat(found).as(name + wanted).hasSize(1);
        return found.getFirst().value();
    }

    @Test
    void everyNumberOfTheProbesIsThere() {
        String scrape = everything();
        String www = SampleDaemon.WWW;

        assertThat(value(
                        scrape,
                        "failoverd_probe_results_total",
                        "service",
                        www,
                        "endpoint",
                        "shanghai",
                        "outcome",
                        "down",
                        "reason",
                        "connect_refused"))
                .isEqualTo(1);
        assertThat(value(
                        scrape,
                        "failoverd_probe_phase_seconds_count",
                        "service",
                        www,
                        "endpoint",
                        "hangzhou",
                        "phase",
                        "first_byte"))
                .isEqualTo(1);
        assertThat(value(
                        scrape,
                        "failoverd_probe_phase_seconds_sum",
                        "service",
                        www,
                        "endpoint",
                        "hangzhou",
                        "phase",
                        "tls"))
                .isEqualTo(0.012);
    }

    @Test
    void whatFoundNoPlaceIsCountedAndTookNoTime() {
        String scrape = everything();

        assertThat(value(scrape, "failoverd_probe_limited_total", "limit", "node"))
                .isEqualTo(7);
        assertThat(value(scrape, "failoverd_probe_limited_total", "limit", "exec"))
                .isZero();
        assertThat(value(scrape, "failoverd_probe_places")).isEqualTo(64);
        assertThat(value(scrape, "failoverd_probe_places_taken")).isEqualTo(5);

        String[] hangzhou = {"service", SampleDaemon.WWW, "endpoint", "hangzhou"};
        double before = value(scrape, "failoverd_probe_duration_seconds_count", hangzhou);
        metrics.probed(daemon.probed(
                SampleDaemon.WWW,
                "hangzhou",
                new ProbeResult.Inconclusive(FailureReason.LOCAL_LIMIT, "no place among the 16")));
        assertThat(value(Scrape.of(metrics), "failoverd_probe_duration_seconds_count", hangzhou))
                .isEqualTo(before);
    }

    @Test
    void everyNumberOfTheDecisionsIsThere() {
        String scrape = everything();
        String www = SampleDaemon.WWW;

        assertThat(value(
                        scrape,
                        "failoverd_endpoint_health",
                        "service",
                        www,
                        "endpoint",
                        "shanghai",
                        "state",
                        "suspect"))
                .isEqualTo(1);
        assertThat(value(scrape, "failoverd_endpoint_health", "service", www, "endpoint", "shanghai", "state", "up"))
                .isEqualTo(0);
        assertThat(value(scrape, "failoverd_endpoint_in_answer", "service", www, "endpoint", "hangzhou"))
                .isEqualTo(1);
        assertThat(value(scrape, "failoverd_decisions_total", "service", www)).isEqualTo(2);
        assertThat(value(scrape, "failoverd_service_generation", "service", www))
                .isEqualTo(3);
        assertThat(value(scrape, "failoverd_service_answer_ttl_seconds", "service", www))
                .isEqualTo(5);
    }

    @Test
    void whatIsKnownOfAHostNameIsThere() {
        String scrape = everything();
        String[] labels = {"service", SampleDaemon.API, "endpoint", "tianjin"};

        assertThat(value(scrape, "failoverd_host_addresses", labels)).isEqualTo(1);
        assertThat(value(scrape, "failoverd_host_resolution_failures_in_a_row", labels))
                .isEqualTo(1);
        assertThat(value(scrape, "failoverd_host_resolution_age_seconds", labels))
                .isEqualTo(0);
    }

    @Test
    void everyNumberOfWhatSurroundsTheCoreIsThere() {
        String scrape = everything();

        assertThat(value(scrape, "failoverd_dns_queries_total", "type", "A", "transport", "udp"))
                .isEqualTo(5);
        assertThat(value(scrape, "failoverd_dns_responses_total", "rcode", "NXDOMAIN"))
                .isEqualTo(1);
        assertThat(value(scrape, "failoverd_dns_rate_limited_total", "result", "bad_cookie"))
                .isEqualTo(8);
        assertThat(value(scrape, "failoverd_dns_cookies_total", "result", "valid"))
                .isEqualTo(11);
        assertThat(value(scrape, "failoverd_dns_dropped_total")).isEqualTo(1);
        assertThat(value(scrape, "failoverd_dns_truncated_total")).isEqualTo(3);
        assertThat(value(scrape, "failoverd_alert_deliveries_total", "channel", "ops", "result", "delivered"))
                .isEqualTo(3);
        assertThat(value(scrape, "failoverd_alert_outbox_depth", "channel", "ops"))
                .isEqualTo(2);
        assertThat(value(scrape, "failoverd_alert_oldest_seconds")).isBetween(90.0, 91.0);
        assertThat(value(scrape, "failoverd_event_loop_lag_seconds", "loop", "probe-0"))
                .isEqualTo(0.004);
        assertThat(value(scrape, "failoverd_config_reloads_total", "result", "failure"))
                .isEqualTo(1);
        assertThat(value(scrape, "failoverd_config_reloads_total", "result", "success"))
                .isEqualTo(0);
        assertThat(value(scrape, "failoverd_config_last_reload_success")).isEqualTo(0);
        assertThat(value(scrape, "failoverd_state_store_failing")).isEqualTo(0);
        assertThat(value(scrape, "failoverd_journal_bytes")).isEqualTo(4096);
        assertThat(value(scrape, "failoverd_journal_dropped_events_total")).isEqualTo(7);
        assertThat(value(scrape, "failoverd_journal_flush_age_seconds")).isEqualTo(3);
        assertThat(value(
                        scrape,
                        "failoverd_build_info",
                        "version",
                        "1.2.3",
                        "java",
                        Runtime.version().toString()))
                .isEqualTo(1);
        assertThat(value(scrape, "failoverd_dns_engine_info", "engine", "nio")).isEqualTo(1);
        assertThat(scrape).contains("jvm_memory_used_bytes", "jvm_threads_live_threads", "process_uptime_seconds");
    }

    @Test
    void namesFollowPrometheusRules() {
        String scrape = everything();
        int ours = 0;
        for (String line : scrape.lines().filter(l -> l.startsWith("# TYPE ")).toList()) {
            List<String> words = List.of(line.split(" ", -1));
            String name = words.get(2);
            assertThat(name).matches("[a-z][a-z0-9_]*").doesNotContain("__");
            if (!name.startsWith("failoverd_")) {
                continue;
            }
            ours++;
            boolean counter = words.get(3).equals("counter");
            assertThat(name.endsWith("_total"))
                    .as(name + " is a " + words.get(3))
                    .isEqualTo(counter);
            assertThat(name)
                    .as("base units only")
                    .doesNotContainPattern(
                            "_(ms|milliseconds?|micros|nanoseconds?|minutes?|hours?|kilobytes|mb|percent)(_|$)");
            assertThat(scrape).contains("# HELP " + name + " ");
        }
        assertThat(ours).isGreaterThan(25);
    }

    @Test
    void labelsAreKnownAndTheirValuesAreOfTheConfiguration() {
        var names = new TreeSet<String>();
        var services = new TreeSet<String>();
        daemon.heardOthers();
        for (Sample sample : samples(everything())) {
            if (sample.name().startsWith("failoverd_")) {
                names.addAll(sample.labels().keySet());
                if (sample.labels().containsKey("service")) {
                    services.add(sample.labels().get("service"));
                }
            }
        }
        assertThat(LABELS).containsAll(names);
        assertThat(names).contains("vantage");
        assertThat(services).containsExactly(SampleDaemon.API, SampleDaemon.WWW);
    }

    @Test
    void whatAReloadRemovedIsGoneAndStaysGone() {
        everything();
        daemon.step(new Event.Configured(
                List.of(SampleDaemon.plan(SampleDaemon.WWW, SampleDaemon.endpoint("hangzhou", "203.0.113.10"))),
                Memory.NONE));
        metrics.configured(daemon.world());
        metrics.probed(
                SampleDaemon.probe(SampleDaemon.WWW, "shanghai", Moment.ofMillis(5_000), new ProbeResult.Up("late")));
        metrics.probed(SampleDaemon.probe("nobody", "nowhere", Moment.ZERO, new ProbeResult.Up("never")));
        metrics.healthChanged(SampleDaemon.WWW, "shanghai", Health.UP);

        String scrape = Scrape.of(metrics);

        assertThat(scrape).contains("hangzhou").doesNotContain("shanghai", "beijing", SampleDaemon.API, "nobody");
    }
}
