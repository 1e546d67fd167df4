package io.failoverd.daemon.core.pool;

/** The state of a whole service. */
public enum Condition {
    /** At least one endpoint is healthy. */
    NORMAL,
    ALL_DOWN_FAIL_OPEN,
    ALL_DOWN_FAIL_CLOSED,
    ALL_DOWN_FALLBACK,
    /** Every endpoint is overridden offline. */
    ALL_OFFLINE;

    public boolean allDown() {
        return this == ALL_DOWN_FAIL_OPEN || this == ALL_DOWN_FAIL_CLOSED || this == ALL_DOWN_FALLBACK;
    }
}
