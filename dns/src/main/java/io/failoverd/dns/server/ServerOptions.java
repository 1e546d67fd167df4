package io.failoverd.dns.server;

import java.util.Optional;

/**
 * How the server runs, from its start to its end.
 *
 * @param threads UDP threads for each address
 * @param engine what carries UDP
 * @param nsid what tells this server from others, for clients that ask (RFC 5001, RFC 4892)
 * @param version what {@code version.bind} is answered with; empty to refuse it
 * @param udpSize octets of the longest UDP response, whatever a client says that it can take (RFC 6891 section 6.2.5)
 */
public record ServerOptions(
        int threads, EngineChoice engine, Optional<String> nsid, Optional<String> version, int udpSize) {
    /** What fits through every path without fragments (DNS flag day 2020). */
    public static final int USUAL_UDP_SIZE = 1232;

    /** What every client takes. */
    public static final int LEAST_UDP_SIZE = 512;

    /** What RFC 6891 names as a good compromise where fragments pass. */
    public static final int MOST_UDP_SIZE = 4096;

    public ServerOptions {
        if (udpSize < LEAST_UDP_SIZE || udpSize > MOST_UDP_SIZE) {
            throw new IllegalArgumentException("udpSize: " + udpSize);
        }
        if (threads < 1) {
            throw new IllegalArgumentException("threads: " + threads);
        }
    }
}
