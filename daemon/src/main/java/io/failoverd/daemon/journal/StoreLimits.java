package io.failoverd.daemon.journal;

import java.time.Duration;

/**
 * The bounds of the store, each with its reason.
 *
 * @param waitingAlerts alerts in memory while the disk fails: at some 2 KiB each, 20 MiB
 * @param waitingDecisions decisions in memory while the disk fails; the oldest go first
 * @param decisionAge how long decisions are kept
 * @param databaseBytes above this the oldest decisions go, whatever their age
 * @param deadAlerts rows that were given up and are kept for the operator; the oldest go first
 * @param pruneStep rows deleted in one transaction, so that pruning never holds up a write for long
 * @param alivePeriod how often the time we were last alive is written, which is also how far verdicts may seem older
 *     than they are after a crash
 * @param firstRetry wait after the first failure; it doubles up to {@code lastRetry}
 * @param decisionsPause how long no decision is journalled after the disk was full
 * @param closePatience how long a close waits for a disk that does not answer
 */
record StoreLimits(
        int waitingAlerts,
        int waitingDecisions,
        Duration decisionAge,
        long databaseBytes,
        int deadAlerts,
        int pruneStep,
        Duration alivePeriod,
        Duration firstRetry,
        Duration lastRetry,
        Duration decisionsPause,
        Duration closePatience) {
    static final StoreLimits DEFAULT = new StoreLimits(
            10_000,
            1_000,
            Duration.ofDays(14),
            2L << 30,
            1_000,
            500,
            Duration.ofSeconds(10),
            Duration.ofMillis(100),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(5));
}
