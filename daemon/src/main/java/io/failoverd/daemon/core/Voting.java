package io.failoverd.daemon.core;

import io.failoverd.daemon.core.consensus.Agreement;
import io.failoverd.daemon.core.consensus.ConsensusMachine;
import io.failoverd.daemon.core.consensus.ConsensusPolicy;
import io.failoverd.daemon.core.consensus.ConsensusState;
import io.failoverd.daemon.core.consensus.Heard;
import io.failoverd.daemon.core.consensus.Opinion;
import io.failoverd.daemon.core.consensus.Report;
import io.failoverd.daemon.core.consensus.Sentinel;
import io.failoverd.daemon.core.consensus.Stance;
import io.failoverd.daemon.core.consensus.Standing;
import io.failoverd.daemon.core.health.CheckRule;
import io.failoverd.daemon.core.health.EndpointHealth;
import io.failoverd.daemon.core.health.EndpointMachine;
import io.failoverd.daemon.core.health.EndpointPolicy;
import io.failoverd.daemon.core.health.Health;
import io.failoverd.daemon.core.health.HealthState;
import io.failoverd.daemon.core.pool.Drill;
import io.failoverd.daemon.core.pool.Vote;
import io.failoverd.daemon.core.pool.WallAnchor;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Probed;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * From what we see and what others say to the health that decides. Where nobody else has a say, that is what we see:
 * then this is {@link EndpointMachine} and nothing more. Else our own opinion is one vote. Lives within one turn.
 */
final class Voting {
    /** The health that decides, and what the vantages say; no votes where we alone decide. */
    record Seen(EndpointHealth health, @Nullable Votes votes) {}

    private final EndpointPolicy health;
    private final @Nullable ConsensusPolicy vantages;
    private final SentinelState sentinels;
    private final WallAnchor wall;
    private final Moment now;

    Voting(ServicePlan plan, SentinelState sentinels, WallAnchor wall, Moment now) {
        this.health = plan.health();
        this.vantages = plan.vantages();
        this.sentinels = sentinels;
        this.wall = wall;
        this.now = now;
    }

    /** @param ours whether it counts for nothing, since the fault was our own */
    Seen probed(EndpointState endpoint, int check, Probed probed, boolean ours) {
        EndpointHealth before = endpoint.health();
        @Nullable Votes votes = endpoint.votes();
        EndpointHealth own = votes == null ? before : votes.own(before);
        EndpointHealth next =
                ours ? EndpointMachine.seen(own, check, probed) : EndpointMachine.on(health, own, check, probed, now);
        if (votes == null) {
            return new Seen(next, null);
        }
        boolean observed = health.checks().get(check).observed();
        boolean conclusive = !(ours || observed || probed.result() instanceof ProbeResult.Inconclusive);
        int seen = conclusive ? Math.min(enough(), votes.observations() + 1) : votes.observations();
        return counted(before, next, seen, votes.consensus(), false);
    }

    /** What another vantage says. */
    Seen heard(EndpointState endpoint, Report report) {
        @Nullable Votes votes = endpoint.votes();
        if (votes == null || vantages == null) {
            return new Seen(endpoint.health(), votes);
        }
        ConsensusState consensus = ConsensusMachine.on(
                vantages, ready(votes.consensus(), votes.observations()), report, now, wall.at(now));
        return counted(endpoint.health(), votes.own(endpoint.health()), votes.observations(), consensus, false);
    }

    /** Applies what time alone changes, or what our own network being lost or found does. */
    Seen onTime(EndpointState endpoint) {
        @Nullable Votes votes = endpoint.votes();
        return votes == null
                ? new Seen(EndpointMachine.onTime(health, endpoint.health(), now), null)
                : again(endpoint.health(), votes, false);
    }

    /** Returns it although it is held, if it has earned it. */
    Seen waived(EndpointState endpoint) {
        @Nullable Votes votes = endpoint.votes();
        return votes == null
                ? new Seen(EndpointMachine.waiveHold(health, endpoint.health(), now), null)
                : again(endpoint.health(), votes, true);
    }

