package io.failoverd.dns.server;

import java.net.InetSocketAddress;
import java.util.List;

/** What came of opening the sockets. */
public sealed interface ListenOutcome {
    /** All are open, UDP and TCP on each of these, port 0 resolved, and wildcards too where the engine needs that. */
    record Listening(List<InetSocketAddress> addresses) implements ListenOutcome {
        public Listening {
            addresses = List.copyOf(addresses);
        }
    }

    /**
     * Nothing is open.
     *
     * @param problem one line for the operator, with the address as it was configured
     */
    record Failed(String problem) implements ListenOutcome {}
}
