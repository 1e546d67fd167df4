package io.failoverd.dns.model;

/** Who may keep a record that is switched on out of the answer. The words are GTM's, and those of our overrides. */
public enum Control {
    /** We alone: it is answered whatever the target's own health checks say. All that a target without any can do. */
    ONLINE,
    /** The target's own health checks too, so that it goes on failing over if we no longer do. */
    SMART;

    /** Of an address that is told to answer, for the plan and the log. */
    String text(String address, boolean wasOn) {
        return switch (this) {
            case ONLINE ->
                wasOn
                        ? "have " + address + " answered whatever the target's own health checks say"
                        : "enable " + address;
            case SMART ->
                (wasOn ? "leave " + address : "enable " + address + " and leave it")
                        + " to the target's own health checks too";
        };
    }
}
