package io.failoverd.probes;

import io.failoverd.probes.model.FailureReason;

/** How far a probe has come; a timeout is named after it. */
enum Phase {
    CONNECT(FailureReason.CONNECT_TIMEOUT, "no TCP connection"),
    TLS(FailureReason.TLS_TIMEOUT, "no TLS session"),
    FIRST_BYTE(FailureReason.FIRST_BYTE_TIMEOUT, "no answer"),
    BODY(FailureReason.TOTAL_TIMEOUT, "no complete answer");

    private final FailureReason timeout;
    private final String missing;

    Phase(FailureReason timeout, String missing) {
        this.timeout = timeout;
        this.missing = missing;
    }

    FailureReason timeout() {
        return timeout;
    }

    /** Completes "… within 3000 ms". */
    String missing() {
        return missing;
    }
}
