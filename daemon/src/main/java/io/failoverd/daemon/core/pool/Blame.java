package io.failoverd.daemon.core.pool;

import io.failoverd.daemon.core.health.Failure;
import io.failoverd.probes.model.FailureReason;
import java.util.List;

/** Whose fault a failure looks like. The sentinels have the last word: while they are lost, it is our own. */
public enum Blame {
    /** Ours: the host, or its network. */
    LOCAL("speak of this host"),
    /** Nothing came back: the gateway, or the way to it. */
    PATH("speak of the gateway or the way to it: nothing came back"),
    /** Something at the gateway's address answered, and not as it should. */
    TARGET("speak of the gateway: its address answered, so the way there works"),
    /** Nobody's: somebody has it count as failed. */
    DRILL("speak of nothing real: a drill made them");

    private final String words;

    Blame(String words) {
        this.words = words;
    }

    /** {@code 3 of 3 failures speak of the gateway: …}, by what the latest of the run looks like. */
    static String of(List<Failure> run) {
        Blame latest = of(run.getLast().reason());
        int same = 0;
        for (Failure failure : run) {
            same += of(failure.reason()) == latest ? 1 : 0;
        }
        return same + " of " + run.size() + " failures " + latest.words;
    }

    public static Blame of(FailureReason reason) {
        return switch (reason) {
            case LOCAL_ADDRESS,
                    LOCAL_DESCRIPTORS,
                    LOCAL_OVERLOAD,
                    LOCAL_PATTERN,
                    LOCAL_PROGRAM,
                    LOCAL_PERMISSION,
                    LOCAL_LIMIT,
                    LOCAL_ERROR -> LOCAL;
            case CONNECT_TIMEOUT, CONNECT_UNREACHABLE, ICMP_LOSS -> PATH;
            case CONNECT_REFUSED,
                    CONNECT_RESET,
                    TLS_TIMEOUT,
                    TLS_UNTRUSTED,
                    TLS_EXPIRED,
                    TLS_NAME_MISMATCH,
                    TLS_OTHER,
                    FIRST_BYTE_TIMEOUT,
                    TOTAL_TIMEOUT,
                    CLOSED_EARLY,
                    PROTOCOL_ERROR,
                    BODY_TOO_LARGE,
                    STATUS,
                    HEADER_MISMATCH,
                    BODY_MISMATCH,
                    DNS_RCODE,
                    DNS_RECORDS,
                    GRPC_STATUS,
                    GRPC_NOT_SERVING,
                    EXEC_DOWN,
                    EXEC_EXIT,
                    EXEC_DEGRADED,
                    CERT_EXPIRING,
                    LATENCY -> TARGET;
            case DRILL -> DRILL;
        };
    }
}
