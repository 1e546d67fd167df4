package io.failoverd.daemon.core.health;

import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Probed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From probe results to health, one target at a time.
 *
 * <pre>
 *              success                  failure                fall failures over minSpan
 *   UNKNOWN ─────────────► UP ◄──────────────────► SUSPECT ──────────────────────────────► DOWN
 *      │ failure           ▲    a later success       ▲                                    │  ▲
 *      └───────────────────┼──────────────────────────┘                            success │  │ failure
 *                          │   rise successes, and the hold-down is over                   ▼  │
 *                          └───────────────────────────────────────────────────────── RECOVERING
 * </pre>
 *
 * Evidence is ordered by the start of the probes, since they overlap: a result is counted only against what started
 * before it. INCONCLUSIVE is our own fault, counts for nothing and resets nothing.
 */
public final class HealthMachine {
    private HealthMachine() {}

    /** The state after {@code probed}, which finished at or before {@code now}. */
    public static HealthState on(HealthPolicy policy, HealthState state, Probed probed, Moment now) {
        HealthState seen = state.change().last(probed).build();
        return switch (probed.result()) {
            case ProbeResult.Inconclusive _ -> seen;
            case ProbeResult.Up _ -> passed(policy, seen, probed.startedAt(), now, false);
            case ProbeResult.Degraded _ -> passed(policy, seen, probed.startedAt(), now, true);
            case ProbeResult.Down down -> failure(policy, seen, new Failure(probed.startedAt(), down.reason()), now);
        };
    }

    /** When time alone changes the state: the end of a hold-down that the probes have already earned; null when never. */
    public static @Nullable Moment due(HealthPolicy policy, HealthState state) {
        return state.health() == Health.RECOVERING && state.successes() >= policy.rise() ? state.heldUntil() : null;
    }

    /** Applies what time alone changes. */
    public static HealthState onTime(HealthPolicy policy, HealthState state, Moment now) {
        return state.health() == Health.RECOVERING ? returned(policy, state, now, false) : state;
    }

    /** Returns an endpoint that has earned it although it is held: nothing better is left to answer with. */
    public static HealthState waiveHold(HealthPolicy policy, HealthState state, Moment now) {
        return state.health() == Health.RECOVERING ? returned(policy, state, now, true) : state;
    }

    private static HealthState passed(
            HealthPolicy policy, HealthState state, Moment start, Moment now, boolean degradedNow) {
        boolean newest = state.latestSuccess() == null || start.isAfter(state.latestSuccess());
        HealthState next = success(policy, state, start, now, newest);
        return newest ? degradation(policy, next, degradedNow) : next;
    }

    private static HealthState success(
            HealthPolicy policy, HealthState state, Moment start, Moment now, boolean newest) {
        HealthChange next = state.change().succeeded(start);
        return switch (state.health()) {
            case UNKNOWN -> next.health(Health.UP, now).cleanFrom(now).build();
            case UP -> next.build();
            case SUSPECT -> {
                List<Failure> later = state.failures().stream()
                        .filter(failure -> failure.startedAt().isAfter(start))
                        .toList();
                next.failures(later, later.size());
                yield later.isEmpty()
                        ? next.health(Health.UP, now).cleanFrom(now).build()
                        : next.build();
            }
            case DOWN, RECOVERING -> {
                boolean afterFailures = state.latestFailure() == null || start.isAfter(state.latestFailure());
                if (!newest || !afterFailures) {
                    yield state; // an older probe that answered late says nothing about now, nor does one told twice
                }
                HealthState recovering = next.health(Health.RECOVERING, now)
                        .successes(state.successes() + 1)
                        .build();
                yield returned(policy, recovering, now, false);
            }
        };
    }

    private static HealthState failure(HealthPolicy policy, HealthState state, Failure failure, Moment now) {
        if (state.latestSuccess() != null && failure.startedAt().isBefore(state.latestSuccess())) {
            return state;
        }
        if (state.failures().stream().anyMatch(known -> known.startedAt().equals(failure.startedAt()))) {
            return state; // one probe is one piece of evidence, however often it is told
        }
        HealthChange next = state.change().failed(failure.startedAt()).degradation(0, 0, state.degraded());
        return switch (state.health()) {
            case UNKNOWN, UP, SUSPECT -> {
                List<Failure> run = withFailure(state.failures(), failure, policy.fall());
                HealthState suspect = next.failures(run, state.failureCount() + 1)
                        .health(Health.SUSPECT, now)
                        .build();
                boolean enough = suspect.failureCount() >= policy.fall()
                        && suspect.span().compareTo(policy.minSpan()) >= 0;
                yield enough ? condemned(policy, suspect, now) : suspect;
            }
            case DOWN -> next.successes(0).build();
            case RECOVERING -> next.successes(0).health(Health.DOWN, now).build();
        };
    }

    /** Keeps the run ordered and bounded: the first stays, for the span; of the others the newest fall + 1. */
    private static List<Failure> withFailure(List<Failure> run, Failure failure, int fall) {
        var next = new ArrayList<Failure>(run);
        int at = next.size();
        while (at > 0 && next.get(at - 1).startedAt().isAfter(failure.startedAt())) {
            at--;
        }
        next.add(at, failure);
        while (next.size() > fall + 2) { // more than one too many after a reload with a lower fall
            next.remove(1);
        }
        return next;
    }

    private static HealthState condemned(HealthPolicy policy, HealthState state, Moment now) {
        HealthChange next = state.change().health(Health.DOWN, now).successes(0);
        if (!state.seenUp() && !state.assumedUp()) {
            return next.build(); // it never answered, so nothing is removed and nothing needs holding
        }
        Duration clean = state.cleanSince() == null ? Duration.ZERO : now.since(state.cleanSince());
        int repeat = Math.min(HoldDown.MAX_REPEATS, policy.holdDown().decayed(state.repeats(), clean) + 1);
        Duration length = policy.holdDown().length(repeat);
        return next.hold(repeat, now.plus(length), length).build();
    }

    private static HealthState returned(HealthPolicy policy, HealthState state, Moment now, boolean holdWaived) {
        if (state.successes() < policy.rise() || (state.held(now) && !holdWaived)) {
            return state;
        }
        return state.change()
                .health(Health.UP, now)
                .failures(List.of(), 0)
                .successes(0)
                .hold(state.repeats(), null, Duration.ZERO)
                .cleanSince(now)
                .build();
    }

    private static HealthState degradation(HealthPolicy policy, HealthState state, boolean degradedNow) {
        int run = degradedNow ? Math.min(state.degradedRun() + 1, HealthPolicy.MAX_THRESHOLD) : 0;
        int clean = degradedNow ? 0 : Math.min(state.cleanRun() + 1, HealthPolicy.MAX_THRESHOLD);
        boolean is = state.degraded() ? clean < policy.rise() : run >= policy.fall();
        return state.change().degradation(run, clean, is).build();
    }

    /** What the failures of a run have in common, for a sentence: "refused", or the last one's where they differ. */
    public static @Nullable FailureReason commonReason(List<Failure> run) {
        return run.isEmpty() || run.stream().map(Failure::reason).distinct().count() > 1
                ? null
                : run.getFirst().reason();
    }
}
