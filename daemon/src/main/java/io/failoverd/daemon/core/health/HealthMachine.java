package io.failoverd.daemon.core.health;

import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Probed;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From probe results to health, one target at a time.
 *
 * <pre>
 *              success                  failure             fall failures over minSpan
 *   UNKNOWN ─────────────► UP ◄──────────────────► SUSPECT ───────────────────────────► DOWN
 *      │ failure           ▲    a later success       ▲                                 │  ▲
 *      └───────────────────┼──────────────────────────┘                         success │  │ failure
 *                          │   rise successes, and the endpoint lets it                 ▼  │
 *                          └────────────────────────────────────────────────────── RECOVERING
 * </pre>
 *
 * Evidence is ordered by the start of the probes, since they overlap: a result is counted only against what started
 * before it. INCONCLUSIVE is our own fault, counts for nothing and resets nothing.
 *
 * <p>Where failures count among the last {@code of} results, a success forgives nothing by itself: it takes its place
 * in the window, and the oldest result leaves it.
 */
public final class HealthMachine {
    private HealthMachine() {}

    /** The state after {@code probed}, which finished at or before {@code now}. Never absolves: see {@link #absolved}. */
    public static HealthState on(HealthPolicy policy, HealthState state, Probed probed, Moment now) {
        return switch (probed.result()) {
            case ProbeResult.Inconclusive _ -> seen(state, probed);
            case ProbeResult.Up _ -> passed(policy, state, probed, now, false);
            case ProbeResult.Degraded _ -> passed(policy, state, probed, now, true);
            case ProbeResult.Down down ->
                failure(policy, seen(state, probed), new Failure(probed.startedAt(), down.reason()), now);
        };
    }

    /** The state after a result that counts for nothing, whatever it says. */
    public static HealthState seen(HealthState state, Probed probed) {
        return state.change().last(probed).build();
    }

    /** Whether a condemned target has earned its return. */
    public static boolean risen(HealthPolicy policy, HealthState state) {
        return state.health() == Health.RECOVERING && state.successes() >= policy.rise();
    }

    /** The same target back UP, if it has earned it. */
    public static HealthState absolved(HealthPolicy policy, HealthState state, Moment now) {
        if (!risen(policy, state)) {
            return state;
        }
        return state.change()
                .health(Health.UP, now)
                .failures(List.of(), 0)
                .passes(List.of())
                .successes(0)
                .build();
    }

    /** The same target under another policy: without a window, a success forgives the failures before it. */
    static HealthState under(HealthPolicy next, HealthPolicy before, HealthState state, Moment now) {
        if (next.windowed() && !before.windowed() && state.latestSuccess() != null) {
            // The window begins with what is known: late failures that are older take no place of it.
            return state.change().passes(List.of(state.latestSuccess())).build();
        }
        if (next.windowed() || !before.windowed() || state.health() != Health.SUSPECT) {
            return state;
        }
        List<Failure> later = state.failures().stream()
                .filter(failure ->
                        state.latestSuccess() == null || failure.startedAt().isAfter(state.latestSuccess()))
                .toList();
        return state.change()
                .failures(later, later.size())
                .passes(List.of())
                .health(later.isEmpty() ? Health.UP : Health.SUSPECT, now)
                .build();
    }

    /**
     * The same target without the failures of probes that started at {@code since} or later: they were not its own.
     *
     * @param reopen whether a verdict on older failures is to be taken anew, too
     */
    public static HealthState exonerated(HealthState state, Moment since, Moment now, boolean reopen) {
        List<Failure> left = state.failures().stream()
                .filter(failure -> failure.startedAt().isBefore(since))
                .toList();
        boolean condemned = state.health().condemned();
        if (left.size() == state.failures().size() && !(reopen && condemned)) {
            return state;
        }
        if (condemned && state.latestSuccess() != null) { // what it was condemned on is answered since
            left = left.stream()
                    .filter(failure -> failure.startedAt().isAfter(state.latestSuccess()))
                    .toList();
        }
        Health next = left.isEmpty() ? (state.seenUp() ? Health.UP : Health.UNKNOWN) : Health.SUSPECT;
        return state.change()
                .failures(left, left.size())
                .successes(0)
                .health(next, now)
                .build();
    }

