package io.failoverd.daemon.core.consensus;

import io.failoverd.probes.model.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A vote in words: {@code 2 of 3 vantages say DOWN, quorum 2 of 3; bastion-sh-1 silent for 12.0 s}. */
final class Sentence {
    private Sentence() {}

    static String of(ConsensusPolicy policy, ConsensusState state, Ballot ballot, Moment now) {
        var words = new StringBuilder(vote(state, ballot, now));
        List<String> absent = absent(policy, state, now);
        if (!absent.isEmpty()) {
            words.append("; ").append(String.join(", ", absent));
        }
        return words.toString();
    }

    private static String vote(ConsensusState state, Ballot ballot, Moment now) {
        String quorum = "quorum " + ballot.quorum() + " of " + ballot.configured();
        String kept = state.health() == Opinion.UNKNOWN
                ? "nothing is agreed yet, after " + seconds(now.since(state.since()))
                : state.health() + " stands, agreed " + seconds(now.since(state.since())) + " ago";
        return switch (state.standing()) {
            case AGREED -> counted(ballot, ballot.winner()) + ", " + quorum;
            case TIED ->
                counted(ballot, Opinion.DOWN) + " and " + ballot.up() + " UP, " + quorum + ": a tie changes nothing, "
                        + kept;
            case NO_QUORUM ->
                "only " + ballot.reporting() + " of " + ballot.configured() + " vantages "
                        + (ballot.reporting() == 1 ? "reports" : "report")
                        + (ballot.reporting() == 0 ? "" : " (" + ballot.down() + " DOWN, " + ballot.up() + " UP)")
                        + ", " + quorum + ": " + kept;
            case LONE_DOUBT ->
                counted(ballot, Opinion.DOWN) + ", alone and with 0 sentinels to show that it is not the one cut off: "
                        + kept;
        };
    }

    private static String counted(Ballot ballot, Opinion opinion) {
        int saying = ballot.saying(opinion);
        return saying + " of " + ballot.configured() + (ballot.configured() == 1 ? " vantage" : " vantages")
                + (saying == 1 ? " says " : " say ") + opinion;
    }

    private static List<String> absent(ConsensusPolicy policy, ConsensusState state, Moment now) {
        var words = new ArrayList<String>();
        for (Stance stance : ConsensusMachine.stances(policy, state, now)) {
            String why = why(policy, stance, now);
            if (why != null) {
                words.add(stance.vantage() + " " + why);
            }
        }
        return words;
    }

    /** Why a vantage does not count; null when it does. */
    private static @Nullable String why(ConsensusPolicy policy, Stance stance, Moment now) {
        Heard heard = stance.heard();
        Report report = heard == null ? null : heard.report();
        return switch (stance.weight()) {
            case COUNTS -> null;
            case NO_RESULTS -> "has 0 results yet";
            case TOO_EARLY -> "says DOWN, which does not count before our own first results";
            case UNPROVEN ->
                "says DOWN from when it was cut off, " + sinceSentinel(heard, report, now)
                        + " ago, with 0 failures since";
            case CUT_OFF -> "cut off for " + sinceSentinel(heard, report, now) + " (its sentinel is lost)";
            case AHEAD ->
                "has a clock " + (heard == null || heard.ahead() == null ? "far" : seconds(heard.ahead()))
                        + " ahead, more than the " + seconds(policy.maxSkew()) + " that are tolerated";
            case SILENT -> "silent for " + (heard == null ? "long" : seconds(heard.age(now)));
            case NEVER_HEARD -> "heard 0 times";
        };
    }

    private static String sinceSentinel(@Nullable Heard heard, @Nullable Report report, Moment now) {
        return heard == null || report == null
                ? "0.0 s"
                : seconds(
                        Duration.between(report.sentinelSince(), report.made()).plus(heard.age(now)));
    }

    private static String seconds(Duration duration) {
        long tenths = Math.max(0, duration.toMillis() + 50) / 100;
        return tenths / 10 + "." + tenths % 10 + " s";
    }
}
