package io.failoverd.daemon.replay;

import java.time.Instant;

/** The time that is counted, from its first instant until before its last; what is outside only builds the state. */
public record ReplayWindow(Instant from, Instant to) {
    /** Everything. */
    public static final ReplayWindow ALL = new ReplayWindow(Instant.MIN, Instant.MAX);

    public ReplayWindow {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("a window from " + from + " to " + to);
        }
    }

    public boolean holds(Instant at) {
        return !at.isBefore(from) && at.isBefore(to);
    }
}
