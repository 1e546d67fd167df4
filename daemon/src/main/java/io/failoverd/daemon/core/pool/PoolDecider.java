package io.failoverd.daemon.core.pool;

import io.failoverd.daemon.core.health.Health;
import io.failoverd.probes.model.Moment;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which endpoints answer, in the order of the design: override → health → all-down rule → guards → policy → TTL. Each
 * step leaves a reason.
 */
public final class PoolDecider {
    private final PoolRules rules;
    private final List<Candidate> candidates;
    private final Set<String> lastHealthy;
    private final Moment now;
    private final WallAnchor wall;

    private PoolDecider(
            PoolRules rules, List<Candidate> candidates, Set<String> lastHealthy, Moment now, WallAnchor wall) {
        this.rules = rules;
        this.candidates = candidates;
        this.lastHealthy = lastHealthy;
        this.now = now;
        this.wall = wall;
    }

    /**
     * Decides.
     *
     * @param candidates in the configuration's order
     * @param lastHealthy the endpoints that were healthy before the present cascade of removals began
     */
    public static Verdict decide(
            PoolRules rules, List<Candidate> candidates, Set<String> lastHealthy, Moment now, WallAnchor wall) {
        return new PoolDecider(rules, candidates, lastHealthy, now, wall).decide();
    }

    private Verdict decide() {
        List<Candidate> healthy = candidates.stream().filter(Candidate::healthy).toList();
        Condition condition = condition(healthy);
        Set<String> kept = condition == Condition.NORMAL ? keptByMinAvailable(healthy) : Set.of();
        Set<String> in = new HashSet<>(kept);
        healthy.forEach(candidate -> in.add(candidate.endpoint()));
        if (condition == Condition.ALL_DOWN_FAIL_OPEN) {
            in.addAll(failOpen());
        }
        var members = new ArrayList<Member>();
        for (Candidate candidate : candidates) {
            boolean answers = in.contains(candidate.endpoint());
            members.add(new Member(
                    candidate.endpoint(),
                    candidate.region(),
                    candidate.address(),
                    answers,
                    reasons(candidate, answers, condition, kept, healthy.size(), in.size())));
        }
        TtlRule ttl = TtlRule.of(rules.ttl(), condition, candidates, now, wall);
        return new Verdict(condition, members, answer(condition, members), ttl.ttl(), ttl.why(), ttl.due());
    }

    private Condition condition(List<Candidate> healthy) {
        if (!healthy.isEmpty()) {
            return Condition.NORMAL;
        }
        if (candidates.stream().allMatch(Candidate::offline)) {
            return Condition.ALL_OFFLINE;
        }
        return switch (rules.allDown()) {
            case AllDown.FailOpen _ -> Condition.ALL_DOWN_FAIL_OPEN;
            case AllDown.FailClosed _ -> Condition.ALL_DOWN_FAIL_CLOSED;
            case AllDown.Fallback _ -> Condition.ALL_DOWN_FALLBACK;
        };
    }

    /**
     * The condemned endpoints that stay because too few healthy ones are left: those that pass again before those that
     * fail, and the last condemned before the long dead.
     */
    private Set<String> keptByMinAvailable(List<Candidate> healthy) {
        int missing = rules.minAvailable() - healthy.size();
        if (missing <= 0) {
            return Set.of();
        }
        Comparator<Candidate> passingFirst =
                Comparator.comparing(candidate -> candidate.health().health() != Health.RECOVERING);
        Comparator<Candidate> youngestFirst =
                Comparator.comparing((Candidate candidate) -> candidate.health().since(), Comparator.reverseOrder());
        var kept = new HashSet<String>();
        candidates.stream()
                .filter(candidate ->
                        !candidate.offline() && candidate.health().health().condemned())
                .filter(candidate -> !candidate.healthy())
                .sorted(passingFirst.thenComparing(youngestFirst))
                .limit(missing)
                .forEach(candidate -> kept.add(candidate.endpoint()));
        return kept;
    }

    /** The last healthy set without what is offline; where that leaves nothing, everything that is not offline. */
    private Set<String> failOpen() {
        var open = new HashSet<String>();
        var all = new HashSet<String>();
        for (Candidate candidate : candidates) {
            if (!candidate.offline()) {
                all.add(candidate.endpoint());
                if (lastHealthy.contains(candidate.endpoint())) {
                    open.add(candidate.endpoint());
                }
            }
        }
        return open.isEmpty() ? all : open;
    }

    private List<InetAddress> answer(Condition condition, List<Member> members) {
        if (condition == Condition.ALL_DOWN_FALLBACK && rules.allDown() instanceof AllDown.Fallback fallback) {
            return fallback.addresses();
        }
        return members.stream().filter(Member::inAnswer).map(Member::address).toList();
    }

    private List<Reason> reasons(
            Candidate candidate, boolean in, Condition condition, Set<String> kept, int healthy, int answering) {
        var reasons = new ArrayList<Reason>();
        if (candidate.override() != null) {
            reasons.add(Wording.ofOverride(candidate.override(), wall));
        }
        reasons.addAll(Wording.ofHealth(rules, candidate, condition.allDown(), now, wall));
        String count = healthy + " of " + candidates.size() + " endpoints healthy: ";
        switch (condition) {
            case NORMAL -> {
                if (kept.contains(candidate.endpoint())) {
                    reasons.add(new Reason(
                            ReasonCode.MIN_AVAILABLE,
                            "kept in the answer: without it " + (answering - 1) + " would answer, and minAvailable is "
                                    + rules.minAvailable()));
                } else if (in) {
                    reasons.add(ofPolicy(count));
                }
            }
            case ALL_DOWN_FAIL_OPEN ->
                reasons.add(new Reason(
                        ReasonCode.ALL_DOWN_FAIL_OPEN,
                        count + "fail-open answers the last healthy set, " + answering + " of " + candidates.size()));
            case ALL_DOWN_FAIL_CLOSED ->
                reasons.add(new Reason(ReasonCode.ALL_DOWN_FAIL_CLOSED, count + "fail-closed answers no address"));
            case ALL_DOWN_FALLBACK ->
                reasons.add(new Reason(ReasonCode.ALL_DOWN_FALLBACK, count + "the fallback addresses answer"));
            case ALL_OFFLINE -> {}
        }
        return reasons;
    }

    private Reason ofPolicy(String count) {
        return switch (rules.policy()) {
            case PoolPolicy.All _ -> new Reason(ReasonCode.POLICY_ALL, count + "policy all answers each of them");
            case PoolPolicy.Weighted _, PoolPolicy.Failover _, PoolPolicy.Regional _ ->
                throw new IllegalStateException("policy " + rules.policy().word() + " is for Apportionment");
        };
    }
}
