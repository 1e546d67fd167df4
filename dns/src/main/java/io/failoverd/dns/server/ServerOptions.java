package io.failoverd.dns.server;

import java.util.Optional;

/**
 * How the server runs, from its start to its end.
 *
 * @param threads UDP threads for each address
 * @param engine what carries UDP
 * @param nsid what tells this server from others, for clients that ask (RFC 5001, RFC 4892)
 * @param version what {@code version.bind} is answered with; empty to refuse it
 */
public record ServerOptions(int threads, EngineChoice engine, Optional<String> nsid, Optional<String> version) {
    public ServerOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("threads: " + threads);
        }
    }
}
