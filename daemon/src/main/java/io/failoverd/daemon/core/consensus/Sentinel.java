package io.failoverd.daemon.core.consensus;

/** What the neutral targets of a vantage say of its own network. */
public enum Sentinel {
    GOOD,
    /** The vantage is the one that is cut off. */
    LOST,
    /** None are configured, so that nobody can tell. */
    NONE
}
