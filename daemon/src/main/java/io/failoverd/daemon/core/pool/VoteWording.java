package io.failoverd.daemon.core.pool;

import io.failoverd.daemon.core.health.EndpointHealth;
import io.failoverd.daemon.core.health.EndpointPolicy;
import java.util.List;

/** The sentences of {@link Wording} where several vantages have a say. */
final class VoteWording {
    private VoteWording() {}

    /** Of one that is down as we see it. */
    static Reason notAgreed(Candidate candidate, String evidence) {
        return new Reason(
                ReasonCode.NOT_AGREED,
                (candidate.eligibleBefore() ? "kept in the answer: " : "") + "DOWN as seen from here (" + evidence
                        + "), and not agreed"
                        + (candidate.vote() == null
                                ? ""
                                : ": " + candidate.vote().text()));
    }

    /** What each vantage says, where there are several. */
    static void addTo(List<Reason> reasons, Candidate candidate) {
        if (candidate.vote() != null) {
            reasons.add(new Reason(ReasonCode.VANTAGES, candidate.vote().text()));
        }
    }

    /** Of one that is out, though nothing is wrong with it from here. */
    static Reason passesHere(EndpointPolicy policy, EndpointHealth health) {
        long condemned = health.counted().stream()
                .filter(check -> check.health().condemned())
                .count();
        return new Reason(
                ReasonCode.RECOVERING,
                (policy.counted() - condemned) + " of " + policy.counted() + " checks pass here, " + policy.needed()
                        + " needed");
    }

    /** @param successes how many it takes here, and how many there are */
    static String returnsWhen(EndpointHealth health, String successes) {
        return "returns when the vantages agree that it is UP"
                + (health.passesHere() ? ", as ours says" : ", as ours says after " + successes);
    }
}
