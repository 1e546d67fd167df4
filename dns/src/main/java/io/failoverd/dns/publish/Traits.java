package io.failoverd.dns.publish;

import java.time.Duration;

/**
 * What the publisher has to know about a kind of target.
 *
 * @param conditional a write is refused if the target is not as read (prerequisites, versions), so that what was read
 *     can be relied on until the write
 * @param staleness how long after an acknowledged write a read may still show what was before; zero: never
 * @param lateness how long after a call ended without an answer it may still be applied
 * @param maxWeight the largest weight that the target takes; 0 where it does not weigh
 * @param wholeAnswers a name server's response holds every enabled address (of a family); otherwise some of them
 * @param callsPerSecond our own limit for reads and writes, below the provider's quota; several daemons and tools may
 *     share that
 * @param burst how many calls may come at once after a quiet time, at least 2
 */
public record Traits(
        boolean conditional,
        Duration staleness,
        Duration lateness,
        int maxWeight,
        boolean wholeAnswers,
        double callsPerSecond,
        int burst) {
    public Traits {
        if (staleness.isNegative()
                || lateness.isNegative()
                || maxWeight < 0
                || !(callsPerSecond > 0)
                || !(callsPerSecond <= 1e6)
                || burst < 2) {
            throw new IllegalArgumentException("traits out of range: staleness " + staleness + ", lateness " + lateness
                    + ", maxWeight " + maxWeight + ", callsPerSecond " + callsPerSecond + ", burst " + burst);
        }
    }
}
