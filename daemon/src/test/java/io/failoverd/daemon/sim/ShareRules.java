package io.failoverd.daemon.sim;

import io.failoverd.daemon.core.EndpointPlan;
import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.daemon.core.ServiceState;
import io.failoverd.daemon.core.pool.Condition;
import io.failoverd.daemon.core.pool.Decision;
import io.failoverd.daemon.core.pool.Member;
import io.failoverd.daemon.core.pool.PoolPolicy;
import io.failoverd.dns.model.Selection;
import io.failoverd.dns.model.WeightedAddress;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How those that may answer share the answers, by policy. */
final class ShareRules {
    private ShareRules() {}

    static void check(@Nullable ServiceState old, ServiceState service) {
        Decision decision = service.decision();
        if (decision.condition() == Condition.ALL_DOWN_FALLBACK) {
            return;
        }
        Set<InetAddress> eligible = new HashSet<>();
        decision.members().stream().filter(Member::eligible).forEach(member -> eligible.add(member.address()));
        onlyTheEligible(decision, decision.answers().common(), eligible);
        decision.answers().byRegion().values().forEach(selection -> onlyTheEligible(decision, selection, eligible));
        ServicePlan plan = service.plan();
        switch (plan.rules().policy()) {
            case PoolPolicy.All _ -> byWeight(decision, sizes(service, false, 0));
            case PoolPolicy.Weighted _ -> byWeight(decision, sizes(service, true, 0));
            case PoolPolicy.Failover failover -> {
                tier(failover, old, service);
                byWeight(decision, sizes(service, false, decision.tier()));
            }
            case PoolPolicy.Regional regional ->
                Promise.that(
                        decision.answers()
                                        .byRegion()
                                        .keySet()
                                        .equals(regional.clients().keySet())
                                || eligible.isEmpty(),
                        () -> "each client region has its answers: " + decision);
        }
    }

    /** Somebody answers while anybody may, each address once, and nobody else. */
    private static void onlyTheEligible(Decision decision, Selection selection, Set<InetAddress> eligible) {
        Set<InetAddress> answered = new HashSet<>();
        selection.addresses().forEach(each -> answered.add(each.address()));
        Promise.that(
                eligible.containsAll(answered)
                        && answered.size() == selection.addresses().size()
                        && answered.isEmpty() == eligible.isEmpty(),
                () -> selection + " of " + eligible + ": " + decision);
    }

    /** What each would carry by its weight and its ramp; all alike where that is nothing. */
    private static Map<InetAddress, Integer> sizes(ServiceState service, boolean weighted, int tier) {
        List<EndpointPlan> plans = new ArrayList<>();
        Map<InetAddress, Integer> full = new HashMap<>();
        Map<InetAddress, Integer> ramped = new HashMap<>();
        for (int i = 0; i < service.endpoints().size(); i++) {
            Member member = service.decision().members().get(i);
            EndpointPlan plan = service.endpoints().get(i).plan();
            if (member.eligible() && (tier == 0 || plan.tier() == tier)) {
                plans.add(plan);
                full.put(plan.address(), weighted ? plan.weight() : 1);
                ramped.put(plan.address(), weighted ? plan.weight() * member.level() : 1);
            }
        }
        if (ramped.values().stream().anyMatch(size -> size > 0)) {
            return ramped;
        }
        if (full.values().stream().allMatch(size -> size == 0)) {
            plans.forEach(plan -> full.put(plan.address(), 1));
        }
        return full;
    }

    /** The shares are the sizes' to the last digit, and sum to the whole with them. */
    private static void byWeight(Decision decision, Map<InetAddress, Integer> sizes) {
        long whole = sizes.values().stream().mapToLong(Integer::longValue).sum();
        List<WeightedAddress> addresses = decision.answers().common().addresses();
        long sum = addresses.stream().mapToLong(WeightedAddress::weight).sum();
        Map<InetAddress, Integer> weights = new HashMap<>();
        addresses.forEach(each -> weights.put(each.address(), each.weight()));
        sizes.forEach((address, size) -> Promise.that(
                weights.getOrDefault(address, 0) * whole == size * sum,
                () -> address + " has " + weights.get(address) + " of " + sum + ", and should have " + size + " of "
                        + whole + ": " + decision));
    }

    /** The first tier with enough; with a manual failback the one that answered, as long as it has enough. */
    private static void tier(PoolPolicy.Failover policy, @Nullable ServiceState old, ServiceState service) {
        int first = 0;
        int any = 0;
        for (int tier = 3; tier >= 1; tier--) {
            long healthy = eligible(service, tier);
            first = healthy >= policy.minHealthy() ? tier : first;
            any = healthy > 0 ? tier : any;
        }
        int best = first > 0 ? first : any;
        int is = service.decision().tier();
        boolean stays = policy.failback() == PoolPolicy.Failback.MANUAL && is > best && eligible(service, is) > 0;
        boolean before = old == null || old.activeTier() == 0 || old.activeTier() == is;
        Promise.that(
                best == 0 || is == best || (stays && before),
                () -> "tier " + is + " answers, and " + best + " is the first of " + service.decision());
        boolean waits = old != null
                && policy.equals(old.plan().rules().policy())
                && policy.failback() == PoolPolicy.Failback.MANUAL
                && old.activeTier() > best
                && eligible(service, old.activeTier()) >= policy.minHealthy();
        boolean resumed = service.activeTier() < (old == null ? 0 : old.activeTier());
        Promise.that(
                !waits || is == old.activeTier() || resumed,
                () -> "it fell back by itself to " + is + ": " + service.decision());
    }

    private static long eligible(ServiceState service, int tier) {
        long count = 0;
        for (int i = 0; i < service.endpoints().size(); i++) {
            boolean of = service.endpoints().get(i).plan().tier() == tier;
            count += of && service.decision().members().get(i).eligible() ? 1 : 0;
        }
        return count;
    }
}
