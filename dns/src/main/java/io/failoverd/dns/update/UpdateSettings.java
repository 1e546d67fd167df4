package io.failoverd.dns.update;

import io.failoverd.dns.query.NameServers;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where and how to send updates.
 *
 * @param primary that takes them; resolved, since a name would have to be looked up while names fail over
 * @param transport of updates; readings are always TCP
 * @param key asked for at each call, so that a secret can change; empty: unsigned
 * @param nameServers that answer for the zones, resolved; each must follow before a change is verified
 * @param callsPerSecond our own limit
 */
public record UpdateSettings(
        InetSocketAddress primary,
        Transport transport,
        Supplier<Optional<TsigKey>> key,
        List<InetSocketAddress> nameServers,
        double callsPerSecond) {
    /** A primary writes its journal at each update; few are made for more. */
    public static final double CALLS_PER_SECOND = 20;

    /** How long after its connection broke an update may still be taken: queues in the server, not in the network. */
    static final Duration LATENESS = Duration.ofSeconds(5);

    public static final int MOST_NAME_SERVERS = NameServers.MOST;

    public enum Transport {
        TCP,
        /** One datagram; what does not fit into 512 octets goes by TCP. */
        UDP
    }

    public UpdateSettings {
        nameServers = List.copyOf(nameServers);
        if (primary.isUnresolved() || nameServers.stream().anyMatch(InetSocketAddress::isUnresolved)) {
            throw new IllegalArgumentException("an update's servers are given as addresses");
        }
        if (nameServers.size() > MOST_NAME_SERVERS) {
            throw new IllegalArgumentException("more than " + MOST_NAME_SERVERS + " name servers");
        }
    }
}
