package io.failoverd.daemon.config;

import io.failoverd.dns.PublishLimits;
import io.failoverd.probes.model.DurationMath;
import java.time.Duration;

/**
 * How often a target's own health checks are asked for each service, and how long what they say counts.
 *
 * @param interval from question to question of one service
 * @param maxAge a report as old as this counts no longer
 */
public record HealthPolling(Duration interval, Duration maxAge) {
    /**
     * GTM checks once in 60 s in its standard edition, waits up to 10 s for an answer and condemns after 3 failures at most;
     * which of that it is set to, it does not say with what it found.
     */
    public static final Duration LONGEST_TO_FIND = Duration.ofSeconds(3 * 60 + 10);

    /** A provider's checks find something once a minute, or in 15 s at best: more questions would learn no more. */
    private static final Duration SHORTEST = Duration.ofSeconds(10);

    /** A question takes two calls at most where a target is paged or has a pool for each family. */
    private static final int CALLS_A_QUESTION = 2;

    /** Of the calls of a publisher; the others are for decisions and for drift. */
    private static final double SHARE = 0.25;

    /** One question may be lost, and another be late. */
    private static final int QUESTIONS_MISSED = 3;

    /** Of a publisher with so many names. */
    public static HealthPolling of(int names, double callsPerSecond) {
        long millis = Math.round(names * CALLS_A_QUESTION * 1000.0 / (callsPerSecond * SHARE));
        Duration interval = Duration.ofMillis(Math.max(SHORTEST.toMillis(), millis));
        return new HealthPolling(
                interval, DurationMath.times(interval, QUESTIONS_MISSED).plus(PublishLimits.DEFAULT.callDeadline()));
    }

    public static HealthPolling of(PublisherSettings settings) {
        return of(settings.names().size(), settings.target().callsPerSecond());
    }
}
