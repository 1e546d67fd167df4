package io.failoverd.daemon.core.pool;

import io.failoverd.daemon.core.health.EndpointHealth;
import io.failoverd.probes.model.Moment;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint before the decision.
 *
 * @param weight as configured, 0 to 100
 * @param tier as configured, from 1
 * @param level the part of its weight that it may carry now, in percent: less than 100 while it ramps or drains
 * @param maintenance the window that keeps it out; null outside of one
 * @param drill what has its probes count as failed, or had and keeps it out; null for none
 * @param condemnation null while it is not condemned
 * @param eligibleBefore whether the decision before this one could answer it
 * @param vote how the vantages stand; null where we alone decide
 */
public record Candidate(
        String endpoint,
        String region,
        InetAddress address,
        int weight,
        int tier,
        int level,
        EndpointHealth health,
        @Nullable OperatorOverride override,
        Maintenance.@Nullable Active maintenance,
        @Nullable Drill drill,
        @Nullable Condemnation condemnation,
        boolean eligibleBefore,
        @Nullable Vote vote) {
    boolean online() {
        return override != null && override.mode() == OverrideMode.ONLINE;
    }

    /** Whether it never answers, fail-open included: by the operator's word, or once it has drained. */
    public boolean offline() {
        return override != null
                ? override.mode() == OverrideMode.OFFLINE || (override.mode() == OverrideMode.DRAIN && level == 0)
                : maintenance != null;
    }

    boolean draining() {
        return override != null && override.mode() == OverrideMode.DRAIN;
    }

    /** Whether it should answer, all else apart: by the operator's word, else by its health. */
    public boolean healthy() {
        return online() || (!offline() && health.healthy());
    }

    /** Whether it would be healthy, and a drill has it count as failed. */
    public boolean drilledOut() {
        return drill != null && !offline() && drill.itself().healthy();
    }

    /** Whether it is condemned, and nothing but its health speaks. */
    boolean condemned() {
        return !online() && !offline() && health.health().condemned();
    }

    /** Whether at least two vantages agree on its health. */
    boolean corroborated() {
        return vote != null && vote.corroborated();
    }

    /** Whether it is out and a hold-down keeps it out. */
    boolean heldOut(Moment now) {
        return !online() && !offline() && health.hold().begun() && health.held(now);
    }
}
