package io.failoverd.daemon.alerts;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How delivery goes, for metrics and status: one entry for each configured channel. Counts are since the start. */
public record AlertSnapshot(List<Channel> channels) {
    public AlertSnapshot {
        channels = List.copyOf(channels);
    }

    /**
     * One channel.
     *
     * @param disabled the receiver answered 410; until a reload or a restart
     * @param delivered rows that met a 2xx
     * @param failedAttempts attempts that met anything else
     * @param dead rows given up
     * @param discarded alerts that were never queued: the channel was disabled, or too many waited
     * @param depth rows that wait
     * @param oldestPending age of the oldest of them, zero if there is none
     * @param lastError why the last attempt failed; null after a delivery
     */
    public record Channel(
            String name,
            String url,
            boolean disabled,
            long delivered,
            long failedAttempts,
            long dead,
            long discarded,
            int depth,
            Duration oldestPending,
            @Nullable String lastError) {}
}
