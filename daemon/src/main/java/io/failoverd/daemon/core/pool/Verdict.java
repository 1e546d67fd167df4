package io.failoverd.daemon.core.pool;

import io.failoverd.probes.model.Moment;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@link PoolDecider} finds, before it becomes a {@link Decision} with a generation. */
public record Verdict(
        Condition condition,
        List<Member> members,
        List<InetAddress> answer,
        Duration ttl,
        String ttlWhy,
        @Nullable Moment due) {}
