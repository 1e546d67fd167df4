package io.failoverd.daemon.core.consensus;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;

/**
 * What one vantage says of one target. Wall times are by the clock of that vantage.
 *
 * @param order which of two reports of this vantage is the newer one; needs no clock
 * @param since when it came to its opinion
 * @param confirmed when the newest probe started that bears its opinion out: the latest failure of DOWN, the latest
 *     success of UP
 * @param sentinelSince when its sentinel came to stand as it does
 * @param made when it said so
 */
public record Report(
        String vantage,
        Order order,
        Opinion opinion,
        Instant since,
        Instant confirmed,
        Sentinel sentinel,
        Instant sentinelSince,
        Instant made) {

    /**
     * The place of a report among those of its vantage.
     *
     * @param run grows with each start of the vantage
     * @param number grows with each report of a run
     */
    public record Order(long run, long number) implements Comparable<Order> {
        private static final Comparator<Order> NEWEST_LAST =
                Comparator.comparingLong(Order::run).thenComparingLong(Order::number);

        @Override
        public int compareTo(Order other) {
            return NEWEST_LAST.compare(this, other);
        }
    }

    /**
     * Whether it is evidence. Who is cut off knows nothing of its targets, and what failed while it was cut off is no
     * evidence afterwards either: a DOWN counts once a probe has failed that started since the sentinel is good. One thing
     * it does know: what passes although the sentinel is lost does pass, so that a return is always allowed.
     */
    boolean usable(Duration maxAge) {
        return switch (opinion) {
            case UNKNOWN -> false;
            case DOWN ->
                switch (sentinel) {
                    case NONE -> true;
                    case LOST -> false;
                    case GOOD -> confirmed.isAfter(sentinelSince);
                };
            case UP -> sentinel != Sentinel.LOST || passesAllTheSame(maxAge);
        };
    }

    private boolean passesAllTheSame(Duration maxAge) {
        return confirmed.isAfter(sentinelSince)
                && Duration.between(confirmed, made).compareTo(maxAge) < 0;
    }
}
