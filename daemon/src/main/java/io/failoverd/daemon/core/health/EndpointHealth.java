package io.failoverd.daemon.core.health;

import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.Probed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is thought of one endpoint: of each of its checks, and of all of them together.
 *
 * @param checks in the policy's order
 * @param needed how many of those that count must pass, as when this was made
 * @param observed which of {@code checks} only observe, likewise
 * @param health of all that count; while a hold-down lasts, at best RECOVERING
 * @param since when {@code health} took its present value
 * @param together whether {@code health} is what several vantages agreed on, and not our checks' alone
 * @param vouched whether they ever agreed that it is up
 */
public record EndpointHealth(
        List<HealthState> checks,
        int needed,
        List<Boolean> observed,
        Health health,
        Moment since,
        Hold hold,
        boolean together,
        boolean vouched) {
    public EndpointHealth {
        checks = List.copyOf(checks);
        observed = List.copyOf(observed);
    }

    /** An endpoint nobody has looked at. */
    public static EndpointHealth unknown(EndpointPolicy policy, Moment now, boolean assumedUp) {
        var checks = new ArrayList<HealthState>();
        policy.checks().forEach(_ -> checks.add(HealthState.unknown(now, assumedUp)));
        return of(policy, checks, Health.UNKNOWN, now, Hold.NONE);
    }

    /**
     * An endpoint that an earlier run knew.
     *
     * @param down whether its verdict is recent enough to stand; else it starts as UNKNOWN, with its hold-downs counted
     * @param mayAnswer whether it may answer before this run's first success
     */
    public static EndpointHealth restored(
            EndpointPolicy policy, Moment now, boolean down, Moment since, boolean mayAnswer, Hold hold) {
        var checks = new ArrayList<HealthState>();
        for (CheckRule rule : policy.checks()) {
            checks.add(
                    down && !rule.observed()
                            ? HealthState.condemnedBefore(now, since, mayAnswer)
                            : HealthState.unknown(now, mayAnswer));
        }
        return of(policy, checks, down ? Health.DOWN : Health.UNKNOWN, down ? since : now, hold);
    }

    static EndpointHealth of(EndpointPolicy policy, List<HealthState> checks, Health health, Moment since, Hold hold) {
        var observed = new Boolean[policy.checks().size()];
        for (int i = 0; i < observed.length; i++) {
            observed[i] = policy.checks().get(i).observed();
        }
        return new EndpointHealth(checks, policy.needed(), List.of(observed), health, since, hold, false, false);
    }

    /** What we think of it by our own checks alone, with nothing held against it. */
    public EndpointHealth own(Health ours, Moment oursSince) {
        return new EndpointHealth(checks, needed, observed, ours, oursSince, Hold.NONE, false, false);
    }

    /** The same, when there is nobody left to agree with. */
    public EndpointHealth alone() {
        return new EndpointHealth(checks, needed, observed, health, since, hold, false, false);
    }

    /** Those that count. */
    public List<HealthState> counted() {
        var counted = new ArrayList<HealthState>();
        for (int i = 0; i < checks.size(); i++) {
            if (!observed.get(i)) {
                counted.add(checks.get(i));
            }
        }
        return counted;
    }

    /** How many of those that count are so. */
    private int howMany(Predicate<HealthState> so) {
        int many = 0;
        for (int i = 0; i < checks.size(); i++) {
            many += !observed.get(i) && so.test(checks.get(i)) ? 1 : 0;
        }
        return many;
    }

    /**
     * Whether it counts as healthy for the answer. What answers stays healthy until it is condemned, also where the checks
     * that passed are DOWN and one that has never passed is still asked: only a verdict takes it out.
     */
    public boolean healthy() {
        return !health.condemned() && mayAnswer();
    }

    /** Whether we condemn it by our own checks, and the vantages do not agree. */
    public boolean outvoted() {
        return together && !health.condemned() && fails();
    }

    /** Whether the vantages keep it out, or its hold-down does, though it passes here. */
    public boolean passesHere() {
        return together && health.condemned() && !fails();
    }

    /** Whether so many of our own checks are condemned that too few are left. */
    private boolean fails() {
        return howMany(check -> !check.health().condemned()) < needed;
    }

    /** Whether a hold-down, or the wait for an operator, keeps it out at {@code now}. */
    public boolean held(Moment now) {
        return health.condemned() && hold.holds(now);
    }

    public @Nullable Moment heldUntil() {
        return hold.until();
    }

    public Duration holdLength() {
        return hold.length();
    }

    public int repeats() {
        return hold.repeats();
    }

    /** Whether it ever passed, in this run or before, or may answer before it did. */
    public boolean mayAnswer() {
        return vouched || howMany(check -> check.seenUp() || check.assumedUp()) >= needed;
    }

    public boolean assumedUp() {
        return checks.stream().allMatch(HealthState::assumedUp);
    }

    /** Start of the latest of the failures that condemn it; when they are not known any more, of the verdict. */
    public Moment lastFailure() {
        return counted().stream()
                .filter(check -> check.health().condemned())
                .flatMap(check -> check.failures().stream())
                .map(Failure::startedAt)
                .max(Comparator.naturalOrder())
                .orElse(since);
    }

    /** Whether any check passes only with complaints, or one that observes fails. */
    public boolean degraded() {
        for (int i = 0; i < checks.size(); i++) {
            if (checks.get(i).degraded()
                    || (observed.get(i) && checks.get(i).health().condemned())) {
                return true;
            }
        }
        return false;
    }

    /** The probe that finished latest, of any check. */
    public @Nullable Probed last() {
        Probed last = null;
        for (HealthState check : checks) {
            Probed of = check.last();
            if (of != null && (last == null || of.finishedAt().isAfter(last.finishedAt()))) {
                last = of;
            }
        }
        return last;
    }

    /** The fewest successes in a row that a condemned check has, of those that must pass again. */
    public int successes() {
        int fewest = -1;
        for (HealthState check : counted()) {
            if (check.health().condemned() && (fewest < 0 || check.successes() < fewest)) {
                fewest = check.successes();
            }
        }
        return Math.max(0, fewest);
    }

    public EndpointHealth with(Hold next) {
        return new EndpointHealth(checks, needed, observed, health, since, next, together, vouched);
    }

    /** The same, degraded since before a restart. */
    public EndpointHealth degradedBefore() {
        var marked = new ArrayList<>(checks);
        marked.set(0, marked.getFirst().degradedBefore());
        return new EndpointHealth(marked, needed, observed, health, since, hold, together, vouched);
    }
}
