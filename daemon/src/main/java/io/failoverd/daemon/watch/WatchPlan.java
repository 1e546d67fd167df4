package io.failoverd.daemon.watch;

import java.time.Duration;
import java.util.List;

/**
 * Who is asked, and how.
 *
 * @param resolvers by the names under which they are shown; bounded by the configuration
 * @param every from one question about a name to one server to the next, give or take a quarter
 * @param patience after which a server that has not settled is given up
 */
public record WatchPlan(List<String> resolvers, Duration every, Duration patience) {
    /** Our own server, and the name servers of the targets that the name is published to. */
    public static final String AUTHORITATIVE = "authoritative";

    /**
     * So many clean answers in a row settle a resolver. If half of the caches behind its address were still stale, so many
     * clean answers by luck would come once in 32 times; if a tenth were, in six of ten, which no number that ends in
     * time would exclude.
     */
    public static final int IN_A_ROW = 5;

    /** Where a response holds only some of the addresses, as many times more are needed; never more than this. */
    public static final int MOST_IN_A_ROW = 30;

    /** Names that are watched at once; each asks for memory, and all of them for questions. */
    public static final int MOST_WATCHES = 16;

    /** From one question to the next, of all: 20 a second, each of one or two queries. */
    public static final Duration GAP = Duration.ofMillis(50);

    /** Questions without an answer; each has a socket. */
    public static final int AT_ONCE = 16;

    public WatchPlan {
        resolvers = List.copyOf(resolvers);
    }
}
