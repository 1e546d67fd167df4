package io.failoverd.daemon.core;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What of a service outlives a restart.
 *
 * @param unpublished the publishers that were alerted to fail or to lag, and not yet to be well again
 * @param unresolved the endpoints whose host names were alerted to be unresolvable, and not yet to resolve again
 * @param lastHealthy endpoints of the last healthy set, for fail-open; empty when no cascade is under way
 * @param activeTier the tier that answers, under the failover policy; else 0
 */
public record ServiceMemory(
        String service,
        long generation,
        List<InetAddress> answer,
        Instant changedAt,
        boolean allDownOpen,
        boolean prescaleOpen,
        Map<String, PublishStage> unpublished,
        List<String> unresolved,
        List<String> lastHealthy,
        int activeTier,
        @Nullable RemovalMemory lastRemoval,
        @Nullable FreezeMemory freeze) {
    public ServiceMemory {
        answer = List.copyOf(answer);
        unpublished = Collections.unmodifiableMap(new TreeMap<>(unpublished));
        unresolved = List.copyOf(unresolved);
        lastHealthy = List.copyOf(lastHealthy);
    }

    /** The removal from which the spacing counts. */
    public record RemovalMemory(String region, Instant at) {}

    /** A freeze; {@code expires} and {@code length} are null together. */
    public record FreezeMemory(
            Instant since,
            @Nullable Instant expires,
            @Nullable Duration length,
            String by,
            String note) {}
}
