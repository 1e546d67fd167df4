package io.failoverd.daemon.core.pool;

/** Why an endpoint is in or out of the answer. The name is a contract: alerts, status, journal and scripts use it. */
public enum ReasonCode {
    OVERRIDE_ONLINE,
    OVERRIDE_OFFLINE,
    HEALTHY,
    /** Configured at a cold start and not yet probed. */
    ASSUMED_HEALTHY,
    SUSPECT,
    CONDEMNED,
    RECOVERING,
    HELD_DOWN,
    /** Added by a reload and never seen passing. */
    AWAITING_FIRST_SUCCESS,
    /** The verdict comes from before a restart. */
    DOWN_BEFORE_RESTART,
    DEGRADED,
    /** Policy {@code all}: every healthy endpoint answers. */
    POLICY_ALL,
    /** Policy {@code all} with more endpoints than one response carries: they take turns. */
    MAX_ANSWERS,
    /** Policy {@code weighted}: its share, or that its weight is 0. */
    POLICY_WEIGHTED,
    /** Policy {@code failover}: its tier answers. */
    POLICY_TIER,
    /** Policy {@code failover}: its tier waits. */
    POLICY_STANDBY,
    /** Policy {@code regional}: its share for each client region. */
    POLICY_REGIONAL,
    MIN_AVAILABLE,
    ALL_DOWN_FAIL_OPEN,
    ALL_DOWN_FAIL_CLOSED,
    ALL_DOWN_FALLBACK,
    /** What would bring it back, and when at the earliest. */
    RETURNS_WHEN
}
