package io.failoverd.daemon.config;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who is asked after a decision until the world has heard of it.
 *
 * @param resolvers recursive ones, beside the authoritative servers
 * @param every from one question to one of them to the next
 * @param patience after which one is given up
 */
public record WatchSettings(List<InetSocketAddress> resolvers, Duration every, Duration patience) {
    public static final Duration DEFAULT_EVERY = Duration.ofSeconds(1);
    public static final Duration DEFAULT_PATIENCE = Duration.ofMinutes(2);

    /** Each is asked about each name that is watched. */
    public static final int MOST_RESOLVERS = 8;

    private static final int DNS_PORT = 53;

    static final Duration LEAST_EVERY = Duration.ofMillis(200);
    static final Duration MOST_EVERY = Duration.ofMinutes(1);
    static final Duration LEAST_PATIENCE = Duration.ofSeconds(5);
    static final Duration MOST_PATIENCE = Duration.ofHours(1);

    public WatchSettings {
        resolvers = List.copyOf(resolvers);
    }

    /** Each by the name that it is shown under: its address, with a port that is not the usual one. */
    public Map<String, InetSocketAddress> named() {
        Map<String, InetSocketAddress> named = new LinkedHashMap<>();
        for (InetSocketAddress each : resolvers) {
            named.put(each.getPort() == DNS_PORT ? Addresses.text(each.getAddress()) : Addresses.text(each), each);
        }
        return Collections.unmodifiableMap(named);
    }
}
