package io.failoverd.daemon.core.pool;

import io.failoverd.probes.model.Moment;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link PoolDecider} finds, before it becomes a {@link Decision} with a generation.
 *
 * @param tier the tier that answers, under the failover policy; else 0
 * @param overruns the regions that get, or are about to get, more than they can carry
 * @param due when time alone may change it; null for never
 */
public record Verdict(
        Condition condition,
        List<Member> members,
        Answers answers,
        int tier,
        Duration ttl,
        String ttlWhy,
        List<Surge.Overrun> overruns,
        @Nullable Moment due) {
    public Verdict {
        members = List.copyOf(members);
        overruns = List.copyOf(overruns);
    }
}
