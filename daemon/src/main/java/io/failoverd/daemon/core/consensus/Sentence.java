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
        for (String vantage : policy.vantages()) {
            String why = why(policy, state.heard().get(vantage), vantage, now);
            if (why != null) {
                words.add(vantage + " " + why);
            }
        }
        return words;
    }

    /** Why a vantage does not count; null when it does. */
    private static @Nullable String why(ConsensusPolicy policy, @Nullable Heard heard, String vantage, Moment now) {
        Report counting = Ballot.fresh(policy, heard, vantage, now);
        if (counting != null && counting.usable(policy.maxAge())) {
            return null;
        }
        if (counting != null && counting.opinion() == Opinion.UNKNOWN) {
            return "has 0 results yet";
        }
        if (heard != null && counting != null && counting.sentinel() == Sentinel.GOOD) {
            Duration good =
                    Duration.between(counting.sentinelSince(), counting.made()).plus(heard.age(now));
            return "says DOWN from when it was cut off, " + seconds(good) + " ago, with 0 failures since";
        }
        if (heard != null && counting != null) {
            Duration lost =
                    Duration.between(counting.sentinelSince(), counting.made()).plus(heard.age(now));
            return "cut off for " + seconds(lost) + " (its sentinel is lost)";
        }
        if (heard != null && heard.ahead() != null) {
            return "has a clock " + seconds(heard.ahead()) + " ahead, more than the " + seconds(policy.maxSkew())
                    + " that are tolerated";
        }
        return heard == null ? "heard 0 times" : "silent for " + seconds(heard.age(now));
    }

    private static String seconds(Duration duration) {
        long tenths = Math.max(0, duration.toMillis() + 50) / 100;
        return tenths / 10 + "." + tenths % 10 + " s";
    }
}
