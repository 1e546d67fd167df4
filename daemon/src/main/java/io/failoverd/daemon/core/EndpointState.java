package io.failoverd.daemon.core;

import io.failoverd.daemon.core.EndpointMemory.OverrideMemory;
import io.failoverd.daemon.core.health.Health;
import io.failoverd.daemon.core.health.HealthState;
import io.failoverd.daemon.core.pool.Candidate;
import io.failoverd.daemon.core.pool.OperatorOverride;
import io.failoverd.daemon.core.pool.WallAnchor;
import io.failoverd.probes.model.Moment;
import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint as the core knows it.
 *
 * @param verdict the evidence that condemned it, in words; empty while it is not condemned
 * @param verdictFromBefore whether that verdict fell before a restart
 * @param open the alerts that have begun and not ended
 * @param joined when it came to this address: a probe that started before speaks of another one
 */
public record EndpointState(
        EndpointPlan plan,
        HealthState health,
        @Nullable OperatorOverride override,
        String verdict,
        boolean verdictFromBefore,
        OpenAlerts open,
        Moment joined) {

    /** Which alerts of an endpoint have begun and not ended. */
    public record OpenAlerts(boolean removed, boolean withheld, boolean degraded) {
        static final OpenAlerts NONE = new OpenAlerts(false, false, false);
    }

    static EndpointState fresh(EndpointPlan plan, Moment now, boolean assumedUp) {
        return new EndpointState(plan, HealthState.unknown(now, assumedUp), null, "", false, OpenAlerts.NONE, now);
    }

    EndpointState withHealth(HealthState next) {
        return new EndpointState(plan, next, override, verdict, verdictFromBefore, open, joined);
    }

    EndpointState withOverride(@Nullable OperatorOverride next) {
        return new EndpointState(plan, health, next, verdict, verdictFromBefore, open, joined);
    }

    EndpointState withVerdict(String words) {
        return new EndpointState(plan, health, override, words, false, open, joined);
    }

    EndpointState withOpen(OpenAlerts next) {
        return new EndpointState(plan, health, override, verdict, verdictFromBefore, next, joined);
    }

    EndpointState withPlan(EndpointPlan next) {
        return new EndpointState(next, health, override, verdict, verdictFromBefore, open, joined);
    }

    /** As the decider sees it. */
    public Candidate candidate() {
        return new Candidate(plan.name(), plan.region(), plan.address(), health, override, verdict, verdictFromBefore);
    }

    /** What outlives a restart, in moments of this run: two equal ones need no second write. */
    Durable durable() {
        return new Durable(
                plan.address(),
                health.health(),
                health.since(),
                verdict,
                health.repeats(),
                health.heldUntil(),
                health.cleanSince(),
                health.seenUp() || health.assumedUp(),
                override,
                open);
    }

    record Durable(
            InetAddress address,
            Health health,
            Moment since,
            String verdict,
            int repeats,
            @Nullable Moment heldUntil,
            @Nullable Moment cleanSince,
            boolean mayAnswer,
            @Nullable OperatorOverride override,
            OpenAlerts open) {}

    EndpointMemory memory(String service, WallAnchor wall) {
        return new EndpointMemory(
                service,
                plan.name(),
                plan.address(),
                health.health(),
                wall.at(health.since()),
                verdict,
                health.repeats(),
                health.heldUntil() == null ? null : wall.at(health.heldUntil()),
                health.holdLength(),
                health.cleanSince() == null ? null : wall.at(health.cleanSince()),
                health.seenUp() || health.assumedUp(),
                open.removed(),
                open.withheld(),
                open.degraded(),
                override == null ? null : memory(override, wall));
    }

    private static OverrideMemory memory(OperatorOverride override, WallAnchor wall) {
        @Nullable Moment expires = override.expires();
        @Nullable Duration length = override.length();
        return new OverrideMemory(
                override.mode(),
                wall.at(override.since()),
                expires == null ? null : wall.at(expires),
                length,
                override.by(),
                override.note());
    }
}
