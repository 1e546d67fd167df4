package io.failoverd.daemon.core.pool;

import io.failoverd.daemon.core.pool.Shares.Family;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Policy {@code failover}: one tier answers, with all its members alike. The tier is the service's, for both address
 * families: what must wait in one waits in the other, too.
 */
final class TierChoice {
    private static final String RESUME = "failoverd resume SERVICE";

    private final PoolPolicy.Failover policy;
    private final List<Eligible> eligible;
    private final TreeMap<Integer, Integer> healthy = new TreeMap<>();

    /** The better tier that could answer and may not, since failback is manual; 0 for none. */
    private final int barred;

    private final int tier;

    private TierChoice(PoolPolicy.Failover policy, List<Eligible> eligible, int activeTier) {
        this.policy = policy;
        this.eligible = eligible;
        eligible.forEach(endpoint -> healthy.merge(endpoint.tier(), 1, Integer::sum));
        int first = firstEnough();
        int otherwise = first > 0 ? first : healthy.isEmpty() ? activeTier : healthy.firstKey();
        boolean keeps = policy.failback() == PoolPolicy.Failback.MANUAL
                && otherwise < activeTier
                && (enough(activeTier) || (first == 0 && healthy(activeTier) > 0));
        this.tier = keeps ? activeTier : otherwise;
        this.barred = keeps ? otherwise : 0;
    }

    static Apportionment of(PoolPolicy.Failover policy, List<Eligible> eligible, int activeTier) {
        var choice = new TierChoice(policy, eligible, activeTier);
        SequencedMap<Eligible, Share> shares = new LinkedHashMap<>();
        eligible.forEach(endpoint -> shares.put(endpoint, Share.ZERO));
        shares.putAll(Shares.inProportion(choice.members(), _ -> 1));
        return Apportionment.common(
                shares,
                policy.maxAnswers(),
                choice.tier,
                endpoint -> endpoint.tier() == choice.tier
                        ? new Reason(ReasonCode.POLICY_TIER, choice.answers(endpoint))
                        : new Reason(ReasonCode.POLICY_STANDBY, choice.waits(endpoint.tier())));
    }

    private List<Eligible> members() {
        return eligible.stream().filter(endpoint -> endpoint.tier() == tier).toList();
    }

    private int firstEnough() {
        return healthy.keySet().stream().filter(this::enough).findFirst().orElse(0);
    }

    private boolean enough(int one) {
        return healthy(one) >= policy.minHealthy();
    }

    private int healthy(int one) {
        return healthy.getOrDefault(one, 0);
    }

    private String count(int one) {
        return healthy(one) + " healthy, needs " + policy.minHealthy();
    }

    private String answers(Eligible endpoint) {
        int members = Family.of(endpoint).in(members()).size();
        String places = members <= policy.maxAnswers()
                ? ""
                : "; " + policy.maxAnswers() + " of " + members + " in each response, in turn";
        return "tier " + tier + " answers: " + count(tier) + why() + places;
    }

    private String why() {
        if (barred > 0) {
            return "; tier " + barred + " has " + healthy(barred) + " again, and failback is manual: it waits for "
                    + RESUME;
        }
        if (!enough(tier)) {
            return "; no tier has enough, and it is the first that has any";
        }
        if (tier == 1) {
            return "";
        }
        String before = healthy.headMap(tier).entrySet().stream()
                .map(entry -> "tier " + entry.getKey() + " has " + entry.getValue())
                .collect(Collectors.joining(", "));
        return "; " + (before.isEmpty() ? "the tiers before it have 0" : before);
    }

    private String waits(int waiting) {
        if (waiting == barred) {
            return "tier " + waiting + " waits: " + count(waiting) + ", but failback is manual and tier " + tier
                    + " answers with " + healthy(tier) + " until " + RESUME;
        }
        if (!enough(tier)) {
            return "tier " + waiting + " waits: no tier has the " + policy.minHealthy()
                    + " healthy that it needs, tier " + tier + " answers with " + healthy(tier);
        }
        return waiting < tier && !enough(waiting)
                ? "tier " + waiting + " waits: " + count(waiting) + "; tier " + tier + " has " + healthy(tier)
                : "tier " + waiting + " waits: tier " + tier + " has " + count(tier);
    }
}
