package io.failoverd.daemon.core.pool;

import io.failoverd.daemon.core.pool.PoolPolicy.ClientRule;
import io.failoverd.daemon.core.pool.Shares.Family;
import io.failoverd.dns.model.Selection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * Policy {@code regional}: for each client region its distribution and its failover list, both at once. A region is in
 * or out as a whole; the shares are met in each address family, over the regions that have an endpoint of it.
 */
final class RegionalSplit {
    private final PoolPolicy.Regional policy;
    private final List<Eligible> eligible;
    private final ToIntFunction<Eligible> size;

    /** Those with a share of anything. */
    private final List<Eligible> answering;

    private final SortedMap<String, Integer> healthy = new TreeMap<>();
    private final SequencedMap<Eligible, Share> common;
    private final SortedMap<String, Map<Family, RegionFlow>> flows = new TreeMap<>();
    private final SortedMap<String, SequencedMap<Eligible, Share>> shares = new TreeMap<>();

    private RegionalSplit(PoolPolicy.Regional policy, List<Eligible> eligible) {
        this.policy = policy;
        this.eligible = eligible;
        this.size = Shares.sizes(eligible);
        this.answering = eligible.stream()
                .filter(endpoint -> size.applyAsInt(endpoint) > 0)
                .toList();
        answering.forEach(endpoint -> healthy.merge(endpoint.region(), 1, Integer::sum));
        this.common = Shares.inProportion(eligible, size);
        policy.clients().forEach(this::client);
    }

    static Apportionment of(PoolPolicy.Regional policy, List<Eligible> eligible) {
        return new RegionalSplit(policy, eligible).apportionment();
    }

    private Apportionment apportionment() {
        var wording = new RegionalWording(policy, eligible, healthy, flows);
        List<Allotment> allotments = eligible.stream()
                .map(endpoint -> {
                    Share others = common.getOrDefault(endpoint, Share.ZERO);
                    SortedMap<String, Share> byRegion = byRegion(endpoint);
                    boolean counts = size.applyAsInt(endpoint) > 0;
                    String text = wording.text(endpoint, counts, others, byRegion);
                    return new Allotment(
                            endpoint.endpoint(), others, byRegion, new Reason(ReasonCode.POLICY_REGIONAL, text));
                })
                .toList();
        var byRegion = new TreeMap<String, Selection>();
        shares.forEach((client, each) -> byRegion.put(client, Shares.selection(each, policy.answers())));
        return new Apportionment(
                new Answers(
                        Shares.selection(common, policy.answers()),
                        byRegion,
                        Apportionment.addresses(eligible, allotments)),
                allotments,
                0);
    }

    private SortedMap<String, Share> byRegion(Eligible endpoint) {
        var byRegion = new TreeMap<String, Share>();
        shares.forEach((client, each) -> byRegion.put(client, each.getOrDefault(endpoint, Share.ZERO)));
        return byRegion;
    }

    private void client(String client, ClientRule rule) {
        var flow = new EnumMap<Family, RegionFlow>(Family.class);
        var share = new LinkedHashMap<Eligible, Share>();
        eligible.forEach(endpoint -> share.put(endpoint, Share.ZERO));
        for (Family family : Family.values()) {
            List<Eligible> members = family.in(answering);
            RegionFlow ofFamily = RegionFlow.of(rule, levels(members));
            flow.put(family, ofFamily);
            within(members, ofFamily, share);
        }
        flows.put(client, flow);
        shares.put(client, share);
    }

    /** What a region carries, over its endpoints by weight and ramp. */
    private void within(List<Eligible> members, RegionFlow flow, Map<Eligible, Share> share) {
        Map<String, List<Eligible>> byRegion =
                members.stream().collect(Collectors.groupingBy(Eligible::region, TreeMap::new, Collectors.toList()));
        byRegion.forEach((region, endpoints) -> Shares.inProportion(endpoints, size)
                .forEach((endpoint, part) ->
                        share.put(endpoint, flow.carried(region).times(part))));
    }

    /** The regions that are in and how far each has ramped; where none has enough endpoints, those that have any. */
    private SortedMap<String, Integer> levels(List<Eligible> members) {
        boolean enough = members.stream().anyMatch(member -> in(member.region()));
        boolean ramps = members.stream().anyMatch(endpoint -> endpoint.level() > 0);
        var levels = new TreeMap<String, Integer>();
        for (Eligible member : members) {
            if (!enough || in(member.region())) {
                levels.merge(member.region(), ramps ? member.level() : Eligible.FULL, Math::max);
            }
        }
        return levels;
    }

    private boolean in(String region) {
        return healthy.getOrDefault(region, 0) >= policy.minHealthy();
    }
}
