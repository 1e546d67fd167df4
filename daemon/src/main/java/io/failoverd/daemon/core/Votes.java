package io.failoverd.daemon.core;

import io.failoverd.daemon.core.consensus.ConsensusState;
import io.failoverd.daemon.core.health.EndpointHealth;
import io.failoverd.daemon.core.health.Health;
import io.failoverd.daemon.core.pool.Vote;
import io.failoverd.probes.model.Moment;

/**
 * What the vantages say of an endpoint, beside the health that they agree on.
 *
 * @param ours what we think by our own checks
 * @param since when that took its present value
 * @param observations results of checks that count, up to as many as make our own opinion
 * @param vote how it stands, as the decider sees it
 */
public record Votes(Health ours, Moment since, int observations, ConsensusState consensus, Vote vote) {
    /** Our own view of an endpoint whose present health is the agreed one. */
    EndpointHealth own(EndpointHealth agreed) {
        return agreed.own(ours, since);
    }
}
