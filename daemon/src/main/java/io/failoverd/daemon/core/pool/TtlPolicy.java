package io.failoverd.daemon.core.pool;

import java.time.Duration;

/** TTLs of the address records, in whole seconds: while nothing moves, and while something may move soon. */
public record TtlPolicy(Duration steady, Duration changing) {
    public TtlPolicy {
        if (changing.toSeconds() < 0 || steady.compareTo(changing) < 0) {
            throw new IllegalArgumentException("ttl: 0 <= changing <= steady does not hold");
        }
    }
}
