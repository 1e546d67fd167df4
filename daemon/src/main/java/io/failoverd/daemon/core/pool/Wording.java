package io.failoverd.daemon.core.pool;

import io.failoverd.daemon.core.health.CheckRule;
import io.failoverd.daemon.core.health.EndpointHealth;
import io.failoverd.daemon.core.health.EndpointPolicy;
import io.failoverd.daemon.core.health.Health;
import io.failoverd.daemon.core.health.HealthPolicy;
import io.failoverd.daemon.core.health.HealthState;
import io.failoverd.probes.model.DurationMath;
import io.failoverd.probes.model.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sentences of the reasons, the same in explain, status, alerts and journal. None is without a number, and none
 * counts down: a sentence stays true until the next event.
 */
public final class Wording {
    private Wording() {}

    /** {@code 1.0 s}, {@code 350 ms}, {@code 2 min}. */
    static String seconds(Duration duration) {
        long millis = duration.toMillis();
        if (millis < 1000) {
            return millis + " ms";
        }
        if (millis < 120_000) {
            long tenths = (millis + 50) / 100;
            return tenths / 10 + "." + tenths % 10 + " s";
        }
        return (millis + 30_000) / 60_000 + " min";
    }

    /** @param noneHealthy whether the first endpoint to pass again returns at once, its hold-down waived */
    static List<Reason> ofHealth(
            PoolRules rules, Candidate candidate, boolean noneHealthy, Moment now, WallAnchor wall) {
        EndpointHealth health = candidate.health();
        var reasons = new ArrayList<Reason>();
        switch (health.health()) {
            case UNKNOWN -> reasons.add(unproven(candidate, "0 successes and 0 failures so far"));
            case UP -> reasons.add(new Reason(ReasonCode.HEALTHY, up(rules.health(), health, wall)));
            case SUSPECT -> {
                String soFar = Evidence.of(rules.health(), health, wall);
                reasons.add(
                        !health.healthy()
                                ? unproven(candidate, soFar)
                                : health.outvoted()
                                        ? VoteWording.notAgreed(candidate, soFar)
                                        : new Reason(ReasonCode.SUSPECT, "failing, not yet condemned: " + soFar));
            }
            case DOWN, RECOVERING -> condemned(reasons, rules, candidate, noneHealthy, now, wall);
        }
        if (!health.health().condemned() && !(health.outvoted() && health.healthy())) {
            VoteWording.addTo(reasons, candidate);
        }
        for (int i = 0; i < health.checks().size(); i++) {
            CheckRule rule = rules.health().checks().get(i);
            HealthState check = health.checks().get(i);
            if (check.degraded()) {
                reasons.add(
                        new Reason(ReasonCode.DEGRADED, named(rules.health(), rule) + degraded(rule.policy(), check)));
            }
            if (rule.observed() && check.health().condemned()) {
                reasons.add(new Reason(
                        ReasonCode.OBSERVED_DOWN,
                        "check " + rule.check() + " fails and only observes: "
                                + Evidence.of(rule.policy(), check, wall)));
            }
        }
        return reasons;
    }

    private static String up(EndpointPolicy policy, EndpointHealth health, WallAnchor wall) {
        String since = "UP since " + wall.clock(health.since());
        if (policy.counted() == 1) {
            return since;
        }
        long passing = 0;
        for (int i = 0; i < health.checks().size(); i++) {
            boolean counts = !policy.checks().get(i).observed();
            passing += counts && !health.checks().get(i).health().condemned() ? 1 : 0;
        }
        return since + ": " + passing + " of " + policy.counted() + " checks pass, " + policy.needed() + " needed";
    }

    private static String named(EndpointPolicy policy, CheckRule rule) {
        return policy.checks().size() == 1 ? "" : "check " + rule.check() + " ";
    }

    private static Reason unproven(Candidate candidate, String soFar) {
        return candidate.health().assumedUp()
                ? new Reason(ReasonCode.ASSUMED_HEALTHY, "configured at the start and assumed healthy: " + soFar)
                : new Reason(
                        ReasonCode.AWAITING_FIRST_SUCCESS,
                        "added while running, answers after its first success: " + soFar);
    }

