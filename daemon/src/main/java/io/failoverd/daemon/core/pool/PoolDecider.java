package io.failoverd.daemon.core.pool;

import io.failoverd.daemon.core.health.Health;
import io.failoverd.probes.model.Moment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which endpoints answer, in the order of the design: override and maintenance → health → freeze and sentinel → all-down
 * rule → guards → policy → TTL. Each step leaves a reason.
 */
public final class PoolDecider {
    private final PoolRules rules;
    private final List<Candidate> candidates;
    private final Circumstances at;
    /** The condemned that stay, with what keeps them. */
    private final Map<String, Reason> kept = new LinkedHashMap<>();

    private PoolDecider(PoolRules rules, List<Candidate> candidates, Circumstances at) {
        this.rules = rules;
        this.candidates = candidates;
        this.at = at;
    }

    /** Decides. The candidates stand in the configuration's order. */
    public static Verdict decide(PoolRules rules, List<Candidate> candidates, Circumstances at) {
        return new PoolDecider(rules, candidates, at).decide();
    }

    private Verdict decide() {
        Set<String> in = wellOrFrozen();
        @Nullable Moment patience = keepUnconfirmed();
        in.addAll(kept.keySet());
        int available = in.size();
        Condition condition = condition(available);
        boolean frozenDead = condition == Condition.NORMAL
                && at.freeze() != null
                && in.stream().allMatch(this::isFrozenDead);
        if (frozenDead) {
            condition = Condition.ALL_DOWN_FAIL_OPEN; // nothing is healthy, and the freeze answers what it found
        }
        RemovalGuards guards = RemovalGuards.OPEN;
        if (condition == Condition.NORMAL) {
            guards = RemovalGuards.of(leaving(), this::stillOut, rules.removalSpacing(), at);
            kept.putAll(guards.kept());
            in.addAll(kept.keySet());
            keepMinAvailable(in);
        } else if (condition == Condition.ALL_DOWN_FAIL_OPEN && !frozenDead) {
            in.addAll(failOpen());
        }
        Apportionment apportionment = Apportionment.of(rules.policy(), eligible(in), at.activeTier());
        Answers answers = answers(condition, apportionment);
        SurgeForecast surge = SurgeForecast.of(rules, candidates, in, apportionment, at, this::eligible);
        List<Member> members = members(in, condition, available, apportionment, surge);
        TtlRule ttl = TtlRule.of(rules.ttl(), condition, candidates, at.now(), at.wall());
        return new Verdict(
                condition,
                members,
                answers,
                apportionment.tier(),
                ttl.ttl(),
                ttl.why(),
                surge.overruns(),
                Moment.earliest(patience, Moment.earliest(ttl.due(), guards.due())));
    }

    /** Those that should answer; under a freeze, those that did, and those that an operator set online. */
    private Set<String> wellOrFrozen() {
        var in = new HashSet<String>();
        for (Candidate candidate : candidates) {
            boolean answers = (at.freeze() == null || candidate.online())
                    ? candidate.healthy()
                    : candidate.eligibleBefore() && !candidate.offline();
            if (answers && candidate.condemned() && at.freeze() != null) {
                kept.put(candidate.endpoint(), Wording.frozen(at.freeze(), true, at.wall()));
            }
            if (answers) {
                in.add(candidate.endpoint());
            }
        }
        if (in.isEmpty()) { // a freeze keeps an answer, and never the absence of one
            candidates.stream().filter(Candidate::healthy).forEach(candidate -> in.add(candidate.endpoint()));
        }
        return in;
    }

    private boolean isFrozenDead(String endpoint) {
        @Nullable Reason reason = kept.get(endpoint);
        return reason != null && reason.code() == ReasonCode.FROZEN;
    }

    /**
     * Those whose failure may be our own: nothing tells yet that our network works.
     *
     * @return when the first of them has waited for too long; null when none will
     */
    private @Nullable Moment keepUnconfirmed() {
        @Nullable Moment due = null;
        for (Candidate candidate : candidates) {
            @Nullable Condemnation condemnation = candidate.condemnation();
            if (candidate.condemned()
                    && condemnation != null
                    && !condemnation.confirmed()
                    && !condemnation.carriedOut()
                    && candidate.eligibleBefore()
                    && !kept.containsKey(candidate.endpoint())) {
                Reason reason = Wording.unconfirmed(candidate, condemnation, at);
                kept.put(candidate.endpoint(), reason);
                if (reason.code() == ReasonCode.SENTINEL_WAIT) {
                    due = Moment.earliest(due, condemnation.patientUntil());
                }
            }
        }
        return due;
    }

    /** The condemned that would leave now, for the first time. */
    private List<Candidate> leaving() {
        var leaving = new ArrayList<Candidate>();
        for (Candidate candidate : candidates) {
            if (candidate.condemned()
                    && candidate.eligibleBefore()
                    && candidate.condemnation() != null
                    && !candidate.condemnation().carriedOut()
                    && !kept.containsKey(candidate.endpoint())) {
                leaving.add(candidate);
            }
        }
        return leaving;
    }

    private boolean stillOut(String region) {
        return candidates.stream()
                .anyMatch(candidate -> candidate.region().equals(region)
                        && candidate.condemned()
                        && candidate.condemnation() != null
                        && candidate.condemnation().carriedOut());
    }

