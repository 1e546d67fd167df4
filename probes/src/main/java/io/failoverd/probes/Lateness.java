package io.failoverd.probes;

import java.time.Duration;
import java.util.List;

/**
 * How late the probes of one event loop have started, since it began.
 *
 * @param counts of starts that were later than the bound before and no later than their own; the last are later than all
 * @param sum of all of them
 */
public record Lateness(List<Long> counts, Duration sum) {
    /** Upper bounds, in ascending order. A probe that is later than a tenth of its timeout says nothing. */
    public static final List<Duration> BOUNDS = List.of(
            Duration.ofMillis(1),
            Duration.ofMillis(5),
            Duration.ofMillis(10),
            Duration.ofMillis(25),
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ofMillis(250),
            Duration.ofSeconds(1));

    public Lateness {
        if (counts.size() != BOUNDS.size() + 1) {
            throw new IllegalArgumentException("one count for each bound, and one for what is later");
        }
        counts = List.copyOf(counts);
    }
}
