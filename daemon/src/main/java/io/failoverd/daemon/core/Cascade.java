package io.failoverd.daemon.core;

import io.failoverd.probes.model.Moment;
import java.util.Set;

/**
 * DOWN verdicts no further apart than the removal spacing.
 *
 * @param lastHealthy the endpoints that were healthy before the first of them
 * @param lastVerdict when the latest of them fell
 */
public record Cascade(Set<String> lastHealthy, Moment lastVerdict) {
    public Cascade {
        lastHealthy = Set.copyOf(lastHealthy);
    }
}