    private Condition condition(int available) {
        if (available > 0) {
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
     * The condemned endpoints that stay because too few others are left: those that pass again before those that fail,
     * and the last condemned before the long dead. What never passed is no help to anyone, and goes on waiting for its
     * first success.
     */
    private void keepMinAvailable(Set<String> in) {
        int missing = rules.minAvailable() - in.size();
        if (missing <= 0) {
            return;
        }
        Comparator<Candidate> passingFirst =
                Comparator.comparing(candidate -> candidate.health().health() != Health.RECOVERING);
        Comparator<Candidate> youngestFirst =
                Comparator.comparing((Candidate candidate) -> candidate.health().since(), Comparator.reverseOrder());
        List<Candidate> back = candidates.stream()
                .filter(candidate ->
                        candidate.condemned() && candidate.health().mayAnswer() && !in.contains(candidate.endpoint()))
                .sorted(passingFirst.thenComparing(youngestFirst))
                .limit(missing)
                .toList();
        back.forEach(candidate -> in.add(candidate.endpoint()));
        for (Candidate candidate : back) {
            kept.put(
                    candidate.endpoint(),
                    new Reason(
                            ReasonCode.MIN_AVAILABLE,
                            "kept in the answer: without it " + (in.size() - 1) + " would answer, and minAvailable is "
                                    + rules.minAvailable()));
        }
    }

    /** The last healthy set without what is offline; where that leaves nothing, everything that is not offline. */
    private Set<String> failOpen() {
        var open = new HashSet<String>();
        var all = new HashSet<String>();
        for (Candidate candidate : candidates) {
            if (!candidate.offline()) {
                all.add(candidate.endpoint());
                if (at.lastHealthy().contains(candidate.endpoint())) {
                    open.add(candidate.endpoint());
                }
            }
        }
        return open.isEmpty() ? all : open;
    }

    private List<Eligible> eligible(Set<String> in) {
        var eligible = new ArrayList<Eligible>();
        for (Candidate candidate : candidates) {
            if (in.contains(candidate.endpoint())) {
                eligible.add(new Eligible(
                        candidate.endpoint(),
                        candidate.region(),
                        candidate.address(),
                        candidate.weight(),
                        candidate.tier(),
                        candidate.level()));
            }
        }
        return eligible;
    }

    private Answers answers(Condition condition, Apportionment apportionment) {
        return condition == Condition.ALL_DOWN_FALLBACK && rules.allDown() instanceof AllDown.Fallback fallback
                ? Answers.all(fallback.addresses())
                : apportionment.answers();
    }

    private List<Member> members(
            Set<String> in, Condition condition, int available, Apportionment apportionment, SurgeForecast surge) {
        Map<String, Allotment> allotments = new HashMap<>();
        apportionment.allotments().forEach(allotment -> allotments.put(allotment.endpoint(), allotment));
        var members = new ArrayList<Member>();
        for (Candidate candidate : candidates) {
            @Nullable Allotment allotment = allotments.get(candidate.endpoint());
            var reasons = new ArrayList<Reason>(Wording.ofOperator(candidate, at.wall()));
            reasons.addAll(Wording.ofDrill(candidate, at.wall()));
            reasons.addAll(Wording.ofHealth(rules, candidate, condition.allDown(), at.now(), at.wall()));
            if (at.connectivity().lost() && !kept.containsKey(candidate.endpoint())) {
                reasons.add(new Reason(
                        ReasonCode.PROBER_ISOLATED,
                        "our own network is cut off, so failures count for nothing: "
                                + at.connectivity().words(at.wall())));
            }
            reasons.addAll(ofPool(candidate, in, condition, available));
            if (condition == Condition.NORMAL && allotment != null) {
                reasons.add(allotment.reason());
            }
            reasons.addAll(surge.reasonsOf(candidate.region(), allotment != null));
            members.add(new Member(
                    candidate.endpoint(),
                    candidate.region(),
                    candidate.address(),
                    in.contains(candidate.endpoint()),
                    condition != Condition.ALL_DOWN_FALLBACK && allotment != null && allotment.answers(),
                    candidate.level(),
                    reasons));
        }
        return members;
    }

    private List<Reason> ofPool(Candidate candidate, Set<String> in, Condition condition, int available) {
        return switch (condition) {
            case NORMAL -> {
                @Nullable Reason keeps = kept.get(candidate.endpoint());
                if (keeps != null) {
                    yield List.of(keeps);
                }
                boolean waits = at.freeze() != null && candidate.healthy() && !in.contains(candidate.endpoint());
                yield waits && at.freeze() != null ? List.of(Wording.frozen(at.freeze(), false, at.wall())) : List.of();
            }
            case ALL_DOWN_FAIL_OPEN ->
                isFrozenDead(candidate.endpoint())
                        ? List.of(kept.get(candidate.endpoint()), failOpenReason(0, in.size()))
                        : List.of(failOpenReason(available, in.size()));
            case ALL_DOWN_FAIL_CLOSED ->
                List.of(new Reason(
                        ReasonCode.ALL_DOWN_FAIL_CLOSED, count(available) + "fail-closed answers no address"));
            case ALL_DOWN_FALLBACK ->
                List.of(new Reason(ReasonCode.ALL_DOWN_FALLBACK, count(available) + "the fallback addresses answer"));
            case ALL_OFFLINE -> List.of();
        };
    }

    private String count(int healthy) {
        return healthy + " of " + candidates.size() + " endpoints healthy: ";
    }

    private Reason failOpenReason(int healthy, int answering) {
        return new Reason(
                ReasonCode.ALL_DOWN_FAIL_OPEN,
                count(healthy)
                        + (at.freeze() == null
                                ? "fail-open answers the last healthy set, "
                                : "the frozen set answers, ")
                        + answering + " of " + candidates.size());
    }
}
