package io.failoverd.daemon.demo;

import java.util.Set;

/**
 * One answered DNS query.
 *
 * @param nanos when the answer arrived, on {@link System#nanoTime}
 * @param sound whether it was authoritative, NOERROR, and held nothing but address records of the name
 */
record Answer(long nanos, Set<String> addresses, long ttl, boolean sound, String text) {
    Answer {
        addresses = Set.copyOf(addresses);
    }
}
