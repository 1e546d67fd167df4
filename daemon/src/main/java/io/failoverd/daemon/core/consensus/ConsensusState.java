package io.failoverd.daemon.core.consensus;

import io.failoverd.probes.model.Moment;
import java.util.Map;

/**
 * Everything that {@link ConsensusMachine} knows of one target.
 *
 * @param health what was agreed last; UNKNOWN before anything was
 * @param since when that was agreed
 * @param standing how the present vote stands
 * @param standingSince since when there is an agreement, or none
 * @param heard by vantage; holds only those that are configured
 */
public record ConsensusState(
        Opinion health, Moment since, Standing standing, Moment standingSince, Map<String, Heard> heard) {
    public ConsensusState {
        heard = Map.copyOf(heard);
    }

    public static ConsensusState unknown(Moment now) {
        return agreedBefore(Opinion.UNKNOWN, now, now);
    }

    /** After a start: what an earlier run had agreed on stands until there is a new vote. */
    public static ConsensusState agreedBefore(Opinion health, Moment since, Moment now) {
        return new ConsensusState(health, since, Standing.NO_QUORUM, now, Map.of());
    }
}
