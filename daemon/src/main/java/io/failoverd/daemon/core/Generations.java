package io.failoverd.daemon.core;

/**
 * The counter of decisions. Generations are reserved on disk ahead of their use, so that a crash never reuses one.
 *
 * @param last the last one used
 * @param reserved no generation up to this one is used by a later run
 * @param asked how far a reservation was asked for
 */
public record Generations(long last, long reserved, long asked) {
    /** One write to disk serves this many decisions. */
    public static final long BLOCK = 1000;

    Generations next() {
        return new Generations(last + 1, reserved, asked);
    }

    /** Whether the next block should be reserved now. */
    boolean runningLow() {
        return asked <= reserved && reserved - last < BLOCK / 2;
    }

    Generations asking() {
        return new Generations(last, reserved, Math.max(reserved, last) + BLOCK);
    }

    Generations reservedThrough(long through) {
        return new Generations(last, Math.max(reserved, through), Math.max(asked, through));
    }
}
