package io.failoverd.daemon.sim.vantages;

/** Simulated time is a count of nanoseconds. */
final class Nanos {
    private Nanos() {}

    static long of(double seconds) {
        return Math.round(seconds * 1e9);
    }
}
