package io.failoverd.daemon.core.pool;

import io.failoverd.daemon.core.pool.Shares.Family;
import io.failoverd.dns.model.Selection;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;

/**
 * How the endpoints that may answer share the answers. Whatever the policy, somebody answers while anybody may.
 *
 * @param allotments one for each of the eligible, in their order
 * @param tier the tier in use, to be handed in the next time; 0 for none, always so unless the policy is failover
 */
public record Apportionment(Answers answers, List<Allotment> allotments, int tier) {
    public Apportionment {
        allotments = List.copyOf(allotments);
    }

    /**
     * The answers of a policy.
     *
     * @param eligible in the configuration's order, each address once
     * @param activeTier the {@link #tier()} of the time before; 0 for none, and when an operator resumes the service
     */
    public static Apportionment of(PoolPolicy policy, List<Eligible> eligible, int activeTier) {
        return switch (policy) {
            case PoolPolicy.All all -> all(all, eligible);
            case PoolPolicy.Weighted weighted -> WeightedSplit.of(weighted, eligible);
            case PoolPolicy.Failover failover -> TierChoice.of(failover, eligible, activeTier);
            case PoolPolicy.Regional regional -> RegionalSplit.of(regional, eligible);
        };
    }

    private static Apportionment all(PoolPolicy.All policy, List<Eligible> eligible) {
        return common(Shares.inProportion(eligible, _ -> 1), policy.maxAnswers(), 0, endpoint -> {
            Family family = Family.of(endpoint);
            int members = family.in(eligible).size();
            return members <= policy.maxAnswers()
                    ? new Reason(ReasonCode.POLICY_ALL, "policy all answers each of the " + eligible.size())
                    : new Reason(
                            ReasonCode.MAX_ANSWERS,
                            "policy all: " + members + " take turns, " + policy.maxAnswers() + " in each of "
                                    + family.answers(eligible));
        });
    }

    /** The same for every client. */
    static Apportionment common(
            SequencedMap<Eligible, Share> shares, int answers, int tier, Function<Eligible, Reason> reason) {
        Selection selection = Shares.selection(shares, answers);
        var allotments = new ArrayList<Allotment>();
        shares.forEach((endpoint, share) -> allotments.add(
                new Allotment(endpoint.endpoint(), share, Collections.emptySortedMap(), reason.apply(endpoint))));
        return new Apportionment(
                new Answers(selection, Collections.emptySortedMap(), addresses(shares.keySet(), allotments)),
                allotments,
                tier);
    }

    /** Of those whom some client gets. Both are in the same order. */
    static List<InetAddress> addresses(Collection<Eligible> eligible, List<Allotment> allotments) {
        var addresses = new ArrayList<InetAddress>();
        var answering = allotments.iterator();
        for (Eligible endpoint : eligible) {
            if (answering.next().answers()) {
                addresses.add(endpoint.address());
            }
        }
        return addresses;
    }
}
