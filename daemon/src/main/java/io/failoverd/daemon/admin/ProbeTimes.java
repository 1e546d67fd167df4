package io.failoverd.daemon.admin;

import io.failoverd.probes.model.PhaseTimings;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How long the probes of one endpoint took: a histogram of the whole, and of each phase its sum and count. Of the phases no
 * more than that, since ten thousand endpoints would pay for each bucket at each scrape. May be called from any thread.
 */
final class ProbeTimes {
    /** A LAN, a region, a continent, an ocean, trouble; in nanoseconds. */
    private static final long[] BOUNDS = {5_000_000, 25_000_000, 100_000_000, 250_000_000, 1_000_000_000, 2_500_000_000L
    };

    private static final double[] UPPER = upper();

    private final Labels endpoint;
    private final long[] buckets = new long[BOUNDS.length + 1];
    private long nanos;
    private final Phase connect;
    private final Phase tls;
    private final Phase firstByte;

    /** @param endpoint what the endpoint is called in every metric */
    ProbeTimes(Labels endpoint) {
        this.endpoint = endpoint;
        this.connect = new Phase(endpoint, "connect");
        this.tls = new Phase(endpoint, "tls");
        this.firstByte = new Phase(endpoint, "first_byte");
    }

    synchronized void probed(PhaseTimings timings) {
        long took = Math.max(0, timings.total().toNanos());
        int at = Arrays.binarySearch(BOUNDS, took);
        buckets[at < 0 ? -at - 1 : at]++;
        nanos += took;
        connect.took(timings.connect());
        tls.took(timings.tls());
        firstByte.took(timings.firstByte());
    }

    synchronized void addTo(HistogramSnapshot.Builder whole, SummarySnapshot.Builder phases) {
        whole.dataPoint(new HistogramDataPointSnapshot(
                ClassicHistogramBuckets.of(UPPER, buckets), nanos / 1e9, endpoint, Exemplars.EMPTY, 0));
        connect.addTo(phases);
        tls.addTo(phases);
        firstByte.addTo(phases);
    }

    private static double[] upper() {
        double[] upper = Arrays.copyOf(
                Arrays.stream(BOUNDS).mapToDouble(bound -> bound / 1e9).toArray(), BOUNDS.length + 1);
        upper[BOUNDS.length] = Double.POSITIVE_INFINITY;
        return upper;
    }

    private static final class Phase {
        private final Labels labels;
        private long count;
        private long nanos;

        Phase(Labels endpoint, String phase) {
            this.labels = endpoint.add("phase", phase);
        }

        void took(@Nullable Duration took) {
            if (took != null && !took.isNegative()) {
                count++;
                nanos += took.toNanos();
            }
        }

        /** A phase that the protocol does not have is no series. */
        void addTo(SummarySnapshot.Builder phases) {
            if (count > 0) {
                phases.dataPoint(SummaryDataPointSnapshot.builder()
                        .count(count)
                        .sum(nanos / 1e9)
                        .labels(labels)
                        .build());
            }
        }
    }
}
