package io.failoverd.probes.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long each phase of a probe that passes may take before it is DEGRADED. Null is no limit. */
public record LatencyLimits(
        @Nullable Duration connect,
        @Nullable Duration tls,
        @Nullable Duration firstByte,
        @Nullable Duration total) {
    public static final LatencyLimits NONE = new LatencyLimits(null, null, null, null);

    /** What is said of the first phase that took longer, for the detail; null when none did. */
    public @Nullable String exceededBy(PhaseTimings taken) {
        String found = exceeded("connecting", taken.connect(), connect);
        if (found == null) {
            found = exceeded("the TLS handshake", taken.tls(), tls);
        }
        if (found == null) {
            found = exceeded("the first byte", taken.firstByte(), firstByte);
        }
        return found == null ? exceeded("the whole probe", taken.total(), total) : found;
    }

    /** A probe that passes and took too long is DEGRADED. */
    public ProbeResult graded(ProbeResult result, PhaseTimings taken) {
        String slow = result instanceof ProbeResult.Up ? exceededBy(taken) : null;
        return slow == null
                ? result
                : new ProbeResult.Degraded(FailureReason.LATENCY, result.detail() + ", but " + slow);
    }

    private static @Nullable String exceeded(String phase, @Nullable Duration taken, @Nullable Duration limit) {
        if (taken == null || limit == null || taken.compareTo(limit) <= 0) {
            return null;
        }
        return phase + " took " + taken.toMillis() + " ms, over " + limit.toMillis() + " ms";
    }
}
