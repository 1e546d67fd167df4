package io.failoverd.daemon.core.pool;

/** Why an endpoint is in or out of the answer. The name is a contract: alerts, status, journal and scripts use it. */
public enum ReasonCode {
    OVERRIDE_ONLINE,
    OVERRIDE_OFFLINE,
    /** Its weight falls in steps, by an operator's word. */
    DRAINING,
    DRAINED,
    /** A maintenance window keeps it out. */
    MAINTENANCE,
    /** A synthetic failure has its probes count as failed, or had and keeps it out. */
    DRILL,
    HEALTHY,
    /** Configured at a cold start and not yet probed. */
    ASSUMED_HEALTHY,
    SUSPECT,
    CONDEMNED,
    /** Whose fault the failure looks like. */
    BLAME,
    /** We condemn it, and the vantages do not agree. */
    NOT_AGREED,
    /** What each vantage says. */
    VANTAGES,
    RECOVERING,
    HELD_DOWN,
    /** Resume is manual, and no operator has resumed it. */
    AWAITING_RESUME,
    /** Added by a reload and never seen passing. */
    AWAITING_FIRST_SUCCESS,
    /** The verdict comes from before a restart. */
    DOWN_BEFORE_RESTART,
    DEGRADED,
    /** A check that only observes fails. */
    OBSERVED_DOWN,
    /** Kept until the sentinels show that the fault is not our own. */
    SENTINEL_WAIT,
    /** Likewise, and for too long: they neither bear the verdict out nor fail. */
    SENTINEL_SILENT,
    /** Our own network is cut off. */
    PROBER_ISOLATED,
    /** An operator froze the service. */
    FROZEN,
    /** Kept: another region left within the removal spacing. */
    REMOVAL_SPACING,
    /** Kept: the brake on removals lets no more go. */
    REMOVAL_BRAKE,
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
    /** It gets, or is about to get, more than its region can carry. */
    OVER_CAPACITY,
    MIN_AVAILABLE,
    ALL_DOWN_FAIL_OPEN,
    ALL_DOWN_FAIL_CLOSED,
    ALL_DOWN_FALLBACK,
    /** What would bring it back, and when at the earliest. */
    RETURNS_WHEN
}
