package io.failoverd.dns.server;

import java.util.concurrent.atomic.AtomicLong;

/** Counts up. One thread writes, so it needs no read-modify-write instruction; any thread reads. */
final class Counter {
    private final AtomicLong value = new AtomicLong();

    void increment() {
        value.setRelease(value.getPlain() + 1);
    }

    void add(long count) {
        value.setRelease(value.getPlain() + count);
    }

    long get() {
        return value.getAcquire();
    }
}
