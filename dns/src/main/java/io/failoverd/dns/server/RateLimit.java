package io.failoverd.dns.server;

import java.util.List;

/**
 * How many UDP responses the clients of one network get that are alike.
 *
 * @param responsesPerSecond to a network for one name and type; as many may come at once
 * @param slip every so many of the others are sent without records, so that a client that is no attacker asks again over
 *     TCP or with a cookie; 0 for none of them, 1 for all
 * @param exempt who is never limited
 */
public record RateLimit(int responsesPerSecond, int slip, List<Network> exempt) {
    /**
     * One in each unit of the table's clock. The spacing is whole units, so that a limit of many thousands is rounded up;
     * one that high protects nobody, but shows in a load test what the limiter costs.
     */
    public static final int MOST_PER_SECOND = 250_000;

    /** As BIND has it: fewer answers than one in ten are of no use to a client. */
    public static final int MOST_SLIP = 10;

    /** They are gone through for each response. */
    public static final int MOST_EXEMPT = 64;

    public RateLimit {
        exempt = List.copyOf(exempt);
        if (responsesPerSecond < 1
                || responsesPerSecond > MOST_PER_SECOND
                || slip < 0
                || slip > MOST_SLIP
                || exempt.size() > MOST_EXEMPT) {
            throw new IllegalArgumentException("rate limit of " + responsesPerSecond + ", slip " + slip);
        }
    }
}
