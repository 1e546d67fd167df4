package io.failoverd.probes;

/** How closely a target is watched. The core sets it, since it alone knows the health. */
public enum Pace {
    /** A failure or an unanswered probe starts a re-check series. */
    WATCHFUL,
    /** The plain interval: the verdict has fallen, or the target is earning it back, and haste changes nothing. */
    CONDEMNED
}
