package io.failoverd.daemon.config;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * Who is asked for the host names of endpoints, and how often.
 *
 * @param servers recursive resolvers, asked in this order; none for those of {@code /etc/resolv.conf}
 * @param timeout of one question to one server
 * @param minTtl what is answered with a shorter TTL is asked for again after this
 * @param maxTtl likewise with a longer one
 */
public record ResolverSettings(List<InetSocketAddress> servers, Duration timeout, Duration minTtl, Duration maxTtl) {
    /** Load balancers answer with 60 s; a TTL of 0 or of a day must neither flood a resolver nor hide a change. */
    public static final ResolverSettings DEFAULT =
            new ResolverSettings(List.of(), Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofMinutes(5));

    /** As many as the C library takes from {@code /etc/resolv.conf}. */
    public static final int MOST_SERVERS = 3;

    static final Duration LEAST_TIMEOUT = Duration.ofMillis(100);
    static final Duration MOST_TIMEOUT = Duration.ofSeconds(30);
    static final Duration LEAST_TTL = Duration.ofSeconds(1);
    static final Duration MOST_TTL = Duration.ofDays(1);

    public ResolverSettings {
        servers = List.copyOf(servers);
    }
}
