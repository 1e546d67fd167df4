package io.failoverd.daemon.sim;

import io.failoverd.probes.model.Moment;
import java.time.Duration;
import java.time.Instant;

/** The only clock of a scenario: a monotonic one that starts anew with each run, and a wall clock that may be stepped. */
final class SimClock {
    static final Instant ORIGIN = Instant.parse("2026-01-01T12:00:00Z");

    private long nanos;
    private long runBase;
    private Duration wallOffset = Duration.ZERO;
    private long driftPpm;

    /** Since the scenario began, over all runs. */
    long nanos() {
        return nanos;
    }

    Moment now() {
        return moment(nanos);
    }

    Moment moment(long at) {
        return new Moment(at - runBase);
    }

    Instant wall() {
        return ORIGIN.plusNanos(nanos + nanos / 1_000_000 * driftPpm).plus(wallOffset);
    }

    void advanceTo(long at) {
        if (at < nanos) {
            throw new IllegalArgumentException("time does not go back");
        }
        nanos = at;
    }

    /** Moments of two runs cannot be compared: the new one counts from {@code origin}. */
    void startRun(Duration origin) {
        runBase = nanos - origin.toNanos();
    }

    /** How much faster the wall clock goes than the monotonic one, in millionths. */
    void drift(long ppm) {
        driftPpm = ppm;
    }

    void stepWall(Duration by) {
        wallOffset = wallOffset.plus(by);
    }
}
