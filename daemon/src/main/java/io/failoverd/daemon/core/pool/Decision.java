package io.failoverd.daemon.core.pool;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a service answers now, and why.
 *
 * @param generation grows whenever {@code answers} or {@code ttl} changes; reasons may change within a generation
 * @param answers who gets what
 * @param tier the tier that answers, under the failover policy; else 0
 * @param ttlWhy why the TTL is what it is
 * @param changedAt wall time of the last change of {@code answers}
 */
public record Decision(
        String service,
        long generation,
        Condition condition,
        List<Member> members,
        Answers answers,
        int tier,
        Duration ttl,
        String ttlWhy,
        Instant changedAt) {
    public Decision {
        members = List.copyOf(members);
    }

    /** Every address that some client may get, in the configuration's order; empty is NODATA. */
    public List<InetAddress> answer() {
        return answers.addresses();
    }

    /** Whether clients get the same from both. */
    public boolean answersLike(Decision other) {
        return answers.equals(other.answers) && ttl.equals(other.ttl);
    }
}
