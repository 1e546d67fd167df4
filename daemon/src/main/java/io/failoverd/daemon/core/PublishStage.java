package io.failoverd.daemon.core;

/** How far a decision has come at one publisher's target. */
public enum PublishStage {
    /** Not there within its deadline, or not before someone acts; the publisher goes on trying. */
    FAILED,
    /** Read back from the target. */
    PUBLISHED,
    /** The target's own name servers answer something else for longer than they should. */
    LAGGING,
    /** They answer it. */
    VERIFIED,
    /** Someone else changed what we keep there. */
    DRIFTED,
    /** That is over. */
    SETTLED
}
