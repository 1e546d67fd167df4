package io.failoverd.dns.model;

/** What a target's own health checks say of one address. */
public enum TargetHealth {
    OK,
    FAILING,
    /** It has none for this address, or none that is switched on: that it answers the address says nothing. */
    UNMONITORED
}
