package io.failoverd.dns.answer;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The serial of a zone: the Unix time of its last change, never decreasing, whatever the clock does. It is shared by the
 * tables before and after a reload; any thread reads it.
 */
final class ZoneSerial {
    private final AtomicLong seconds = new AtomicLong(1);

    void raise(Instant changedAt) {
        seconds.accumulateAndGet(changedAt.getEpochSecond(), Math::max);
    }

    long value() {
        return seconds.get();
    }
}
