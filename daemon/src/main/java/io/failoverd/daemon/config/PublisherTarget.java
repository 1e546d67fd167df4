package io.failoverd.daemon.config;

import io.failoverd.dns.update.UpdateSettings;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a publisher publishes to. */
public sealed interface PublisherTarget {
    /**
     * A primary that takes DNS UPDATE (RFC 2136). Its zone is the domain of each of the publisher's names.
     *
     * @param server made of a literal, never looked up
     * @param key null: unsigned
     * @param nameServers asked until they answer what was published; made of literals
     * @param callsPerSecond our own limit
     */
    record Rfc2136(
            InetSocketAddress server,
            UpdateSettings.Transport transport,
            @Nullable TsigReference key,
            List<InetSocketAddress> nameServers,
            double callsPerSecond)
            implements PublisherTarget {
        public Rfc2136 {
            nameServers = List.copyOf(nameServers);
        }
    }
}
