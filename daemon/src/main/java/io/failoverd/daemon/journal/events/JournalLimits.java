package io.failoverd.daemon.journal.events;

import io.failoverd.daemon.config.JournalSettings;
import java.time.Duration;

/**
 * The bounds of the journal, each with its reason.
 *
 * @param waiting steps in memory that the disk has not taken: at less than 1 KiB each, 20 MiB of the heap; what comes
 *     then is lost and counted
 * @param blockSteps a longer block would be written anew at each flush for longer, a shorter one packs worse
 * @param blockBytes likewise, for steps that are large
 * @param segmentSteps how far a replay goes at most before it is in the middle of what was asked for, and what pruning
 *     takes at once
 * @param segmentAge likewise in time, so that a quiet daemon's journal can be pruned, too
 * @param flushEvery how much a crash loses at most where nothing was decided
 * @param pruneEvery how often the retention is looked after
 * @param pruneStep blocks deleted in one transaction
 * @param freeBytes the journal stops while the disk has less than this left, so that the state never meets a full disk
 *     on its account
 * @param firstRetry wait after the first failure; it doubles up to {@code lastRetry}
 * @param closePatience how long a close waits for a disk that does not answer
 */
record JournalLimits(
        JournalSettings settings,
        int waiting,
        int blockSteps,
        int blockBytes,
        int segmentSteps,
        Duration segmentAge,
        Duration flushEvery,
        Duration pruneEvery,
        int pruneStep,
        long freeBytes,
        Duration firstRetry,
        Duration lastRetry,
        Duration closePatience) {
    /** No block has more steps than this, so that a reader finds the one that holds a step. */
    static final int MOST_STEPS = 65_536;

    JournalLimits {
        if (blockSteps > MOST_STEPS) {
            throw new IllegalArgumentException("a block of " + blockSteps + " steps");
        }
    }

    static JournalLimits of(JournalSettings settings) {
        return new JournalLimits(
                settings,
                20_000,
                1_024,
                64 << 10,
                250_000,
                Duration.ofHours(6),
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                64,
                64L << 20,
                Duration.ofSeconds(1),
                Duration.ofSeconds(60),
                Duration.ofSeconds(5));
    }
}
