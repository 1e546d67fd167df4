package io.failoverd.daemon.core.consensus;

import io.failoverd.probes.model.Moment;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one vantage says of one target now, and whether that counts.
 *
 * @param own whether it is ourselves
 * @param heard its newest report and when it came; null before the first
 * @param age of that report; of our own, zero, and zero where there is none
 */
public record Stance(String vantage, boolean own, @Nullable Heard heard, Duration age, Weight weight) {
    /** Whether a vantage has a say, or why it has none. */
    public enum Weight {
        COUNTS,
        /** It has no opinion yet. */
        NO_RESULTS,
        /** Its sentinel is lost, and nothing passes. */
        CUT_OFF,
        /** Its DOWN is from when its sentinel was lost. */
        UNPROVEN,
        /** Its DOWN counts once we have seen enough ourselves. */
        TOO_EARLY,
        /** Its clock is too far ahead. */
        AHEAD,
        /** Its newest report is too old. */
        SILENT,
        NEVER_HEARD
    }

    static Stance of(ConsensusPolicy policy, ConsensusState state, String vantage, Moment now) {
        boolean own = vantage.equals(policy.self());
        Heard heard = state.heard().get(vantage);
        Duration age = heard == null || heard.report() == null || own ? Duration.ZERO : heard.age(now);
        return new Stance(vantage, own, heard, age, weight(policy, state, heard, own, vantage, now));
    }

    /** Our own does not age, since it is as we see it now. */
    private static Weight weight(
            ConsensusPolicy policy,
            ConsensusState state,
            @Nullable Heard heard,
            boolean own,
            String vantage,
            Moment now) {
        if (heard == null) {
            return Weight.NEVER_HEARD;
        }
        Report report = heard.report();
        if (report == null || !(own || heard.fresh(policy.maxAge(vantage), now))) {
            return heard.ahead() == null ? Weight.SILENT : Weight.AHEAD;
        }
        if (report.opinion() == Opinion.UNKNOWN) {
            return Weight.NO_RESULTS;
        }
        if (!report.usable(policy.maxAge(vantage))) {
            return report.sentinel() == Sentinel.GOOD ? Weight.UNPROVEN : Weight.CUT_OFF;
        }
        return report.opinion() == Opinion.DOWN && !own && !state.seenEnough() ? Weight.TOO_EARLY : Weight.COUNTS;
    }

    /** The report that counts; null when none does. */
    @Nullable
    Report counted() {
        return weight == Weight.COUNTS && heard != null ? heard.report() : null;
    }

    /** What it says; UNKNOWN where nothing of it was ever taken. */
    public Opinion opinion() {
        return heard == null || heard.report() == null
                ? Opinion.UNKNOWN
                : heard.report().opinion();
    }

    /** Whether it has a say, and says so. */
    public boolean says(Opinion opinion) {
        return weight == Weight.COUNTS && opinion() == opinion;
    }
}
