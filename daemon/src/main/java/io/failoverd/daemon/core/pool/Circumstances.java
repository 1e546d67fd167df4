package io.failoverd.daemon.core.pool;

import io.failoverd.probes.model.Moment;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a decision depends on beside the rules and the endpoints.
 *
 * @param lastHealthy the endpoints that were healthy before the present cascade of removals began
 * @param activeTier the tier that answers, for a failover without automatic failback; 0 for none yet
 */
public record Circumstances(
        Moment now,
        WallAnchor wall,
        Set<String> lastHealthy,
        Connectivity connectivity,
        @Nullable Freeze freeze,
        @Nullable LastRemoval lastRemoval,
        SafetyBrake brake,
        int activeTier) {
    public Circumstances {
        lastHealthy = Set.copyOf(lastHealthy);
    }
}