    private static String degraded(HealthPolicy policy, HealthState state) {
        String run = state.degradedRun() > 0
                ? "degraded: the latest " + state.degradedRun() + " probes"
                : "degraded until " + policy.rise() + " clean probes in a row, " + state.cleanRun() + " so far";
        return run
                + (state.last() == null
                        ? ""
                        : ", last: " + state.last().result().detail());
    }

    private static void condemned(
            List<Reason> reasons,
            PoolRules rules,
            Candidate candidate,
            boolean noneHealthy,
            Moment now,
            WallAnchor wall) {
        EndpointHealth health = candidate.health();
        Condemnation condemnation = candidate.condemnation();
        String evidence = condemnation == null ? "0 failures known" : condemnation.evidence();
        reasons.add(
                condemnation != null && condemnation.fromBefore()
                        ? new Reason(
                                ReasonCode.DOWN_BEFORE_RESTART,
                                "DOWN since " + wall.clock(condemnation.since()) + ", before the restart: " + evidence)
                        : new Reason(ReasonCode.CONDEMNED, evidence));
        for (HealthState check : health.counted()) {
            if (check.health().condemned() && !check.failures().isEmpty()) {
                reasons.add(new Reason(ReasonCode.BLAME, Blame.of(check.failures())));
                break;
            }
        }
        int rise = slowest(rules.health(), health).policy().rise();
        VoteWording.addTo(reasons, candidate);
        if (health.health() == Health.RECOVERING) {
            reasons.add(recovering(rules.health(), health, rise, wall));
        }
        boolean held = health.hold().begun()
                && health.hold().until() != null
                && now.isBefore(health.hold().until());
        if (held) {
            reasons.add(new Reason(
                    ReasonCode.HELD_DOWN,
                    "held down for " + seconds(health.holdLength()) + " (removal " + health.repeats()
                            + " in a row) until " + wall.clock(heldUntil(health, now))));
        }
        if (health.hold().awaitsResume()) {
            reasons.add(new Reason(
                    ReasonCode.AWAITING_RESUME,
                    "stays out until an operator resumes it, since resume is manual: removal " + health.repeats()
                            + " in a row"));
        }
        reasons.add(
                new Reason(ReasonCode.RETURNS_WHEN, returnsWhen(rules, health, rise, held, noneHealthy, now, wall)));
    }

    private static Reason recovering(EndpointPolicy policy, EndpointHealth health, int rise, WallAnchor wall) {
        return health.passesHere()
                ? VoteWording.passesHere(policy, health)
                : new Reason(
                        ReasonCode.RECOVERING,
                        health.successes() + " of " + rise + " successes in a row since " + wall.clock(health.since()));
    }

    private static String returnsWhen(
            PoolRules rules,
            EndpointHealth health,
            int rise,
            boolean held,
            boolean noneHealthy,
            Moment now,
            WallAnchor wall) {
        Moment risen = risen(slowest(rules.health(), health), health, now);
        Moment earliest = held && !noneHealthy ? Moment.later(risen, heldUntil(health, now)) : risen;
        boolean waits = health.hold().awaitsResume() && !noneHealthy;
        String successes = rise + " successes in a row (" + health.successes() + " so far)";
        return (health.together() ? VoteWording.returnsWhen(health, successes) : "returns after " + successes)
                + (held ? holdClause(noneHealthy) : "")
                + (waits ? " and an operator's resume" : "")
                + ", at the earliest at about "
                + wall.clock(earliest);
    }

    /** When the probe starts that completes {@code rise}, at the earliest. */
    private static Moment risen(CheckRule rule, EndpointHealth health, Moment now) {
        if (health.last() == null) {
            // From before a restart: the first probe comes within an interval, and not after the pause of one that
            // failed.
            int missing = Math.max(0, rule.policy().rise() - health.successes());
            return now.plus(health.passesHere() ? Duration.ZERO : DurationMath.times(rule.interval(), missing));
        }
        Moment basis = health.last().startedAt();
        return health.passesHere() ? basis : basis.plus(rule.wayBack(health.successes()));
    }

    /** The condemned check that has the longest way back. */
    private static CheckRule slowest(EndpointPolicy policy, EndpointHealth health) {
        @Nullable CheckRule slowest = null;
        Duration longest = Duration.ZERO;
        for (int i = 0; i < health.checks().size(); i++) {
            CheckRule rule = policy.checks().get(i);
            HealthState check = health.checks().get(i);
            if (!rule.observed() && (check.health().condemned() || slowest == null)) {
                Duration way = rule.wayBack(check.successes());
                if (slowest == null || way.compareTo(longest) > 0) {
                    slowest = rule;
                    longest = way;
                }
            }
        }
        return slowest == null ? policy.checks().getFirst() : slowest;
    }

