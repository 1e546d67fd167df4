package io.failoverd.daemon.watch;

import io.failoverd.daemon.core.pool.Answers;
import io.failoverd.daemon.core.pool.Decision;
import io.failoverd.dns.model.Selection;
import io.failoverd.probes.model.Moment;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a name answered last.
 *
 * @param cachedUntil until when caches may keep what it answered before that
 */
public record Known(Answers answers, Duration ttl, Moment cachedUntil) {
    /** Caches count whole seconds. */
    private static final Duration ROUNDING = Duration.ofSeconds(1);

    static Known first(Decision decision, Moment now) {
        return new Known(decision.answers(), decision.ttl(), now);
    }

    Known next(Decision decision, Moment now) {
        Moment until = now.plus(ttl).plus(ROUNDING);
        return new Known(decision.answers(), decision.ttl(), Moment.later(cachedUntil, until));
    }

    Set<InetAddress> addresses() {
        return new LinkedHashSet<>(answers.addresses());
    }

    /** How many times more answers are needed, since each holds only some of the addresses: at least 1. */
    int parts() {
        int parts = parts(answers.common());
        for (Selection selection : answers.byRegion().values()) {
            parts = Math.max(parts, parts(selection));
        }
        return parts;
    }

    private static int parts(Selection selection) {
        return Math.max(1, Math.ceilDiv(selection.addresses().size(), selection.answers()));
    }

    boolean regional() {
        return !answers.byRegion().isEmpty();
    }
}
