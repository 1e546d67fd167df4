package io.failoverd.dns.publish;

import java.net.InetAddress;
import java.util.Set;

/** What one of the target's own name servers says. */
public sealed interface ServerAnswer {
    /** The name server, as people know it. */
    String server();

    /** An answer; no address is NODATA or NXDOMAIN. */
    record Answered(String server, Set<InetAddress> addresses) implements ServerAnswer {
        public Answered {
            addresses = Set.copyOf(addresses);
        }
    }

    /** No answer, or none that can be used. */
    record Silent(String server, String why) implements ServerAnswer {}
}