    private static HealthState passed(
            HealthPolicy policy, HealthState state, Probed probed, Moment now, boolean degradedNow) {
        Moment start = probed.startedAt();
        boolean newest = state.latestSuccess() == null || start.isAfter(state.latestSuccess());
        HealthChange next = success(policy, state, probed, now, newest);
        return (newest ? degradation(policy, state, next, degradedNow) : next).build();
    }

    private static HealthChange success(
            HealthPolicy policy, HealthState state, Probed probed, Moment now, boolean newest) {
        Moment start = probed.startedAt();
        HealthChange seen = state.change().last(probed);
        return switch (state.health()) {
            case UNKNOWN, UP, SUSPECT -> {
                if (policy.windowed()) {
                    yield state.passes().contains(start)
                            ? seen
                            : Window.of(state).passed(start).counted(policy, seen.succeeded(start), now);
                }
                List<Failure> later = state.failures().isEmpty()
                        ? List.of()
                        : state.failures().stream()
                                .filter(failure -> failure.startedAt().isAfter(start))
                                .toList();
                yield seen.succeeded(start)
                        .failures(later, later.size())
                        .health(later.isEmpty() ? Health.UP : Health.SUSPECT, now);
            }
            case DOWN, RECOVERING -> {
                boolean afterFailures = state.latestFailure() == null || start.isAfter(state.latestFailure());
                if (!newest || !afterFailures) {
                    yield seen; // an older probe that answered late says nothing about now, nor does one told twice
                }
                yield seen.succeeded(start)
                        .health(Health.RECOVERING, now)
                        .successes(Math.min(state.successes() + 1, HealthPolicy.MAX_THRESHOLD));
            }
        };
    }

    private static HealthState failure(HealthPolicy policy, HealthState state, Failure failure, Moment now) {
        boolean answeredSince =
                state.latestSuccess() != null && failure.startedAt().isBefore(state.latestSuccess());
        if (answeredSince && (!policy.windowed() || state.health().condemned())) {
            return state;
        }
        if (state.failures().stream().anyMatch(known -> known.startedAt().equals(failure.startedAt()))) {
            return state; // one probe is one piece of evidence, however often it is told
        }
        HealthChange next = state.change().failed(failure.startedAt()).degradation(0, 0, state.degraded());
        return switch (state.health()) {
            case UNKNOWN, UP, SUSPECT -> {
                HealthState suspect = policy.windowed()
                        ? Window.of(state)
                                .failed(failure)
                                .counted(policy, next, now)
                                .build()
                        : next.failures(withFailure(state.failures(), failure, policy.fall()), state.failureCount() + 1)
                                .health(Health.SUSPECT, now)
                                .build();
                boolean enough = suspect.failureCount() >= policy.fall()
                        && suspect.span().compareTo(policy.minSpan()) >= 0;
                yield enough
                        ? suspect.change()
                                .health(Health.DOWN, now)
                                .passes(List.of())
                                .successes(0)
                                .build()
                        : suspect;
            }
            case DOWN -> next.successes(0).build();
            case RECOVERING -> next.successes(0).health(Health.DOWN, now).build();
        };
    }

    /** Keeps the run ordered and bounded: the first stays, for the span; of the others the newest fall + 1. */
    private static List<Failure> withFailure(List<Failure> run, Failure failure, int fall) {
        var next = new ArrayList<Failure>(run);
        next.add(Window.position(next, failure), failure);
        while (next.size() > fall + 2) { // more than one too many after a reload with a lower fall
            next.remove(1);
        }
        return next;
    }

    private static HealthChange degradation(
            HealthPolicy policy, HealthState state, HealthChange next, boolean degradedNow) {
        int run = degradedNow ? Math.min(state.degradedRun() + 1, HealthPolicy.MAX_THRESHOLD) : 0;
        int clean = degradedNow ? 0 : Math.min(state.cleanRun() + 1, HealthPolicy.MAX_THRESHOLD);
        boolean is = state.degraded() ? clean < policy.rise() : run >= policy.fall();
        return next.degradation(run, clean, is);
    }

    /** What the failures of a run have in common, for a sentence: "refused", or the last one's where they differ. */
    public static @Nullable FailureReason commonReason(List<Failure> run) {
        return run.isEmpty() || run.stream().map(Failure::reason).distinct().count() > 1
                ? null
                : run.getFirst().reason();
    }
}
