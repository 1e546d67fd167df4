package io.failoverd.dns.server;

import io.failoverd.dns.answer.AnswerTable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What all responders of a server have in common. Each part may be read by any thread without a lock.
 *
 * @param tcpIdle how long a TCP connection may be without a query
 * @param udpSize octets of the longest UDP response
 */
record Shared(
        AtomicReference<AnswerTable> tables,
        NodeIdentity identity,
        ServerCookies cookies,
        RateLimiter limiter,
        ServerClock clock,
        Duration tcpIdle,
        int udpSize) {

    /** A server with a random cookie secret and no rate limit, as one is without a configuration. */
    static Shared of(AtomicReference<AnswerTable> tables, NodeIdentity identity) {
        return new Shared(
                tables,
                identity,
                new ServerCookies(),
                new RateLimiter(Optional.empty()),
                ServerClock.SYSTEM,
                TcpLimits.DEFAULT.idle(),
                ServerOptions.USUAL_UDP_SIZE);
    }
}
