package io.failoverd.daemon.core;

import io.failoverd.daemon.core.pool.Eligible;
import io.failoverd.daemon.core.pool.PoolPolicy;
import io.failoverd.daemon.core.pool.PoolRules;
import io.failoverd.daemon.core.pool.Ramp;
import io.failoverd.probes.model.DurationMath;
import io.failoverd.probes.model.Moment;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint on its way to its whole weight, or, draining, to none. Each step lasts twice the largest TTL that was
 * served in the step before, so that caches follow before the next.
 *
 * @param down whether it drains
 * @param step from 0
 * @param until when the step ends; null for one that lasts: the end of a drain
 */
public record Ramping(boolean down, int step, @Nullable Moment until) {
    /** The first step; null where it would change nothing. What was served before may have had the steady TTL. */
    static @Nullable Ramping begun(PoolRules rules, boolean down, Moment now) {
        return at(rules, down, 0, now, rules.ttl().steady());
    }

    /** The step after this one; null for the whole weight. While it lasts, the changing TTL is served. */
    @Nullable
    Ramping next(PoolRules rules, Moment now) {
        return at(rules, down, step + 1, now, rules.ttl().changing());
    }

    /** This step once more. */
    Ramping again(PoolRules rules, Moment now) {
        return new Ramping(down, step, now.plus(DurationMath.times(rules.ttl().changing(), 2)));
    }

    /** From where a drain has come to, up again. */
    @Nullable
    Ramping turned(PoolRules rules, Moment now) {
        int level = level(rules);
        List<Integer> steps = ramp(rules).steps();
        int first = 0;
        while (steps.get(first) < level) {
            first++;
        }
        return at(rules, false, first, now, rules.ttl().changing());
    }

    /** Goes on after a restart or under another ramp, the step from its beginning. */
    static @Nullable Ramping resumed(PoolRules rules, boolean down, int step, Moment now) {
        return at(rules, down, step, now, rules.ttl().steady());
    }

    private static @Nullable Ramping at(PoolRules rules, boolean down, int step, Moment now, Duration served) {
        Ramp ramp = ramp(rules);
        int last = ramp.steps().size() - 1;
        if (step >= last) {
            return down ? new Ramping(true, last, null) : null;
        }
        Duration twice = DurationMath.times(served, 2);
        return new Ramping(down, step, now.plus(twice.compareTo(ramp.least()) > 0 ? twice : ramp.least()));
    }

    /** Percent of the weight. */
    int level(PoolRules rules) {
        List<Integer> steps = ramp(rules).steps();
        int last = steps.size() - 1;
        if (down) {
            return step >= last ? 0 : steps.get(last - 1 - step);
        }
        return step >= last ? Eligible.FULL : steps.get(step);
    }

    private static Ramp ramp(PoolRules rules) {
        return switch (rules.policy()) {
            case PoolPolicy.Weighted weighted -> weighted.ramp();
            case PoolPolicy.Regional regional -> regional.ramp();
            case PoolPolicy.All _, PoolPolicy.Failover _ -> Ramp.NONE;
        };
    }
}
