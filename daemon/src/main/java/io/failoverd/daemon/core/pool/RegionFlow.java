package io.failoverd.daemon.core.pool;

import io.failoverd.daemon.core.pool.PoolPolicy.ClientRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How the traffic of one client region flows over the regions that are in: each part of the distribution starts at its
 * own region and runs along the failover list. A region takes what reaches it, one that ramps takes its percentage of
 * that and lets the rest run on. What is left at the end of the list goes to the regions of the distribution that do
 * not ramp, in their proportion, and where there is none of them to any other, equally. Ramps are relative: the region
 * that has come furthest counts as one that does not ramp, so that somebody always takes the rest.
 */
final class RegionFlow {
    /** A part that did not stay where the distribution put it. */
    record Move(String from, String to, Share share) {}

    private final ClientRule rule;

    /** The part of what reaches it that a region takes, the greatest all of it; a region that is not there is out. */
    private final SortedMap<String, Share> levels = new TreeMap<>();

    private final Map<String, Share> carried = new TreeMap<>();
    private final List<Move> moves = new ArrayList<>();

    private RegionFlow(ClientRule rule, SortedMap<String, Integer> ramps) {
        this.rule = rule;
        int furthest = ramps.values().stream().mapToInt(Integer::intValue).max().orElse(Eligible.FULL);
        ramps.forEach((region, ramp) -> levels.put(region, Share.of(ramp, furthest)));
    }

    /**
     * The flow of a client region.
     *
     * @param ramps percent, above 0, of the regions that are in
     */
    static RegionFlow of(ClientRule rule, SortedMap<String, Integer> ramps) {
        var flow = new RegionFlow(rule, ramps);
        long sum = rule.distribution().values().stream()
                .mapToLong(Integer::longValue)
                .sum();
        if (!ramps.isEmpty()) {
            rule.distribution().forEach((region, part) -> {
                if (part > 0) {
                    flow.place(region, Share.of(part, sum));
                }
            });
        }
        return flow;
    }

    /** Of the client region's whole traffic; all of it, unless no region is in. */
    Share carried(String region) {
        return carried.getOrDefault(region, Share.ZERO);
    }

    List<Move> moves() {
        return List.copyOf(moves);
    }

    private void place(String region, Share share) {
        SequencedMap<String, Share> taken = new LinkedHashMap<>();
        Share rest = share;
        var way = new LinkedHashSet<String>();
        way.add(region);
        way.addAll(rule.failover());
        for (String next : way) {
            Share level = levels.getOrDefault(next, Share.ZERO);
            if (!level.isZero()) {
                Share part = rest.times(level);
                taken.put(next, part);
                rest = rest.minus(part);
            }
        }
        if (!rest.isZero()) {
            spread(rest, last(), taken);
        }
        taken.forEach((to, part) -> {
            carried.merge(to, part, Share::plus);
            if (!to.equals(region) && !part.isZero()) {
                moves.add(new Move(region, to, part));
            }
        });
    }

    /** Who takes what the list has left over, and in which proportion. */
    private Map<String, Share> last() {
        var named = new TreeMap<String, Share>();
        var any = new TreeMap<String, Share>();
        levels.forEach((region, level) -> {
            if (level.equals(Share.ALL)) {
                any.put(region, Share.ALL);
                int part = rule.distribution().getOrDefault(region, 0);
                if (part > 0) {
                    named.put(region, Share.of(part, 1));
                }
            }
        });
        return named.isEmpty() ? any : named;
    }

    private static void spread(Share rest, Map<String, Share> proportion, Map<String, Share> taken) {
        Share sum = proportion.values().stream().reduce(Share.ZERO, Share::plus);
        proportion.forEach(
                (region, part) -> taken.merge(region, rest.times(part).over(sum), Share::plus));
    }
}
