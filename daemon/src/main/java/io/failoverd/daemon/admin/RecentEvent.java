package io.failoverd.daemon.admin;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened, for a person or a script that follows along.
 *
 * @param sequence grows by one with each event of this run, from 1
 * @param kind {@code health}, {@code decision}, {@code alert}, {@code override}, {@code tripwire}, {@code answer} or {@code config}
 * @param text one sentence
 */
public record RecentEvent(
        long sequence,
        Instant at,
        String kind,
        @Nullable String service,
        @Nullable String endpoint,
        String text) {}
