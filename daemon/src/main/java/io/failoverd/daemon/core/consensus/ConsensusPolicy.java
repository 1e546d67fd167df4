package io.failoverd.daemon.core.consensus;

import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who has a say.
 *
 * @param vantages the names of all that are configured, ourselves among them
 * @param self which of them we are: what we think ourselves is never stale
 * @param maxAge a report as old as this counts no longer
 * @param otherAges the same for vantages that speak less often than the others; by name
 * @param lags by how much later than the others some vantages find out what has happened; by name
 * @param maxSkew a report made by so much later than now is refused: of a clock that is wrong we cannot tell the age of
 *     what it stamps. A clock that is ahead by less makes a report look younger than it is, by this at most.
 */
public record ConsensusPolicy(
        List<String> vantages,
        String self,
        Duration maxAge,
        SortedMap<String, Duration> otherAges,
        SortedMap<String, Duration> lags,
        Duration maxSkew) {
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
        otherAges = Collections.unmodifiableSortedMap(new TreeMap<>(otherAges));
        lags = Collections.unmodifiableSortedMap(new TreeMap<>(lags));
        if (!vantages.containsAll(otherAges.keySet()) || !vantages.containsAll(lags.keySet())) {
            throw new IllegalArgumentException("a maxAge or a lag of none of " + vantages + ": " + otherAges + lags);
        }
        if (lags.values().stream().anyMatch(Duration::isNegative)) {
            throw new IllegalArgumentException("a lag is not negative: " + lags);
        }
        boolean none = otherAges.values().stream().anyMatch(age -> age.compareTo(Duration.ZERO) <= 0);
        if (none || maxAge.compareTo(Duration.ZERO) <= 0 || maxSkew.isNegative()) {
            throw new IllegalArgumentException("maxAge is positive, maxSkew is not negative");
        }
    }

    public static ConsensusPolicy of(List<String> vantages, String self) {
        return of(vantages, self, Map.of(), Map.of());
    }

    /**
     * With the defaults, but for some.
     *
     * @param otherAges of those that speak seldom
     * @param lags of those that find out late
     */
    public static ConsensusPolicy of(
            List<String> vantages, String self, Map<String, Duration> otherAges, Map<String, Duration> lags) {
        return new ConsensusPolicy(
                vantages, self, DEFAULT_MAX_AGE, new TreeMap<>(otherAges), new TreeMap<>(lags), DEFAULT_MAX_SKEW);
    }

    /** As old as this, a report of that vantage counts no longer. */
    public Duration maxAge(String vantage) {
        return otherAges.getOrDefault(vantage, maxAge);
    }

    /**
     * There may be no agreement for so long before anybody is told: as long as the slowest may be silent. Where they differ,
     * also as long as the slowest may take to find out what another one knows: until then that is no split.
     */
    public Duration patience(Standing standing) {
        Duration longest = maxAge;
        for (String vantage : vantages) {
            Duration lag = standing == Standing.TIED ? lags.getOrDefault(vantage, Duration.ZERO) : Duration.ZERO;
            Duration needed = maxAge(vantage).plus(lag);
            longest = longest.compareTo(needed) < 0 ? needed : longest;
        }
        return longest;
    }

    /** How many have to report: one of one, one of two (see {@link Ballot}), else more than half of those configured. */
    public int quorum() {
        return vantages.size() <= 2 ? 1 : vantages.size() / 2 + 1;
    }
}
