package io.failoverd.dns;

import java.time.Duration;

/**
 * The bounds of one publisher to a remote target.
 *
 * @param callDeadline of one read, write or question, connecting and all
 * @param publishDeadline from the decision to the target holding it; past that it is a failure, and tried on
 * @param verifyDeadline from there to the target's name servers answering it; past that it is lagging, and asked on
 * @param verifyInterval between two questions to the name servers; doubled each time, capped by the deadline
 * @param driftInterval between two looks at a name that is settled, ±10 %; zero: never
 * @param repairDrift whether what someone else changed is changed back, or only told
 * @param maxCalls in flight at once, at least 2; a quarter of them is for removals alone
 * @param maxNames one mailbox slot each
 * @param stopGrace how long a stop waits for the write that is on its way
 */
public record PublishLimits(
        Duration callDeadline,
        Duration publishDeadline,
        Duration verifyDeadline,
        Duration verifyInterval,
        Duration driftInterval,
        boolean repairDrift,
        int maxCalls,
        int maxNames,
        Duration stopGrace) {
    /** Ten thousand services have their name at one target, and a wave of failovers has 16 calls in flight. */
    public static final PublishLimits DEFAULT = new PublishLimits(
            Duration.ofSeconds(3),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofMillis(250),
            Duration.ofMinutes(5),
            false,
            16,
            10_000,
            Duration.ofSeconds(3));

    public PublishLimits {
        if (!callDeadline.isPositive()
                || !publishDeadline.isPositive()
                || !verifyDeadline.isPositive()
                || !verifyInterval.isPositive()
                || driftInterval.isNegative()
                || maxCalls < 2
                || maxNames < 1
                || stopGrace.isNegative()) {
            throw new IllegalArgumentException("limits of a publisher out of range");
        }
    }
}
