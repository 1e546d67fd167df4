package io.failoverd.dns.server;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counts up, for each constant of an enum. One thread writes, so it needs no read-modify-write instruction; any thread
 * reads. All counts are in one array: a thread that was just woken finds nothing in its cache, and pays for each line.
 */
final class Counters<E extends Enum<E>> {
    private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] counts;

    Counters(Class<E> kind) {
        counts = new long[kind.getEnumConstants().length];
    }

    void increment(E constant) {
        int at = place(constant);
        COUNT.setRelease(counts, at, counts[at] + 1);
    }

    long get(E constant) {
        return (long) COUNT.getAcquire(counts, place(constant));
    }

    /** As EnumMap has it; nothing outside this object knows the number. */
    @SuppressWarnings("EnumOrdinal")
    private static int place(Enum<?> constant) {
        return constant.ordinal();
    }

    long sum() {
        long sum = 0;
        for (int at = 0; at < counts.length; at++) {
            sum += (long) COUNT.getAcquire(counts, at);
        }
        return sum;
    }
}
