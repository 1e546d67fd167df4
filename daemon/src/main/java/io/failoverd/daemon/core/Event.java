package io.failoverd.daemon.core;

import io.failoverd.daemon.core.pool.OverrideMode;
import io.failoverd.probes.model.Probed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that can happen to the core. */
public sealed interface Event {
    /**
     * The configuration in force from now on, at the start or by a reload.
     *
     * @param memory what was kept on disk, at the start; {@link Memory#NONE} at a reload
     */
    record Configured(List<ServicePlan> services, Memory memory) implements Event {
        public Configured {
            services = List.copyOf(services);
        }
    }

    record ProbeFinished(Probed probed) implements Event {}

    /**
     * An operator's wish.
     *
     * @param length how long it holds; null for until it is changed
     * @param force whether it may leave nothing to answer
     */
    record OverrideAsked(
            String service,
            String endpoint,
            OverrideMode mode,
            @Nullable Duration length,
            String by,
            String note,
            boolean force)
            implements Event {}

    /** What the wall clock says now: after a step of it, and now and then against drift. */
    record WallClock(Instant instant) implements Event {}

    /** Generations up to {@code through} are reserved on disk. */
    record GenerationsReserved(long through) implements Event {}

    /** A configuration was refused, and the one in force stays. */
    record ConfigRejected(String why) implements Event {}

    /** The state on disk could not be read, was moved aside, and the daemon starts cold. */
    record StateLost(String why) implements Event {}

    /** Nothing but the passing of time; carries no information, since every event applies what is due. */
    record Tick() implements Event {}
}
