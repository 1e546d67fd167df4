package io.failoverd.daemon.core.consensus;

import io.failoverd.probes.model.Moment;

/**
 * What the vantages say together.
 *
 * @param health what was agreed last
 * @param since when that was agreed
 * @param agreeing how many of those who report now say the same
 * @param reporting how many report something usable now
 * @param configured how many there are
 * @param quorum how many have to report for a change
 * @param corroborated whether the present vote has it, and at least two say so
 * @param quorumLost whether there has been no agreement for as long as a report may be old: a shorter quarrel is how
 *     every change of mind looks, since one sees it first
 * @param text one sentence for a person
 */
public record Agreement(
        Opinion health,
        Moment since,
        int agreeing,
        int reporting,
        int configured,
        int quorum,
        Standing standing,
        boolean corroborated,
        boolean quorumLost,
        String text) {}