    /** Whether {@link #waived} has returned it. */
    static boolean returned(EndpointHealth before, Seen waived) {
        return waived.votes() == null
                ? waived.health().health() == Health.UP
                : before.health().condemned() && !waived.health().health().condemned();
    }

    /** Takes back what was counted of probes that started at {@code since} or later, and what was agreed for it. */
    Seen exonerated(EndpointState endpoint, Moment since) {
        @Nullable Votes votes = endpoint.votes();
        if (votes == null || vantages == null) {
            return new Seen(EndpointMachine.exonerated(health, endpoint.health(), since, now), votes);
        }
        EndpointHealth own = EndpointMachine.exonerated(health, votes.own(endpoint.health()), since, now);
        return takenBack(endpoint.health(), own, votes, false);
    }

    /** As it is by what its probes themselves said: without the drill's failures, and held as before it. */
    Seen undrilled(EndpointState endpoint, Drill drill) {
        @Nullable Votes votes = endpoint.votes();
        EndpointHealth own = drill.itself();
        EndpointHealth known = endpoint.health();
        if (votes == null || vantages == null) {
            EndpointHealth real = own.with(drill.before());
            boolean stays = own.health().condemned() && known.hold().begun();
            return new Seen(stays ? EndpointMachine.held(health, real, now) : real, votes);
        }
        return takenBack(known.with(drill.before()), own, votes, true);
    }

    /** Gives our own vote anew; where nobody else agreed with the old one, what was agreed is taken back with it. */
    private Seen takenBack(EndpointHealth known, EndpointHealth own, Votes votes, boolean waived) {
        ConsensusState consensus = votes.consensus();
        boolean oursAlone = consensus.health() == Opinion.DOWN && !othersSay(consensus, Opinion.DOWN);
        if (oursAlone && !own.health().condemned()) {
            consensus = consensus.takenBack(Opinion.of(own.health()), now);
        }
        return counted(known, own, votes.observations(), consensus, waived);
    }

    /** An endpoint as it begins under this plan: what is known of it is what was agreed. */
    EndpointState begun(EndpointState endpoint) {
        return vantages == null ? endpoint : endpoint.with(joined(endpoint.health(), 0));
    }

    /** The same endpoint under this plan. */
    Seen under(EndpointState endpoint, ServicePlan before) {
        @Nullable Votes votes = endpoint.votes();
        EndpointHealth known = endpoint.health();
        if (vantages == null) {
            EndpointHealth alone = votes == null ? known : known.alone();
            EndpointHealth next = EndpointMachine.under(health, before.health(), alone, now);
            return new Seen(EndpointMachine.onTime(health, next, now), null);
        }
        EndpointHealth was = votes == null ? known.own(known.health(), known.since()) : votes.own(known);
        EndpointHealth under = EndpointMachine.under(health, before.health(), was, now);
        EndpointHealth own = EndpointMachine.onTime(health, under, now);
        if (votes == null) {
            // A lower rise may have absolved our checks just now: then that is what we say from the first count on.
            return counted(
                    known,
                    own,
                    known.health() == Health.UNKNOWN ? 0 : enough(),
                    ConsensusState.agreedBefore(Opinion.of(known.health()), known.since(), now),
                    false);
        }
        return counted(known, own, votes.observations(), votes.consensus(), false);
    }

    private Seen joined(EndpointHealth known, int observations) {
        EndpointHealth own = known.own(known.health(), known.since());
        var consensus = ConsensusState.agreedBefore(Opinion.of(known.health()), known.since(), now);
        return counted(known, own, observations, consensus, false);
    }

    /** When time alone changes it; null for never. */
    @Nullable
    Moment due(EndpointState endpoint) {
        @Nullable Votes votes = endpoint.votes();
        EndpointHealth known = endpoint.health();
        if (votes == null || vantages == null) {
            return EndpointMachine.due(health, known);
        }
        boolean held = known.health().condemned() && !known.hold().awaitsResume();
        boolean earned = held && votes.consensus().health() != Opinion.DOWN;
        return Moment.earliest(
                earned ? known.hold().until() : null, ConsensusMachine.due(vantages, votes.consensus(), now));
    }

