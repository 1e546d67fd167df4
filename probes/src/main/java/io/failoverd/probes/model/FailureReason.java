package io.failoverd.probes.model;

import java.util.Locale;

/** Why a probe did not pass. The lower-case name is the label in metrics, alerts and the status. */
public enum FailureReason {
    CONNECT_REFUSED("refused"),
    CONNECT_TIMEOUT("timed out connecting"),
    CONNECT_UNREACHABLE("found no route"),
    CONNECT_RESET("were reset while connecting"),
    TLS_TIMEOUT("timed out in the TLS handshake"),
    TLS_UNTRUSTED("met an untrusted certificate"),
    TLS_EXPIRED("met an expired certificate"),
    TLS_NAME_MISMATCH("met a certificate for another name"),
    TLS_OTHER("failed in the TLS handshake"),
    FIRST_BYTE_TIMEOUT("got no answer in time"),
    TOTAL_TIMEOUT("got no complete answer in time"),
    CLOSED_EARLY("were closed before an answer"),
    PROTOCOL_ERROR("got an answer that is against the protocol"),
    BODY_TOO_LARGE("got a body over the limit"),
    STATUS("got an unexpected status"),
    HEADER_MISMATCH("got an answer whose headers are not as expected"),
    BODY_MISMATCH("got a body that is not as expected"),
    DNS_RCODE("got an unexpected rcode"),
    DNS_RECORDS("got records that are not as expected"),
    GRPC_STATUS("got a gRPC status that is not OK"),
    GRPC_NOT_SERVING("were told that the service does not serve"),
    ICMP_LOSS("got no echo reply, or too few"),
    EXEC_DOWN("were told that it is down"),
    EXEC_EXIT("ended with an exit code that is no verdict"),
    /** Of a probe that passes, and so DEGRADED. */
    EXEC_DEGRADED("were told that it is degraded"),
    CERT_EXPIRING("met a certificate near its end"),
    LATENCY("took longer than they may"),
    /** Nothing is wrong: an operator has the target count as failed. */
    DRILL("were failed by a drill"),
    /** Our own fault, and so INCONCLUSIVE: no local address, no descriptor, a late event loop, no route at all. */
    LOCAL_ADDRESS("could not use the source address"),
    LOCAL_DESCRIPTORS("had no file descriptor left"),
    LOCAL_OVERLOAD("ran late on this host"),
    LOCAL_PATTERN("took too long to be matched on this host"),
    LOCAL_PROGRAM("could not run their program"),
    LOCAL_PERMISSION("may not be made by this user"),
    LOCAL_LIMIT("met a limit of this host"),
    LOCAL_ERROR("failed on this host");

    private final String phrase;

    FailureReason(String phrase) {
        this.phrase = phrase;
    }

    /** The word in metrics, alerts and the status: {@code connect_refused}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Completes "3 of 3 probes …". */
    public String phrase() {
        return phrase;
    }
}
