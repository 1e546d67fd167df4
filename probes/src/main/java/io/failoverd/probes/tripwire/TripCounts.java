package io.failoverd.probes.tripwire;

import java.util.Map;

/**
 * What all wires have done since the start.
 *
 * @param open wires that stand
 * @param wanted places that a wire is wanted to
 * @param trips ends of wires that were not ours
 * @param contradicted those of them after which a probe passed
 * @param limited re-checks that were left to the interval, since too many were due at once
 */
public record TripCounts(int open, int wanted, Map<WireEnd, Long> trips, long contradicted, long limited) {
    /** Where no wire is wanted. */
    public static final TripCounts NONE = new TripCounts(0, 0, Map.of(), 0, 0);

    public TripCounts {
        trips = Map.copyOf(trips);
    }
}
