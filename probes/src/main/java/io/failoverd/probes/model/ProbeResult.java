package io.failoverd.probes.model;

/** What a probe says of its target. {@code detail} is one line for a person, without secrets. */
public sealed interface ProbeResult {
    String detail();

    record Up(String detail) implements ProbeResult {}

    /** Alive, but not well: counts as a success. {@code reason} is e.g. STATUS for a 429. */
    record Degraded(FailureReason reason, String detail) implements ProbeResult {}

    record Down(FailureReason reason, String detail) implements ProbeResult {}

    /** Our own fault: counts for nothing and resets nothing. */
    record Inconclusive(FailureReason reason, String detail) implements ProbeResult {}

    /** The word in metrics and the status: UP, DEGRADED, DOWN or INCONCLUSIVE. */
    default String outcome() {
        return switch (this) {
            case Up _ -> "UP";
            case Degraded _ -> "DEGRADED";
            case Down _ -> "DOWN";
            case Inconclusive _ -> "INCONCLUSIVE";
        };
    }

    /** The reason's label, or {@code "none"} for UP. */
    default String reasonLabel() {
        return switch (this) {
            case Up _ -> "none";
            case Degraded degraded -> degraded.reason().label();
            case Down down -> down.reason().label();
            case Inconclusive inconclusive -> inconclusive.reason().label();
        };
    }
}
