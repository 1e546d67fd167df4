package io.failoverd.daemon.config;

import io.failoverd.daemon.core.SentinelPlan;
import io.failoverd.probes.model.Target;
import java.time.Duration;
import java.util.List;

/**
 * The neutral targets that tell whether our own network works.
 *
 * @param targets each named by its address and port; their ids are those of {@link SentinelPlan#target}
 * @param need how many must answer; 0 where there are none
 */
public record SentinelSettings(List<Target> targets, int need) {
    public static final SentinelSettings NONE = new SentinelSettings(List.of(), 0);

    static final Duration INTERVAL = Duration.ofSeconds(2);
    static final Duration TIMEOUT = Duration.ofSeconds(1);

    public SentinelSettings {
        targets = List.copyOf(targets);
    }

    public SentinelPlan plan() {
        return targets.isEmpty()
                ? SentinelPlan.NONE
                : new SentinelPlan(
                        targets.stream().map(target -> target.id().endpoint()).toList(), need);
    }

    /** A probe of a sentinel that takes longer than this has failed; zero where there are none. */
    Duration timeout() {
        return targets.isEmpty()
                ? Duration.ZERO
                : targets.getFirst().check().cadence().timeout();
    }
}
