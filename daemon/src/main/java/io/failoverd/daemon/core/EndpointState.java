package io.failoverd.daemon.core;

import io.failoverd.daemon.core.EndpointMemory.OverrideMemory;
import io.failoverd.daemon.core.EndpointMemory.RampMemory;
import io.failoverd.daemon.core.health.EndpointHealth;
import io.failoverd.daemon.core.health.EndpointPolicy;
import io.failoverd.daemon.core.health.Health;
import io.failoverd.daemon.core.health.Hold;
import io.failoverd.daemon.core.pool.Candidate;
import io.failoverd.daemon.core.pool.Condemnation;
import io.failoverd.daemon.core.pool.Drill;
import io.failoverd.daemon.core.pool.Eligible;
import io.failoverd.daemon.core.pool.Maintenance;
import io.failoverd.daemon.core.pool.OperatorOverride;
import io.failoverd.daemon.core.pool.PoolRules;
import io.failoverd.daemon.core.pool.WallAnchor;
import io.failoverd.probes.model.Moment;
import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint as the core knows it.
 *
 * @param condemnation null while it is not condemned
 * @param ramping null while it carries its whole weight
 * @param eligible whether the latest decision could answer it
 * @param open the alerts that have begun and not ended
 * @param votes what the vantages say; null where we alone decide
 * @param drill a synthetic failure that has its probes count as failed, or had and keeps it out; null for none
 * @param joined when it came to this address: a probe that started before speaks of another one
 */
public record EndpointState(
        EndpointPlan plan,
        EndpointHealth health,
        @Nullable OperatorOverride override,
        @Nullable Condemnation condemnation,
        @Nullable Ramping ramping,
        boolean eligible,
        OpenAlerts open,
        @Nullable Votes votes,
        @Nullable Drill drill,
        Moment joined) {
    /**
     * Which alerts of an endpoint have begun and not ended.
     *
     * @param drilled whether the removal, or what else a drill can bring about, was told as a drill's
     */
    public record OpenAlerts(boolean removed, boolean withheld, boolean degraded, boolean quorumLost, boolean drilled) {
        static final OpenAlerts NONE = new OpenAlerts(false, false, false, false, false);
    }

    static EndpointState fresh(EndpointPlan plan, EndpointPolicy policy, Moment now, boolean assumedUp) {
        return new EndpointState(
                plan,
                EndpointHealth.unknown(policy, now, assumedUp),
                null,
                null,
                null,
                assumedUp,
                OpenAlerts.NONE,
                null,
                null,
                now);
    }

    EndpointState withHealth(EndpointHealth next) {
        return new EndpointState(plan, next, override, condemnation, ramping, eligible, open, votes, drill, joined);
    }

    EndpointState with(Voting.Seen next) {
        return new EndpointState(
                plan, next.health(), override, condemnation, ramping, eligible, open, next.votes(), drill, joined);
    }

    EndpointState withOverride(@Nullable OperatorOverride next) {
        return new EndpointState(plan, health, next, condemnation, ramping, eligible, open, votes, drill, joined);
    }

    EndpointState with(@Nullable Condemnation next) {
        return new EndpointState(plan, health, override, next, ramping, eligible, open, votes, drill, joined);
    }

    EndpointState withDrill(@Nullable Drill next) {
        return new EndpointState(plan, health, override, condemnation, ramping, eligible, open, votes, next, joined);
    }

    EndpointState withRamping(@Nullable Ramping next) {
        return new EndpointState(plan, health, override, condemnation, next, eligible, open, votes, drill, joined);
    }

    EndpointState withOutcome(boolean mayAnswer, OpenAlerts next) {
        return mayAnswer == eligible && next.equals(open)
                ? this
                : new EndpointState(
                        plan, health, override, condemnation, ramping, mayAnswer, next, votes, drill, joined);
    }

    EndpointState withPlan(EndpointPlan next) {
        return new EndpointState(next, health, override, condemnation, ramping, eligible, open, votes, drill, joined);
    }

    /** Under another name: probes that are under way come by the old one, and are another's. */
    EndpointState called(String name, Moment now) {
        return new EndpointState(
                plan.called(name), health, override, condemnation, ramping, eligible, open, votes, drill, now);
    }

    /** As the decider sees it. */
    Candidate candidate(PoolRules rules, Maintenance.@Nullable Active maintenance) {
        return new Candidate(
                plan.name(),
                plan.region(),
                plan.address(),
                plan.weight(),
                plan.tier(),
                ramping == null ? Eligible.FULL : ramping.level(rules),
                health,
                override,
                maintenance,
                drill,
                condemnation,
                eligible,
                votes == null ? null : votes.vote());
    }

    /** What we think of it by our own checks, whatever a drill says. */
    EndpointHealth own() {
        return votes == null ? health : votes.own(health);
    }

    /** As it would be without its drill: a drill ends with its run, and what it condemned must not stay out for it. */
    private EndpointHealth undrilled() {
        return drill == null ? health : drill.itself().with(drill.before());
    }

    /** What outlives a restart, in moments of this run: two equal ones need no second write. */
    Durable durable() {
        EndpointHealth kept = undrilled();
        return new Durable(
                plan.address(),
                kept.health(),
                kept.since(),
                drill == null ? condemnation : null,
                kept.hold(),
                health.mayAnswer(),
                override,
                ramping,
                open);
    }

    record Durable(
            InetAddress address,
            Health health,
            Moment since,
            @Nullable Condemnation condemnation,
            Hold hold,
            boolean mayAnswer,
            @Nullable OperatorOverride override,
            @Nullable Ramping ramping,
            OpenAlerts open) {}

    EndpointMemory memory(String service, WallAnchor wall) {
        EndpointHealth kept = undrilled();
        Hold hold = kept.hold();
        @Nullable Condemnation verdict = drill == null ? condemnation : null;
        return new EndpointMemory(
                service,
                plan.name(),
                plan.address(),
                kept.health(),
                wall.at(kept.since()),
                verdict == null ? "" : verdict.evidence(),
                verdict != null && verdict.carriedOut(),
                hold.repeats(),
                hold.until() == null ? null : wall.at(hold.until()),
                hold.length(),
                hold.cleanSince() == null ? null : wall.at(hold.cleanSince()),
                hold.awaitsResume(),
                health.mayAnswer(),
                open.removed(),
                open.withheld(),
                open.degraded(),
                open.quorumLost(),
                open.drilled(),
                override == null ? null : memory(override, wall),
                ramping == null ? null : new RampMemory(ramping.down(), ramping.step()));
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
