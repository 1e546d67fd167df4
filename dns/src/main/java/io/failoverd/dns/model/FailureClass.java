package io.failoverd.dns.model;

/** What to do about a call that failed; a provider sorts its codes into these. */
public enum FailureClass {
    /** The target asks us to slow down, and did nothing. Retried, with a longer pause than the others. */
    THROTTLED,
    /** The target could not do it now (its own error, a lock, nobody listening). Retried, after a new read. */
    TRANSIENT,
    /** No answer, or one that does not say whether it was done: it may have been, or may be yet. Read again. */
    AMBIGUOUS,
    /** The target is not as it was read: a prerequisite failed, what we add is there already. Read again at once. */
    CHANGED,
    /** A record, pool or domain is not known by the id we hold: look all ids up again. */
    STALE_ID,
    /** Credentials, rights, locks, an expired domain: someone has to act. Tried again seldom. */
    OPERATOR,
    /** The configuration asks what the target cannot do. Tried again seldom. */
    CONFIG;

    /** Whether a person has to act before another try can be better. */
    public boolean needsPerson() {
        return this == OPERATOR || this == CONFIG;
    }

    /** Whether a write that failed so may have been done, or may be done yet. */
    public boolean mayHaveApplied() {
        return this == AMBIGUOUS || this == TRANSIENT;
    }
}
