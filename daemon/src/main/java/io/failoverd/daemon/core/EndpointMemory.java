package io.failoverd.daemon.core;

import io.failoverd.daemon.core.health.Health;
import io.failoverd.daemon.core.pool.OverrideMode;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What of an endpoint outlives a restart. Deadlines are wall time here, with the length they had, so that a clock that
 * jumped while we were away cannot stretch them.
 *
 * @param condemnedBy the evidence in words, for an endpoint that is DOWN or RECOVERING; empty otherwise
 * @param carriedOut whether it was let go from the answer, and not kept by a guard
 * @param awaitsResume whether it stays out until an operator resumes it
 * @param removedOpen whether a removal was alerted and its restore was not, yet; likewise the others
 * @param drilledOpen whether those were alerted as a drill's
 */
public record EndpointMemory(
        String service,
        String endpoint,
        InetAddress address,
        Health health,
        Instant since,
        String condemnedBy,
        boolean carriedOut,
        int repeats,
        @Nullable Instant heldUntil,
        Duration holdLength,
        @Nullable Instant cleanSince,
        boolean awaitsResume,
        boolean seenUp,
        boolean removedOpen,
        boolean withheldOpen,
        boolean degradedOpen,
        boolean quorumOpen,
        boolean drilledOpen,
        @Nullable OverrideMemory override,
        @Nullable RampMemory ramp) {

    /** An override, likewise; {@code expires} and {@code length} are null together. */
    public record OverrideMemory(
            OverrideMode mode,
            Instant since,
            @Nullable Instant expires,
            @Nullable Duration length,
            String by,
            String note) {}

    /** How far it had come back, or drained: the step begins anew. */
    public record RampMemory(boolean down, int step) {}
}
