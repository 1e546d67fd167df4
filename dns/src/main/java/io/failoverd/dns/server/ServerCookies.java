package io.failoverd.dns.server;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;

/**
 * The secrets that all server threads make cookies with. Any thread may replace them; the server threads read one
 * immutable record for each query. Without configured secrets there is a random one, which {@link #rotate} renews.
 */
final class ServerCookies {
    /** How long a random secret makes cookies; for as long again its cookies are good, so a cookie never ends early. */
    static final Duration RANDOM_FOR = Duration.ofDays(1);

    private final SecureRandom random = new SecureRandom();
    private volatile CookieSecrets secrets = new CookieSecrets(CookieSecret.random(random), null);
    private boolean configured;

    CookieSecrets secrets() {
        return secrets;
    }

    /** The secrets of a configuration; without any, a random one goes on or begins. */
    synchronized void configure(Optional<CookieSecrets> next) {
        if (next.isPresent()) {
            secrets = next.get();
        } else if (configured) {
            secrets = new CookieSecrets(CookieSecret.random(random), secrets.current());
        }
        configured = next.isPresent();
    }

    /** A new random secret, if it is a random one that makes cookies now. */
    synchronized void rotate() {
        if (!configured) {
            secrets = new CookieSecrets(CookieSecret.random(random), secrets.current());
        }
    }
}
