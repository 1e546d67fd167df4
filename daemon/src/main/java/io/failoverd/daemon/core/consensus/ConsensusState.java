package io.failoverd.daemon.core.consensus;

import io.failoverd.probes.model.Moment;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything that {@link ConsensusMachine} knows of one target.
 *
 * @param health what was agreed last; UNKNOWN before anything was
 * @param since when that was agreed
 * @param standing how the present vote stands
 * @param standingSince since when there is an agreement, or none
 * @param heard by vantage; holds only those that are configured
 * @param seenEnough whether a DOWN of others counts: not before we have seen enough of the target ourselves
 */
public record ConsensusState(
        Opinion health,
        Moment since,
        Standing standing,
        Moment standingSince,
        Map<String, Heard> heard,
        boolean seenEnough) {
    public ConsensusState {
        heard = Collections.unmodifiableMap(new TreeMap<>(heard));
    }

    public static ConsensusState unknown(Moment now) {
        return agreedBefore(Opinion.UNKNOWN, now, now);
    }

    /** After a start: what an earlier run had agreed on stands until there is a new vote. */
    public static ConsensusState agreedBefore(Opinion health, Moment since, Moment now) {
        return new ConsensusState(health, since, Standing.NO_QUORUM, now, Map.of(), true);
    }

    /** The same, with a DOWN of others counting from now on, or not yet. */
    public ConsensusState withSeenEnough(boolean next) {
        return next == seenEnough ? this : new ConsensusState(health, since, standing, standingSince, heard, next);
    }

    /** The same, with what was agreed taken back: it was our own fault that made it so. */
    public ConsensusState takenBack(Opinion before, Moment now) {
        return new ConsensusState(before, now, standing, standingSince, heard, seenEnough);
    }
}
