package io.failoverd.daemon.demo.cloud.faults;

import java.time.Duration;

/** Longer than anybody waits for a DNS provider; a timer beyond it is a typing error. */
final class Bounds {
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private Bounds() {}

    static void check(Duration duration) {
        if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a fault lasts 0 to " + LONGEST.toMinutes() + "m, not " + duration);
        }
    }
}
