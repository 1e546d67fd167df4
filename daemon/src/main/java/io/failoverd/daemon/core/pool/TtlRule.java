package io.failoverd.daemon.core.pool;

import io.failoverd.daemon.core.health.Health;
import io.failoverd.probes.model.Moment;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The TTL follows the time to the next possible change: a cache must not keep an answer longer than it can be trusted.
 *
 * <p>A member that is held out cannot return before its hold-down ends, also while it passes already; so its TTL is
 * derived from that end, in halvings from steady, and the answers do not all expire at another time each second.
 */
record TtlRule(Duration ttl, String why, @Nullable Moment due) {

    static TtlRule of(TtlPolicy policy, Condition condition, List<Candidate> candidates, Moment now, WallAnchor wall) {
        if (condition.allDown()) {
            return new TtlRule(policy.changing(), "changing: no endpoint is healthy, the first to pass returns", null);
        }
        @Nullable Moment nextChange = null;
        for (Candidate candidate : candidates) {
            boolean moves = candidate.level() > 0 && candidate.level() < Eligible.FULL;
            if (moves) { // also where an operator or a guard keeps it: the next step counts on this TTL
                return new TtlRule(
                        policy.changing(),
                        "changing: " + candidate.endpoint() + " carries " + candidate.level() + " % of its weight",
                        null);
            }
            if (candidate.online() || candidate.offline()) {
                continue;
            }
            @Nullable Condemnation condemnation = candidate.condemnation();
            if (condemnation != null && !condemnation.carriedOut()) {
                return new TtlRule(
                        policy.changing(), "changing: " + candidate.endpoint() + " is DOWN and may leave", null);
            }
            Health health = candidate.health().health();
            if (candidate.heldOut(now)) {
                if (candidate.health().hold().awaitsResume()) {
                    continue; // an operator's word takes minutes; what it changes is told by its own decision
                }
                Moment until = Objects.requireNonNull(candidate.health().heldUntil());
                nextChange = Moment.earliest(nextChange, until);
            } else if (health == Health.SUSPECT || health == Health.RECOVERING) {
                return new TtlRule(policy.changing(), "changing: " + candidate.endpoint() + " is " + health, null);
            }
        }
        return nextChange == null
                ? new TtlRule(policy.steady(), "steady: nothing is about to change", null)
                : derived(policy, nextChange, now, wall);
    }

    private static TtlRule derived(TtlPolicy policy, Moment nextChange, Moment now, WallAnchor wall) {
        Duration remaining = nextChange.since(now);
        long seconds = policy.steady().toSeconds();
        long floor = policy.changing().toSeconds();
        while (seconds > floor && Duration.ofSeconds(seconds).compareTo(remaining) > 0) {
            seconds = Math.max(floor, seconds / 2);
        }
        Duration ttl = Duration.ofSeconds(seconds);
        // One nanosecond after the rest has become shorter than the TTL, the next halving applies.
        Moment halving = nextChange.minus(ttl).plus(Duration.ofNanos(1));
        Moment due = seconds > floor && halving.isAfter(now) ? halving : nextChange;
        return new TtlRule(ttl, "no change is possible before " + wall.clock(nextChange), due);
    }
}
