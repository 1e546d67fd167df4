package io.failoverd.daemon.core.pool;

import io.failoverd.daemon.core.pool.Shares.Family;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.ToIntFunction;

/**
 * Policy {@code weighted}. As Route 53 has it for weighted records: 0 is not answered, unless every weight is 0, when
 * all are answered alike.
 */
final class WeightedSplit {
    private final PoolPolicy.Weighted policy;
    private final List<Eligible> eligible;
    private final ToIntFunction<Eligible> size;
    private final SequencedMap<Eligible, Share> shares;

    private WeightedSplit(PoolPolicy.Weighted policy, List<Eligible> eligible) {
        this.policy = policy;
        this.eligible = eligible;
        this.size = Shares.sizes(eligible);
        this.shares = Shares.inProportion(eligible, size);
    }

    static Apportionment of(PoolPolicy.Weighted policy, List<Eligible> eligible) {
        var split = new WeightedSplit(policy, eligible);
        return Apportionment.common(
                split.shares,
                policy.answers(),
                0,
                endpoint -> new Reason(ReasonCode.POLICY_WEIGHTED, split.text(endpoint)));
    }

    private String text(Eligible endpoint) {
        Share share = shares.getOrDefault(endpoint, Share.ZERO);
        Family family = Family.of(endpoint);
        List<Eligible> members = family.in(eligible);
        String of = share.text() + " of " + family.answers(eligible);
        if (Shares.allWeightless(members)) {
            String every = members.size() == eligible.size() ? "every weight" : "every " + family + " weight";
            return every + " is 0, so each of the " + members.size() + " answers alike: " + of + places(members);
        }
        if (share.isZero()) {
            return endpoint.weight() == 0
                    ? "weight 0 is not answered while another has more"
                    : "weight " + endpoint.weight() + ", its ramp at 0 %: not answered while another is further";
        }
        if (members.stream().allMatch(member -> member.level() == Eligible.FULL)) {
            int sum = members.stream().mapToInt(Eligible::weight).sum();
            return "weight " + endpoint.weight() + " of " + sum + ": " + of + places(members);
        }
        if (members.stream().allMatch(member -> member.level() == 0)) {
            return "weight " + endpoint.weight() + ", every ramp at 0 % and so none counted: " + of + places(members);
        }
        long sum = members.stream().mapToLong(size::applyAsInt).sum();
        String ramp = endpoint.level() == Eligible.FULL ? "" : ", its ramp at " + endpoint.level() + " %";
        return "weight " + endpoint.weight() + ramp + ": " + Share.hundredths(size.applyAsInt(endpoint)) + " of "
                + Share.hundredths(sum) + ", " + of + places(members);
    }

    private String places(List<Eligible> members) {
        long answering =
                members.stream().filter(member -> size.applyAsInt(member) > 0).count();
        return policy.answers() == 1 || answering == 1
                ? ""
                : ", " + Math.min(policy.answers(), answering) + " of " + answering + " in each response";
    }
}
