package io.failoverd.daemon.journal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One alert on its way to one channel. {@code id} and {@code body} never change once the row exists, so that a
 * receiver can drop what it has seen before.
 *
 * @param id the id of the event, the same on every channel
 * @param body what is sent, to the byte (UTF-8)
 * @param created wall time, in whole milliseconds, as {@code nextAt}
 * @param attempts how often it was tried
 * @param nextAt not before this it is tried again
 * @param lastError why the last attempt failed, without secrets
 */
public record OutboxRow(
        String id,
        String channel,
        String incident,
        String body,
        Instant created,
        int attempts,
        Instant nextAt,
        @Nullable String lastError,
        State state) {
    public OutboxRow {
        created = created.truncatedTo(ChronoUnit.MILLIS);
        nextAt = nextAt.truncatedTo(ChronoUnit.MILLIS);
    }

    /** A row that is delivered is deleted. */
    public enum State {
        PENDING,
        /** Given up: kept for the operator, never sent again. */
        DEAD;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /** A row that was not tried yet. */
    public static OutboxRow first(String id, String channel, String incident, String body, Instant created) {
        return new OutboxRow(id, channel, incident, body, created, 0, created, null, State.PENDING);
    }

    public Key key() {
        return new Key(id, channel);
    }

    /** After a failed attempt that is to be repeated. */
    public OutboxRow failed(String error, Instant next) {
        return new OutboxRow(id, channel, incident, body, created, attempts + 1, next, error, State.PENDING);
    }

    /** After the attempt that was the last. */
    public OutboxRow given(String error, Instant at) {
        return new OutboxRow(id, channel, incident, body, created, attempts + 1, at, error, State.DEAD);
    }

    /** What identifies a row. */
    public record Key(String id, String channel) {}
}
