package io.failoverd.daemon.journal.events;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the journal is, as of now.
 *
 * @param stoppedSince wall time since when nothing is written; null while all is well
 * @param lastError why, also after it has ended; null if it never was
 * @param waiting steps that are not on disk yet
 * @param bytes size of the file, without its write-ahead log
 * @param dropped steps that never reached the disk, since the start
 * @param sinceFlush since the last time that everything was on disk
 */
public record JournalHealth(
        @Nullable Instant stoppedSince,
        @Nullable String lastError,
        int waiting,
        long bytes,
        long dropped,
        Duration sinceFlush) {}
