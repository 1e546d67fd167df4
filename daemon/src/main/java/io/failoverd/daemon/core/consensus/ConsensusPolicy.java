package io.failoverd.daemon.core.consensus;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;

/**
 * Who has a say.
 *
 * @param vantages the names of all that are configured, ourselves among them
 * @param self which of them we are: what we think ourselves is never stale
 * @param maxAge a report as old as this counts no longer
 * @param maxSkew a report made by so much later than now is refused: of a clock that is wrong we cannot tell the age of
 *     what it stamps. A clock that is ahead by less makes a report look younger than it is, by this at most.
 */
public record ConsensusPolicy(List<String> vantages, String self, Duration maxAge, Duration maxSkew) {
    /** Every vantage keeps a report of every other one for every target; more eyes than this see nothing new. */
    public static final int MAX_VANTAGES = 15;

    public static final Duration DEFAULT_MAX_AGE = Duration.ofSeconds(10);
    public static final Duration DEFAULT_MAX_SKEW = Duration.ofSeconds(2);

    public ConsensusPolicy {
        vantages = List.copyOf(vantages);
        if (vantages.isEmpty()
                || vantages.size() > MAX_VANTAGES
                || new HashSet<>(vantages).size() < vantages.size()
                || !vantages.contains(self)) {
            throw new IllegalArgumentException("vantages are 1 to 15 different names, " + self + " among them");
        }
        if (maxAge.compareTo(Duration.ZERO) <= 0 || maxSkew.isNegative()) {
            throw new IllegalArgumentException("maxAge is positive, maxSkew is not negative");
        }
    }

    public static ConsensusPolicy of(List<String> vantages, String self) {
        return new ConsensusPolicy(vantages, self, DEFAULT_MAX_AGE, DEFAULT_MAX_SKEW);
    }

    /** How many have to report: one of one, one of two (see {@link Ballot}), else more than half of those configured. */
    public int quorum() {
        return vantages.size() <= 2 ? 1 : vantages.size() / 2 + 1;
    }
}