    private Seen again(EndpointHealth before, Votes votes, boolean waived) {
        return counted(before, votes.own(before), votes.observations(), votes.consensus(), waived);
    }

    /** Gives our own vote, counts all, and takes the health that follows. */
    private Seen counted(
            EndpointHealth before, EndpointHealth own, int observations, ConsensusState known, boolean waived) {
        ConsensusPolicy policy = Objects.requireNonNull(vantages);
        Instant instant = wall.at(now);
        ConsensusState consensus = ConsensusMachine.on(
                policy, ready(known, observations), ourReport(policy, own, known, instant), now, instant);
        EndpointHealth agreed = EndpointMachine.agreed(
                health, before, own, consensus.health() == Opinion.DOWN, consensus.health() == Opinion.UP, now, waived);
        return new Seen(agreed, new Votes(own.health(), own.since(), observations, consensus, vote(policy, consensus)));
    }

    private Vote vote(ConsensusPolicy policy, ConsensusState consensus) {
        Agreement agreement = ConsensusMachine.agreement(policy, consensus, now);
        List<Stance> stances = ConsensusMachine.stances(policy, consensus, now);
        boolean shared = agreement.standing() == Standing.AGREED
                && agreement.health() == Opinion.DOWN
                && othersSay(consensus, Opinion.DOWN);
        return new Vote(
                agreement.corroborated(), shared, agreement.quorumLost(), VoteWords.of(agreement, stances, wall));
    }

    private boolean othersSay(ConsensusState consensus, Opinion opinion) {
        return ConsensusMachine.stances(Objects.requireNonNull(vantages), consensus, now).stream()
                .anyMatch(stance -> !stance.own() && stance.says(opinion));
    }

    private ConsensusState ready(ConsensusState consensus, int observations) {
        return consensus.withSeenEnough(observations >= enough());
    }

    /** As many results as our own checks need to condemn. */
    private int enough() {
        int enough = 0;
        for (CheckRule rule : health.checks()) {
            enough += rule.observed() ? 0 : rule.policy().fall();
        }
        return enough;
    }

    private Report ourReport(ConsensusPolicy policy, EndpointHealth own, ConsensusState known, Instant instant) {
        @Nullable Heard heard = known.heard().get(policy.self());
        @Nullable Report last = heard == null ? null : heard.report();
        Opinion health = Opinion.of(own.health());
        @Nullable Moment confirmed = confirmed(own, health);
        // Who has never seen it pass in this run, and has seen it fail too seldom to condemn it, knows nothing yet.
        Opinion opinion = health == Opinion.UP && confirmed == null ? Opinion.UNKNOWN : health;
        boolean fromBefore = opinion == Opinion.DOWN && confirmed == null;
        // A verdict from before a restart is no evidence of this run: it stands, and nobody can tell whose fault it
        // was.
        Sentinel sentinel =
                sentinels.lost() ? Sentinel.LOST : sentinels.watched() && !fromBefore ? Sentinel.GOOD : Sentinel.NONE;
        return new Report(
                policy.self(),
                new Report.Order(0, last == null ? 1 : last.order().number() + 1),
                opinion,
                last != null && last.opinion() == opinion ? last.since() : instant,
                wall.at(confirmed == null ? own.since() : confirmed),
                sentinel,
                wall.at(sentinels.since()),
                instant);
    }

    /** The start of the newest probe that bears our opinion out; null where none of this run does. */
    private static @Nullable Moment confirmed(EndpointHealth own, Opinion opinion) {
        @Nullable Moment newest = null;
        for (HealthState check : own.counted()) {
            @Nullable Moment start = opinion == Opinion.DOWN ? check.latestFailure() : check.latestSuccess();
            newest = start == null || (newest != null && newest.isAfter(start)) ? newest : start;
        }
        return newest;
    }
}
