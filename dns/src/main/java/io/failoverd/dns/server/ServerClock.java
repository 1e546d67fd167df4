package io.failoverd.dns.server;

import java.util.concurrent.TimeUnit;

/** What time it is, for cookies and for the rate limit: asked once for a query, and only by those that need it. */
interface ServerClock {
    ServerClock SYSTEM = new ServerClock() {
        private final long origin = System.nanoTime();

        @Override
        public long unixSeconds() {
            return TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis());
        }

        @Override
        public long micros() {
            return TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - origin);
        }
    };

    /** Wall time: servers that share a secret have to agree on it. */
    long unixSeconds();

    /** Time that no one sets: from a start of its own on, and never back. */
    long micros();
}
