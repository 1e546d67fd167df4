package io.failoverd.dns.publish;

import java.net.InetAddress;
import java.util.Set;

/** What one of the target's own name servers says. */
public sealed interface ServerAnswer {
    /** The name server, as people know it. */
    String server();

    /**
     * An answer; no address is NODATA or NXDOMAIN.
     *
     * @param whole whether it holds every address of the name where the target's answers do; one of a weighted set does
     *     not
     */
    record Answered(String server, Set<InetAddress> addresses, boolean whole) implements ServerAnswer {
        public Answered {
            addresses = Set.copyOf(addresses);
        }

        /** A whole one. */
        public Answered(String server, Set<InetAddress> addresses) {
            this(server, addresses, true);
        }
    }

    /** No answer, or none that can be used. */
    record Silent(String server, String why) implements ServerAnswer {}
}
