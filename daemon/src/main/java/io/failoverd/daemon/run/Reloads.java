package io.failoverd.daemon.run;

import io.failoverd.daemon.admin.StatusFacts;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When the configuration came into force, and which one was refused since. Any thread. */
final class Reloads {
    private Instant loadedAt;
    private StatusFacts.@Nullable Rejected lastRejected;

    Reloads(Instant loadedAt) {
        this.loadedAt = loadedAt;
    }

    synchronized void accepted(Instant at) {
        loadedAt = at;
        lastRejected = null;
    }

    synchronized void rejected(Instant at, String why) {
        lastRejected = new StatusFacts.Rejected(at, why);
    }

    synchronized StatusFacts.Config facts() {
        return new StatusFacts.Config(loadedAt, lastRejected);
    }
}
