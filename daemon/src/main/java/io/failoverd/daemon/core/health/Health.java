package io.failoverd.daemon.core.health;

/** What we think of a target. */
public enum Health {
    /** No evidence of our own yet. */
    UNKNOWN,
    UP,
    /** Failing, not yet condemned: still healthy for the answer. */
    SUSPECT,
    /** Condemned. */
    DOWN,
    /** Passing, not yet trusted: still unhealthy for the answer. */
    RECOVERING;

    /** Whether the target was condemned and has not been absolved since. */
    public boolean condemned() {
        return this == DOWN || this == RECOVERING;
    }
}
