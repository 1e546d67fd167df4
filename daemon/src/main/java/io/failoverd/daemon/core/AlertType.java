package io.failoverd.daemon.core;

/** The kinds of alert. The word is the CloudEvents type and a contract. */
public enum AlertType {
    ADDRESS_REMOVED("failoverd.address.removed"),
    ADDRESS_RESTORED("failoverd.address.restored"),
    ADDRESS_DEGRADED("failoverd.address.degraded"),
    /** DOWN, but still answered, and what holds it. */
    REMOVAL_WITHHELD("failoverd.address.removal_withheld"),
    POOL_ALL_DOWN("failoverd.pool.all_down"),
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
