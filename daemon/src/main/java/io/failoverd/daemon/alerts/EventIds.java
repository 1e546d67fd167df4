package io.failoverd.daemon.alerts;

import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Ids of events: UUID version 7 (RFC 9562, section 5.7) with the counter of method 1, so that ids of one process sort
 * in the order they were made, even while its clock goes back. Thread-safe.
 */
final class EventIds {
    private static final int COUNTER_BITS = 12;
    private static final long VARIANT = 0b10L << 62;
    private static final long VERSION = 7L << COUNTER_BITS;

    private final RandomGenerator random;
    /** Milliseconds and counter as one number: when the counter is used up, it runs into the next millisecond. */
    private long last;

    EventIds(RandomGenerator random) {
        this.random = random;
    }

    synchronized String next(long epochMillis) {
        last = Math.max(last + 1, epochMillis << COUNTER_BITS);
        long millis = last >>> COUNTER_BITS;
        long counter = last & ((1L << COUNTER_BITS) - 1);
        return new UUID((millis << 16) | VERSION | counter, VARIANT | (random.nextLong() >>> 2)).toString();
    }
}
