package io.failoverd.daemon.core.consensus;

/** How a vote went. All but the first keep the health that was agreed last. */
public enum Standing {
    /** A quorum reports, and more than half of those who report say the same. */
    AGREED,
    /** As many say UP as say DOWN. */
    TIED,
    /** Too few report. */
    NO_QUORUM,
    /** One of two reports and says DOWN, and has no sentinel to show that it is not itself the one cut off. */
    LONE_DOUBT
}
