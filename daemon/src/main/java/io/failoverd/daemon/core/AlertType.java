package io.failoverd.daemon.core;

/** The kinds of alert. The word is the CloudEvents type and a contract. */
public enum AlertType {
    ADDRESS_REMOVED("failoverd.address.removed"),
    ADDRESS_RESTORED("failoverd.address.restored"),
    ADDRESS_DEGRADED("failoverd.address.degraded"),
    /** DOWN, but still answered, and what holds it. */
    REMOVAL_WITHHELD("failoverd.address.removal_withheld"),
    POOL_ALL_DOWN("failoverd.pool.all_down"),
    /** A region gets, or is about to get, more than it can carry. */
    PRESCALE("failoverd.pool.prescale"),
    /** The vantages have not agreed on an endpoint's health for longer than a report may be old. */
    QUORUM_LOST("failoverd.quorum.lost"),
    /** An endpoint's host name cannot be resolved; the addresses that it had stay. */
    HOST_UNRESOLVED("failoverd.host.unresolved"),
    /** A decision has not come to where a publisher should have brought it. */
    PUBLISH_FAILED("failoverd.publish.failed"),
    /** A name that a publisher keeps no longer was not left to its target's own health checks. */
    HAND_BACK_FAILED("failoverd.publish.hand_back_failed"),
    /** This host's own network is cut off: it stands for all that fails while it lasts. */
    PROBER_ISOLATED("failoverd.prober.isolated"),
    CONFIG_REJECTED("failoverd.config.rejected"),
    STATE_LOST("failoverd.state.lost");

    private final String word;

    AlertType(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
