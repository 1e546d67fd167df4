package io.failoverd.daemon.drill;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Whether the gateways that a drill leaves alone fail under it: more than a share of their requests within the last seconds.
 * One object for one drill; one thread.
 */
final class SurvivorWatch {
    static final Duration WINDOW = Duration.ofSeconds(5);

    /** Fewer say nothing: one lost of three is chance. */
    static final int FEWEST = 20;

    private record Ended(Duration at, boolean good) {}

    private final double limit;
    private final Deque<Ended> window = new ArrayDeque<>();
    private int bad;

    /** @param limit share of the requests that may fail, 0 to 1 */
    SurvivorWatch(double limit) {
        this.limit = limit;
    }

    /**
     * A request to a survivor ended.
     *
     * @param at since the start, never less than before
     * @return why the drill has to end; null while it may go on
     */
    @Nullable
    String ended(Duration at, boolean good) {
        window.addLast(new Ended(at, good));
        bad += good ? 0 : 1;
        while (window.getFirst().at().plus(WINDOW).compareTo(at) < 0) {
            bad -= window.removeFirst().good() ? 0 : 1;
        }
        if (window.size() < FEWEST || bad <= limit * window.size()) {
            return null;
        }
        return "%d of the last %d requests to the other gateways failed within %d s, more than %.0f %%"
                .formatted(bad, window.size(), WINDOW.toSeconds(), 100 * limit);
    }
}
