package io.failoverd.daemon.config;

import java.time.Duration;

/**
 * How much of the past is kept: what is older goes, and the oldest goes when there is too much.
 *
 * @param size bytes on disk
 */
public record JournalSettings(Duration retention, long size) {
    public static final JournalSettings DEFAULT = new JournalSettings(Duration.ofDays(14), 2L << 30);

    static final Duration LEAST_RETENTION = Duration.ofHours(1);
    static final Duration MOST_RETENTION = Duration.ofDays(3650);
    static final long LEAST_SIZE = 16L << 20;
    static final long MOST_SIZE = 1L << 40;
}
