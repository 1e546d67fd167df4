package io.failoverd.daemon.admin;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;

/** Short ways to build metric families that are read at a scrape. Counters and infos are named without their suffix. */
final class Families {
    private Families() {}

    static GaugeSnapshot.Builder gauge(String name, String help) {
        return GaugeSnapshot.builder().name(name).help(help);
    }

    static GaugeDataPointSnapshot point(double value, String... labels) {
        return GaugeDataPointSnapshot.builder()
                .value(value)
                .labels(Labels.of(labels))
                .build();
    }

    /** Generations, serials and sizes are far below the 2^53 that a double holds exactly. */
    static GaugeDataPointSnapshot point(long value, String... labels) {
        return point((double) value, labels);
    }

    static GaugeDataPointSnapshot point(boolean value, String... labels) {
        return point(value ? 1.0 : 0.0, labels);
    }

    static GaugeDataPointSnapshot point(boolean value, Labels labels) {
        return new GaugeDataPointSnapshot(value ? 1.0 : 0.0, labels, null);
    }

    static CounterSnapshot.Builder counter(String name, String help) {
        return CounterSnapshot.builder().name(name).help(help);
    }

    static CounterDataPointSnapshot count(long value, String... labels) {
        return CounterDataPointSnapshot.builder()
                .value((double) value)
                .labels(Labels.of(labels))
                .build();
    }

    static InfoSnapshot info(String name, String help, String... labels) {
        return InfoSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(InfoDataPointSnapshot.builder()
                        .labels(Labels.of(labels))
                        .build())
                .build();
    }
}
