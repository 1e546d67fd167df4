package io.failoverd.daemon.core.health;

import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.Probed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The next {@link HealthState}, in the making: names what changes, takes the rest over. Lives within one step. */
final class HealthChange {
    private Health health;
    private Moment since;
    private List<Failure> failures;
    private int failureCount;
    private List<Moment> passes;
    private int successes;
    private @Nullable Moment latestSuccess;
    private @Nullable Moment latestFailure;
    private boolean seenUp;
    private final boolean assumedUp;
    private int degradedRun;
    private int cleanRun;
    private boolean degraded;
    private @Nullable Probed last;

    HealthChange(HealthState from) {
        health = from.health();
        since = from.since();
        failures = from.failures();
        failureCount = from.failureCount();
        passes = from.passes();
        successes = from.successes();
        latestSuccess = from.latestSuccess();
        latestFailure = from.latestFailure();
        seenUp = from.seenUp();
        assumedUp = from.assumedUp();
        degradedRun = from.degradedRun();
        cleanRun = from.cleanRun();
        degraded = from.degraded();
        last = from.last();
    }

    /** Takes {@code next}; {@code since} moves only when it is another one. */
    HealthChange health(Health next, Moment now) {
        if (next != health) {
            health = next;
            since = now;
        }
        return this;
    }

    HealthChange failures(List<Failure> run, int count) {
        failures = run;
        failureCount = count;
        return this;
    }

    HealthChange passes(List<Moment> starts) {
        passes = starts;
        return this;
    }

    HealthChange successes(int count) {
        successes = count;
        return this;
    }

    HealthChange succeeded(Moment start) {
        latestSuccess = latestSuccess == null ? start : Moment.later(latestSuccess, start);
        seenUp = true;
        return this;
    }

    HealthChange failed(Moment start) {
        latestFailure = latestFailure == null ? start : Moment.later(latestFailure, start);
        return this;
    }

    HealthChange degradation(int run, int clean, boolean is) {
        degradedRun = run;
        cleanRun = clean;
        degraded = is;
        return this;
    }

    HealthChange last(Probed probed) {
        last = probed;
        return this;
    }

    HealthState build() {
        return new HealthState(
                health,
                since,
                failures,
                failureCount,
                passes,
                successes,
                latestSuccess,
                latestFailure,
                seenUp,
                assumedUp,
                degradedRun,
                cleanRun,
                degraded,
                last);
    }
}
