package io.failoverd.daemon.core.pool;

import java.net.InetAddress;
import java.util.List;

/**
 * One endpoint in a decision: in or out, and the chain of reasons, never empty.
 *
 * @param eligible whether it may answer; the policy may still let it wait
 * @param inAnswer whether some client gets it
 * @param level the part of its weight that it carries, in percent
 */
public record Member(
        String endpoint,
        String region,
        InetAddress address,
        boolean eligible,
        boolean inAnswer,
        int level,
        List<Reason> reasons) {
    public Member {
        reasons = List.copyOf(reasons);
    }

    /** The first sentence of the chain that decided: what an alert says in one line. */
    public String why() {
        return reasons.getFirst().text();
    }
}
