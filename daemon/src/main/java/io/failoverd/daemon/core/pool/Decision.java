package io.failoverd.daemon.core.pool;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a service answers now, and why.
 *
 * @param generation grows whenever {@code answer} or {@code ttl} changes; reasons may change within a generation
 * @param answer the addresses, in the configuration's order; empty is NODATA
 * @param ttlWhy why the TTL is what it is
 * @param changedAt wall time of the last change of {@code answer}
 */
public record Decision(
        String service,
        long generation,
        Condition condition,
        List<Member> members,
        List<InetAddress> answer,
        Duration ttl,
        String ttlWhy,
        Instant changedAt) {
    public Decision {
        members = List.copyOf(members);
        answer = List.copyOf(answer);
    }

    /** Whether clients get the same from both. */
    public boolean answersLike(Decision other) {
        return answer.equals(other.answer) && ttl.equals(other.ttl);
    }
}
