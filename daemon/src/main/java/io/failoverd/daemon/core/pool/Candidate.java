package io.failoverd.daemon.core.pool;

import io.failoverd.daemon.core.health.HealthState;
import io.failoverd.probes.model.Moment;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint before the decision.
 *
 * @param verdict the evidence that condemned it, in words; empty while it is not condemned
 * @param verdictFromBefore whether that verdict fell before a restart
 */
public record Candidate(
        String endpoint,
        String region,
        InetAddress address,
        HealthState health,
        @Nullable OperatorOverride override,
        String verdict,
        boolean verdictFromBefore) {

    boolean online() {
        return override != null && override.mode() == OverrideMode.ONLINE;
    }

    public boolean offline() {
        return override != null && override.mode() == OverrideMode.OFFLINE;
    }

    /** Whether it should answer, all else apart: by the operator's word, else by its health. */
    public boolean healthy() {
        return online() || (!offline() && health.healthy());
    }

    /** Whether it is out and a hold-down keeps it out. */
    boolean heldOut(Moment now) {
        return !online() && !offline() && health.held(now);
    }
}
