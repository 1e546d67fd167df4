package io.failoverd.daemon.core;

/**
 * The counter of decisions. Generations are reserved on disk ahead of their use, so that a crash never reuses one.
 *
 * @param last the last one used
 * @param reserved no generation up to this one is used by a later run
 * @param asked how far a reservation was asked for
 */
public record Generations(long last, long reserved, long asked) {
    /** One write to disk serves this many decisions, or more where there are more services. */
    public static final long BLOCK = 1000;

    /**
     * How many to reserve at once, in whole blocks. A single step may decide for every service (a start, a reload), and
     * must find that many reserved already: reserve this much before a start.
     */
    public static long blockFor(int services) {
        return BLOCK * Math.max(1, Math.ceilDiv(2L * services, BLOCK));
    }

    Generations next() {
        return new Generations(last + 1, reserved, asked);
    }

    /** Whether the next block should be reserved now. */
    boolean runningLow(int services) {
        return asked <= reserved && reserved - last < blockFor(services) / 2;
    }

    Generations asking(int services) {
        return new Generations(last, reserved, Math.max(reserved, last) + blockFor(services));
    }

    /** The same, knowing that all up to {@code used} may have been used by an earlier run. */
    Generations after(long used) {
        return new Generations(Math.max(last, used), Math.max(reserved, used), asked);
    }

    Generations reservedThrough(long through) {
        return new Generations(last, Math.max(reserved, through), Math.max(asked, through));
    }
}
