package io.failoverd.daemon.core.consensus;

import java.time.Instant;
import java.util.Comparator;

/**
 * What one vantage says of one target. Wall times are by the clock of that vantage.
 *
 * @param order which of two reports of this vantage is the newer one; needs no clock
 * @param since when it came to its opinion
 * @param sentinelSince when its sentinel came to stand as it does
 * @param made when it said so
 */
public record Report(
        String vantage,
        Order order,
        Opinion opinion,
        Instant since,
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
     * Whether it is evidence. A vantage that is cut off knows nothing of its targets, with one exception: what passes
     * again since it was cut off does pass, so that a return is always allowed.
     */
    boolean usable() {
        return switch (opinion) {
            case UNKNOWN -> false;
            case DOWN -> sentinel != Sentinel.LOST;
            case UP -> sentinel != Sentinel.LOST || since.isAfter(sentinelSince);
        };
    }
}