    private static String holdClause(boolean noneHealthy) {
        return noneHealthy
                ? ", its hold-down waived if it is the first while none is healthy"
                : " and the end of its hold-down";
    }

    private static Moment heldUntil(EndpointHealth health, Moment otherwise) {
        @Nullable Moment until = health.heldUntil();
        return until == null ? otherwise : until;
    }

    /** What a person or the calendar says of an endpoint. */
    static List<Reason> ofOperator(Candidate candidate, WallAnchor wall) {
        @Nullable OperatorOverride override = candidate.override();
        if (override != null) {
            return List.of(ofOverride(override, candidate, wall));
        }
        Maintenance.@Nullable Active maintenance = candidate.maintenance();
        return maintenance == null ? List.of() : List.of(new Reason(ReasonCode.MAINTENANCE, maintenance.text()));
    }

    /** What is synthetic of its failures. */
    static List<Reason> ofDrill(Candidate candidate, WallAnchor wall) {
        @Nullable Drill drill = candidate.drill();
        if (drill == null) {
            return List.of();
        }
        String real =
                "; by what its probes themselves say it is " + drill.itself().health();
        String said = drill.over()
                ? drill.words() + " from " + wall.clock(drill.since()) + " to " + wall.clock(drill.until())
                        + " has ended, and it returns as after a real failure"
                : said("drill", drill.by(), drill.since(), drill.until(), wall) + ": its probes count as failed";
        return List.of(new Reason(ReasonCode.DRILL, said + real + note(drill.note())));
    }

    private static Reason ofOverride(OperatorOverride override, Candidate candidate, WallAnchor wall) {
        String said = said("set " + override.mode().word(), override.by(), override.since(), override.expires(), wall)
                + note(override.note());
        return switch (override.mode()) {
            case ONLINE -> new Reason(ReasonCode.OVERRIDE_ONLINE, said);
            case OFFLINE, SMART -> new Reason(ReasonCode.OVERRIDE_OFFLINE, said);
            case DRAIN ->
                candidate.level() == 0
                        ? new Reason(ReasonCode.DRAINED, "drained to 0 % of its weight; " + said)
                        : new Reason(
                                ReasonCode.DRAINING,
                                "drains, and carries " + candidate.level() + " % of its weight; " + said);
        };
    }

    /** Why the verdict of {@code candidate} is not carried out: our own network is not seen to work. */
    static Reason unconfirmed(Candidate candidate, Condemnation condemnation, Circumstances at) {
        if (at.connectivity().lost()) {
            return new Reason(
                    ReasonCode.PROBER_ISOLATED,
                    "kept in the answer until the sentinels show that the fault is not our own: "
                            + at.connectivity().words(at.wall()));
        }
        String proof = at.connectivity().proof(candidate.health().lastFailure(), at.wall());
        return at.now().isBefore(condemnation.patientUntil())
                ? new Reason(
                        ReasonCode.SENTINEL_WAIT,
                        "kept in the answer until the sentinels show that the fault is not our own: " + proof)
                : new Reason(
                        ReasonCode.SENTINEL_SILENT,
                        "kept in the answer for more than " + seconds(Condemnation.PATIENCE)
                                + ", since the sentinels neither pass nor fail: " + proof);
    }

    /** @param kept whether it is the condemned that stays, or the healthy that waits */
    static Reason frozen(Freeze freeze, boolean kept, WallAnchor wall) {
        return new Reason(
                ReasonCode.FROZEN,
                (kept ? "kept in the answer: " : "waits, though it is healthy: ")
                        + said("the service was frozen", freeze.by(), freeze.since(), freeze.expires(), wall)
                        + note(freeze.note()));
    }

    private static String said(String what, String by, Moment since, @Nullable Moment expires, WallAnchor wall) {
        return what + " by " + by + " at " + wall.clock(since) + ", "
                + (expires == null ? "without expiry" : "until " + wall.clock(expires));
    }

    private static String note(String note) {
        return note.isEmpty() ? "" : ": " + note;
    }
}
