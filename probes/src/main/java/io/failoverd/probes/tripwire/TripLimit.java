package io.failoverd.probes.tripwire;

import io.failoverd.probes.model.DurationMath;
import io.failoverd.probes.model.Moment;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How many re-checks all wires together may start: a restart that ends ten thousand of them at once is no reason for ten
 * thousand probes at once. A generic cell rate algorithm (ITU-T I.371); pure, and owned by {@link Tripwires}.
 */
final class TripLimit {
    /** Re-checks in a second: with TLS half a core, and far more gateways than die in a second. */
    static final int RATE = 50;

    /** So many may start in the same moment. */
    static final int BURST = 50;

    private static final Duration STEP = DurationMath.divided(Duration.ofSeconds(1), RATE);
    private static final Duration TOLERANCE = DurationMath.times(STEP, BURST - 1L);

    private Moment arrival = Moment.ZERO;

    /**
     * Takes the next place in the line.
     *
     * @param most the longest wait that is worth it
     * @return when the re-check may start; null, and no place is taken, when that is too late
     */
    @Nullable
    Moment take(Moment now, Duration most) {
        Moment expected = Moment.later(now, arrival);
        Moment slot = Moment.later(now, expected.minus(TOLERANCE));
        if (slot.since(now).compareTo(most) > 0) {
            return null;
        }
        arrival = expected.plus(STEP);
        return slot;
    }
}
