package io.failoverd.daemon.sim.quality;

/** Simulated time is a count of nanoseconds since the run began. */
final class Times {
    static final long SECOND = 1_000_000_000L;
    static final long MILLI = 1_000_000L;

    private Times() {}

    static long seconds(double seconds) {
        return Math.round(seconds * 1e9);
    }

    static double inSeconds(long nanos) {
        return nanos / 1e9;
    }
}
