package io.failoverd.daemon.core.pool;

import io.failoverd.dns.model.Selection;
import io.failoverd.dns.model.WeightedAddress;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a change of the answers would put on each region, against the capacity that is declared for it. The traffic is
 * taken to follow the answers; where the address families differ, the family that puts more on a region counts.
 */
public final class Surge {
    private final SortedMap<String, Integer> traffic;
    private final Map<InetAddress, String> regions;

    private Surge(Map<String, Integer> traffic, Map<InetAddress, String> regions) {
        this.traffic = new TreeMap<>(traffic);
        this.regions = Map.copyOf(regions);
    }

    /**
     * A region that would carry more than it can.
     *
     * @param before its share of the service's whole traffic until now
     * @param after what it would be
     * @param capacityPercent of the service's whole traffic, what the region can carry
     */
    public record Overrun(String region, Share before, Share after, int capacityPercent) {
        /** Whether the change makes it worse: worth a word before it happens. An overrun that lasts does not. */
        public boolean grows() {
            return after.compareTo(before) > 0;
        }

        /** A sentence with its numbers. */
        public String text() {
            return region + " would carry " + after.text() + " of the traffic (until now " + before.text()
                    + "), its declared capacity is " + capacityPercent + " %";
        }
    }

    /**
     * The regions over their capacity after the change, in the order of their names, those that were so before included.
     *
     * @param capacity percent of the service's whole traffic that a region can carry; a region that is not there is not
     *     limited
     * @param traffic percent of the traffic by client region, what is missing to 100 comes from elsewhere; empty if
     *     unknown: all client regions that the answers tell apart count alike
     * @param regions of every address that is answered before or after; an address without one (a fallback, say) counts
     *     for no region
     */
    public static List<Overrun> predict(
            Map<String, Integer> capacity,
            Map<String, Integer> traffic,
            Answers before,
            Answers after,
            Map<InetAddress, String> regions) {
        var surge = new Surge(traffic, regions);
        Map<String, Share> was = surge.load(before);
        Map<String, Share> will = surge.load(after);
        var overruns = new ArrayList<Overrun>();
        new TreeMap<>(capacity).forEach((region, percent) -> {
            Share share = will.getOrDefault(region, Share.ZERO);
            if (share.compareTo(Share.percent(percent)) > 0) {
                overruns.add(new Overrun(region, was.getOrDefault(region, Share.ZERO), share, percent));
            }
        });
        return overruns;
    }

    /** Each region's share of the service's traffic under these answers. */
    public static SortedMap<String, Share> load(
            Map<String, Integer> traffic, Answers answers, Map<InetAddress, String> regions) {
        return new Surge(traffic, regions).load(answers);
    }

    private SortedMap<String, Share> load(Answers answers) {
        SortedMap<String, Share> four = load(answers, true);
        load(answers, false).forEach((region, share) -> four.merge(region, share, Surge::greater));
        return four;
    }

    private static Share greater(Share one, Share other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private SortedMap<String, Share> load(Answers answers, boolean four) {
        var load = new TreeMap<String, Share>();
        if (answers.byRegion().isEmpty()) {
            add(load, answers.common(), Share.ALL, four);
        } else if (traffic.isEmpty()) {
            Share each = Share.of(1, answers.byRegion().size());
            answers.byRegion().values().forEach(selection -> add(load, selection, each, four));
        } else {
            int named = traffic.values().stream().mapToInt(Integer::intValue).sum();
            int whole = Math.max(100, named);
            traffic.forEach((client, percent) -> add(load, answers.of(client), Share.of(percent, whole), four));
            add(load, answers.common(), Share.of(whole - named, whole), four);
        }
        return load;
    }

    private void add(Map<String, Share> load, Selection selection, Share traffic, boolean four) {
        List<WeightedAddress> family = selection.addresses().stream()
                .filter(one -> one.address() instanceof Inet4Address == four)
                .toList();
        long sum = family.stream().mapToLong(WeightedAddress::weight).sum();
        var weights = new HashMap<String, Long>();
        family.forEach(one -> {
            String region = regions.get(one.address());
            if (region != null) {
                weights.merge(region, (long) one.weight(), Long::sum);
            }
        });
        weights.forEach((region, weight) -> load.merge(region, traffic.times(Share.of(weight, sum)), Share::plus));
    }
}
