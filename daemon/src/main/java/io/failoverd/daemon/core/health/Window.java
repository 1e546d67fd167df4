package io.failoverd.daemon.core.health;

import io.failoverd.probes.model.Moment;
import java.util.ArrayList;
import java.util.List;

/**
 * The last results of a target by the start of their probes, in the making: the failures, and when the successes
 * started. Lives within one step.
 */
final class Window {
    private final List<Failure> failures;
    private final List<Moment> passes;

    private Window(List<Failure> failures, List<Moment> passes) {
        this.failures = failures;
        this.passes = passes;
    }

    static Window of(HealthState state) {
        return new Window(new ArrayList<>(state.failures()), new ArrayList<>(state.passes()));
    }

    Window passed(Moment start) {
        int at = passes.size();
        while (at > 0 && passes.get(at - 1).isAfter(start)) {
            at--;
        }
        passes.add(at, start);
        return this;
    }

    Window failed(Failure failure) {
        failures.add(position(failures, failure), failure);
        return this;
    }

    /** Lets the oldest go until {@code of} are left, and takes the health that follows. */
    HealthChange counted(HealthPolicy policy, HealthChange next, Moment now) {
        while (failures.size() + passes.size() > policy.of()) {
            boolean failureFirst = passes.isEmpty()
                    || (!failures.isEmpty() && failures.getFirst().startedAt().isBefore(passes.getFirst()));
            if (failureFirst) {
                failures.removeFirst();
            } else {
                passes.removeFirst();
            }
        }
        return next.failures(failures, failures.size())
                .passes(passes)
                .health(failures.isEmpty() ? Health.UP : Health.SUSPECT, now);
    }

    /** Where a failure belongs in a list ordered by start. */
    static int position(List<Failure> ordered, Failure failure) {
        int at = ordered.size();
        while (at > 0 && ordered.get(at - 1).startedAt().isAfter(failure.startedAt())) {
            at--;
        }
        return at;
    }
}
