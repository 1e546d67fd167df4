package io.failoverd.daemon.core;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;

/**
 * What of a service outlives a restart.
 *
 * @param lastHealthy endpoints of the last healthy set, for fail-open; empty when no cascade is under way
 */
public record ServiceMemory(
        String service,
        long generation,
        List<InetAddress> answer,
        Instant changedAt,
        boolean allDownOpen,
        List<String> lastHealthy) {
    public ServiceMemory {
        answer = List.copyOf(answer);
        lastHealthy = List.copyOf(lastHealthy);
    }
}
