package io.failoverd.daemon.core;

import io.failoverd.daemon.core.consensus.Agreement;
import io.failoverd.daemon.core.consensus.Heard;
import io.failoverd.daemon.core.consensus.Opinion;
import io.failoverd.daemon.core.consensus.Report;
import io.failoverd.daemon.core.consensus.Stance;
import io.failoverd.daemon.core.pool.WallAnchor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A vote in a sentence that stays true until the next event: moments, and no ages. */
final class VoteWords {
    private VoteWords() {}

    static String of(Agreement agreement, List<Stance> stances, WallAnchor wall) {
        return count(agreement, stances, wall) + "; "
                + stances.stream().map(stance -> of(stance, wall)).collect(Collectors.joining("; "));
    }

    private static String count(Agreement agreement, List<Stance> stances, WallAnchor wall) {
        String kept = agreement.health() == Opinion.UNKNOWN
                ? "so nothing is agreed yet"
                : "so " + agreement.health() + " stands, agreed at " + wall.clock(agreement.since());
        String quorum = "quorum " + agreement.quorum() + " of " + agreement.configured();
        String down = saying(stances, Opinion.DOWN, agreement.configured());
        return switch (agreement.standing()) {
            case AGREED -> saying(stances, agreement.health(), agreement.configured()) + ", " + quorum;
            case TIED ->
                down + " and " + count(stances, Opinion.UP) + " UP, where more than half of the "
                        + agreement.reporting() + " that report must say the same: " + kept;
            case NO_QUORUM ->
                "only " + agreement.reporting() + " of " + agreement.configured() + " vantages can be counted, "
                        + quorum + ": " + kept;
            case LONE_DOUBT -> down + ", alone and with 0 sentinels to show that it is not the one cut off: " + kept;
        };
    }

    private static String saying(List<Stance> stances, Opinion opinion, int configured) {
        long saying = count(stances, opinion);
        return saying + " of " + configured + " vantages" + (saying == 1 ? " says " : " say ") + opinion;
    }

    private static long count(List<Stance> stances, Opinion opinion) {
        return stances.stream().filter(stance -> stance.says(opinion)).count();
    }

    private static String of(Stance stance, WallAnchor wall) {
        @Nullable Heard heard = stance.heard();
        @Nullable Report report = heard == null ? null : heard.report();
        if (heard == null || report == null) {
            return stance.vantage() + (heard == null ? " was heard 0 times" : " has a clock that is too far ahead");
        }
        String says = " says " + report.opinion() + " since " + clock(report.since(), wall);
        return stance.vantage()
                + switch (stance.weight()) {
                    case COUNTS -> says;
                    case NO_RESULTS -> " has 0 results yet";
                    case TOO_EARLY -> says + ", which does not count before our own first results";
                    case UNPROVEN ->
                        says + ", and has 0 failures since it was cut off until " + clock(report.sentinelSince(), wall);
                    case CUT_OFF ->
                        " is cut off since " + clock(report.sentinelSince(), wall) + ", its sentinels are lost";
                    case AHEAD -> " has a clock that is too far ahead since " + wall.clock(heard.received());
                    case SILENT, NEVER_HEARD -> " is silent since " + wall.clock(heard.received());
                };
    }

    /** As {@link WallAnchor#clock} has it. */
    private static String clock(Instant instant, WallAnchor wall) {
        return wall.clock(wall.moment().plus(Duration.between(wall.instant(), instant)));
    }
}
