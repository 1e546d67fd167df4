package io.failoverd.daemon.config;

import io.failoverd.dns.server.EngineChoice;
import io.failoverd.dns.server.RateLimit;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The DNS server.
 *
 * @param listen for UDP and TCP, made of literals, never looked up; {@code [::]} is v6-only
 * @param threads UDP engine threads
 * @param engine the UDP engine
 * @param nsid what answers an NSID question (RFC 5001); null for none
 * @param version what answers {@code version.bind}; null to refuse it
 * @param udpSize octets of the longest UDP response
 * @param cookies where the secrets of DNS cookies are; null for random ones
 * @param rateLimit of UDP responses; null for none
 * @param explain whether a TXT query for {@code _failoverd.} and a service's name says why it is answered as it is
 */
public record DnsSettings(
        List<InetSocketAddress> listen,
        int threads,
        EngineChoice engine,
        @Nullable String nsid,
        @Nullable String version,
        int udpSize,
        @Nullable CookieSettings cookies,
        @Nullable RateLimit rateLimit,
        boolean explain) {
    public static final List<InetSocketAddress> DEFAULT_LISTEN = List.of(
            new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 53),
            new InetSocketAddress(InetAddress.ofLiteral("::"), 53));

    /** One thread serves a core; more than this is a typo. */
    public static final int MAX_THREADS = 256;

    public DnsSettings {
        listen = List.copyOf(listen);
    }
}
