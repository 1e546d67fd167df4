package io.failoverd.daemon.watch;

import java.net.InetAddress;
import java.util.Set;

/** What a server said when it was asked. */
public sealed interface Seen {
    /** These addresses; none for NODATA and NXDOMAIN. */
    record Answered(Set<InetAddress> addresses) implements Seen {
        public Answered {
            addresses = Set.copyOf(addresses);
        }
    }

    /** It has not the decision yet, in words: a target's name servers lag. */
    record Behind(String why) implements Seen {}

    /** Nothing of use, in words: it says nothing of what caches hold. */
    record Silent(String why) implements Seen {}
}
