package io.failoverd.daemon.admin;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened, for a person or a script that follows along.
 *
 * @param sequence grows by one with each event of this run, from 1
 * @param kind {@code health}, {@code decision}, {@code alert}, {@code override}, {@code tripwire}, {@code answer} or {@code config}
 * @param text one sentence
 * @param details the same for a script, by kind: of a change of health {@code from} and {@code to}, of a decision its
 *     {@code generation}, {@code answer} and {@code ttlSeconds}, of a publication its {@code publisher}, {@code generation}
 *     and {@code stage}; empty for the others
 */
public record RecentEvent(
        long sequence,
        Instant at,
        String kind,
        @Nullable String service,
        @Nullable String endpoint,
        String text,
        Map<String, Object> details) {
    public RecentEvent {
        details = Map.copyOf(details);
    }
}
