package io.failoverd.daemon.core.consensus;

import io.failoverd.probes.model.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From the verdicts of several vantages to one agreed health, one target at a time. Each vantage runs this for itself on
 * what it has heard.
 *
 * <p>What always holds: the agreed health changes only while a quorum reports and more than half of those who report say
 * the new one. With three or more vantages two parts of a split network therefore never both change their minds: only
 * one part can hold more than half of those configured. With two, each part may act alone if its sentinel is good; that
 * is meant (the other bastion may have died with its region).
 */
public final class ConsensusMachine {
    private ConsensusMachine() {}

    /**
     * The state after a report came in, our own or another's.
     *
     * @param wall what our wall clock says at {@code now}
     */
    public static ConsensusState on(
            ConsensusPolicy policy, ConsensusState state, Report report, Moment now, Instant wall) {
        if (!policy.vantages().contains(report.vantage())) {
            return onTime(policy, state, now); // it was configured once, or nobody knows it
        }
        var heard = new HashMap<>(state.heard());
        heard.put(report.vantage(), taken(policy, heard.get(report.vantage()), report, now, wall));
        heard.keySet().retainAll(policy.vantages());
        return settled(
                policy,
                new ConsensusState(
                        state.health(),
                        state.since(),
                        state.standing(),
                        state.standingSince(),
                        heard,
                        state.seenEnough()),
                now);
    }

    /** Applies what time alone changes: reports grow old. Also to be called when the policy changed. */
    public static ConsensusState onTime(ConsensusPolicy policy, ConsensusState state, Moment now) {
        return settled(policy, state, now);
    }

    /** When time alone may change the state or its {@link Agreement}; null when never. */
    public static @Nullable Moment due(ConsensusPolicy policy, ConsensusState state, Moment now) {
        Moment due = null;
        for (String vantage : policy.vantages()) {
            Heard heard = state.heard().get(vantage);
            if (heard != null && !vantage.equals(policy.self()) && heard.fresh(policy.maxAge(vantage), now)) {
                due = earlier(due, heard.staleFrom(policy.maxAge(vantage)));
            }
        }
        Moment lost = state.standingSince().plus(policy.patience(state.standing()));
        return state.standing() != Standing.AGREED && lost.isAfter(now) ? earlier(due, lost) : due;
    }

    /** What is agreed, by how many, and the sentence that says so. */
    public static Agreement agreement(ConsensusPolicy policy, ConsensusState state, Moment now) {
        Ballot ballot = Ballot.count(policy, state, now);
        boolean agreed = state.standing() == Standing.AGREED;
        int agreeing = ballot.saying(state.health());
        boolean lost = !agreed
                && policy.vantages().size() > 1
                && now.since(state.standingSince()).compareTo(policy.patience(state.standing())) >= 0;
        return new Agreement(
                state.health(),
                state.since(),
                agreeing,
                ballot.reporting(),
                ballot.configured(),
                ballot.quorum(),
                state.standing(),
                agreed && agreeing >= 2,
                lost,
                Sentence.of(policy, state, ballot, now));
    }

    /** What each vantage says now, in the configured order. */
    public static List<Stance> stances(ConsensusPolicy policy, ConsensusState state, Moment now) {
        return policy.vantages().stream()
                .map(vantage -> Stance.of(policy, state, vantage, now))
                .toList();
    }

    /** A newer report takes the place of the one before it. One from the future or out of order takes nobody's. */
    private static Heard taken(
            ConsensusPolicy policy, @Nullable Heard present, Report report, Moment now, Instant wall) {
        boolean own = report.vantage().equals(policy.self());
        Duration transit = own ? Duration.ZERO : Duration.between(report.made(), wall);
        if (transit.negated().compareTo(policy.maxSkew()) > 0) {
            return new Heard(
                    present == null ? null : present.report(),
                    present == null ? now : present.received(),
                    present == null ? Duration.ZERO : present.transit(),
                    transit.negated());
        }
        boolean newer = present == null
                || present.report() == null
                || report.order().compareTo(present.report().order()) > 0
                // What counts no longer holds nobody back: a vantage may have lost its own count with its disk.
                || (!own && !present.fresh(policy.maxAge(report.vantage()), now));
        return present == null || newer
                ? new Heard(report, now, transit.isNegative() ? Duration.ZERO : transit, null)
                : present;
    }

    private static ConsensusState settled(ConsensusPolicy policy, ConsensusState state, Moment now) {
        Ballot ballot = Ballot.count(policy, state, now);
        Standing standing = ballot.standing();
        boolean agreed = standing == Standing.AGREED;
        boolean changes = agreed && ballot.winner() != state.health();
        return new ConsensusState(
                changes ? ballot.winner() : state.health(),
                changes ? now : state.since(),
                standing,
                agreed == (state.standing() == Standing.AGREED) ? state.standingSince() : now,
                state.heard(),
                state.seenEnough());
    }

    private static Moment earlier(@Nullable Moment a, Moment b) {
        return a == null ? b : Moment.earlier(a, b);
    }
}
