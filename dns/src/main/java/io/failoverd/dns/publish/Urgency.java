package io.failoverd.dns.publish;

/** In which order calls get what the quota leaves; the first is the most urgent. */
enum Urgency {
    /** An address that should not answer does. */
    FAILOVER(0),
    /** An address comes back, or a change is read back. */
    RETURN(0.2),
    /** Weights and TTLs. */
    TUNE(0.2),
    /** Looking whether someone changed something. */
    CHECK(0.5);

    /** The part of the burst that calls of this kind leave to more urgent ones. */
    private final double leaves;

    Urgency(double leaves) {
        this.leaves = leaves;
    }

    double leaves() {
        return leaves;
    }
}
