package io.failoverd.dns.server;

/** A clock that a test sets. */
final class FixedClock implements ServerClock {
    long seconds = 1_800_000_000;
    long micros = 1;

    @Override
    public long unixSeconds() {
        return seconds;
    }

    @Override
    public long micros() {
        return micros;
    }
}
