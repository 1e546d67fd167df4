package io.failoverd.probes;

import io.failoverd.probes.model.Moment;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The limits of all probes in numbers.
 *
 * @param most how many probes of this node may be under way at once
 * @param underWay how many are; for a while more than {@code most} after that was lowered
 * @param refused probes that found no place since the start, by what was full
 * @param lastRefused when the latest of them was due; null when there was none
 */
public record LimitCounts(
        int most,
        int underWay,
        Map<ProbeLimit, Long> refused,
        @Nullable Moment lastRefused) {
    /** Of one that has refused nothing. */
    public static final LimitCounts NONE = new LimitCounts(ProbeLimits.DEFAULT, 0, Map.of(), null);

    public LimitCounts {
        var all = new EnumMap<ProbeLimit, Long>(ProbeLimit.class);
        for (ProbeLimit limit : ProbeLimit.values()) {
            all.put(limit, refused.getOrDefault(limit, 0L));
        }
        refused = Collections.unmodifiableMap(all);
    }

    /** All that found no place. */
    public long allRefused() {
        return refused.values().stream().mapToLong(Long::longValue).sum();
    }
}
