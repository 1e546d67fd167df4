package io.failoverd.daemon.core.consensus;

import io.failoverd.probes.model.Moment;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What we have of one vantage.
 *
 * @param report its newest report; null while it has none that could be taken
 * @param received when that came in, by our monotonic clock, so that no step of a wall clock changes its age later
 * @param transit how old it was by then, by the wall clocks of both
 * @param ahead by how much the clock of a report that was refused since was ahead of ours; null when none was
 */
public record Heard(
        @Nullable Report report,
        Moment received,
        Duration transit,
        @Nullable Duration ahead) {

    Duration age(Moment now) {
        return now.since(received).plus(transit);
    }

    /** From when on it is too old to count. */
    Moment staleFrom(Duration maxAge) {
        return received.plus(maxAge.minus(transit));
    }

    boolean fresh(Duration maxAge, Moment now) {
        return report != null && now.isBefore(staleFrom(maxAge));
    }
}
