package io.failoverd.daemon.sim.vantages;

import io.failoverd.daemon.core.consensus.Agreement;
import io.failoverd.daemon.core.consensus.ConsensusPolicy;
import io.failoverd.daemon.core.consensus.ConsensusState;
import io.failoverd.daemon.core.consensus.Opinion;
import io.failoverd.daemon.core.consensus.Report;
import io.failoverd.daemon.core.consensus.Sentinel;
import io.failoverd.daemon.core.consensus.Standing;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What holds after every step, judged by the true times of the simulation and not by anyone's clock:
 *
 * <ol>
 *   <li>A change of the agreed health has a quorum behind it: of three vantages at least two, of two at least one, whose
 *       newest report says so and is truly no older than maxAge + maxSkew.
 *   <li>No DOWN is agreed while more than half of the vantages, with good sentinels and right clocks, are known to say UP
 *       by reports that are truly younger than maxAge − maxSkew.
 *   <li>No DOWN is agreed that no vantage said, and none on what a vantage saw while its sentinel was lost.
 *   <li>Of three, one that hears nobody keeps what was agreed last, once the last reports that it heard are stale: in a
 *       split 1|2 or 1|1|1 the minority never changes its mind, so that both sides never newly disagree.
 *   <li>Of two, one that hears nobody says DOWN only while its own sentinel is good.
 *   <li>Agreeing ≤ reporting ≤ configured; what is agreed has a quorum and more than half; a lost quorum never comes with
 *       an agreement.
 *   <li>The agreed health keeps its moment until it changes.
 *   <li>Once the network is healed, a gateway that is dead for everyone is agreed DOWN, and one that lives UP, within a
 *       bound, by every vantage whose clock is right ({@link VantageLife#AGREED_DOWN_WITHIN}).
 * </ol>
 */
final class VoteInvariants {
    /** A report as it truly was. */
    private record Truly(Report report, long sent) {}

    /** What a life has shown, so that a simulation that shows nothing is noticed. */
    static final class Met {
        final Set<Standing> standings = EnumSet.noneOf(Standing.class);
        int steps;
        int agreedDown;
        int agreedUp;
        int changesWhileApart;
        int quorumLost;

        void add(Met other) {
            standings.addAll(other.standings);
            steps += other.steps;
            agreedDown += other.agreedDown;
            agreedUp += other.agreedUp;
            changesWhileApart += other.changesWhileApart;
            quorumLost += other.quorumLost;
        }
    }

    private final VantageLife life;
    private final ConsensusPolicy policy;
    private final Map<String, Truly> newest = new HashMap<>();
    private final Met met = new Met();

    VoteInvariants(VantageLife life, ConsensusPolicy policy) {
        this.life = life;
        this.policy = policy;
    }

    Met met() {
        return met;
    }

    void delivered(int receiver, Report report, long sent) {
        newest.merge(
                receiver + "<" + report.vantage(),
                new Truly(report, sent),
                (old, next) -> next.report().order().compareTo(old.report().order()) > 0 ? next : old);
    }

    void after(int at, ConsensusState before, SimVantage vantage, @Nullable Report report) {
        met.steps++;
        if (report != null && report.vantage().equals(vantage.name())) {
            delivered(at, report, life.agenda().now());
        }
        ConsensusState state = vantage.consensus();
        counts(vantage, state);
        hold(
                state.health() == before.health() == state.since().equals(before.since()),
                "the moment changes with the health");
        if (state.health() != before.health()) {
            changed(at, vantage, state.health());
        }
    }

    private void counts(SimVantage vantage, ConsensusState state) {
        Agreement agreement = vantage.agreement();
        met.standings.add(state.standing());
        met.quorumLost += agreement.quorumLost() ? 1 : 0;
        boolean agreed = state.standing() == Standing.AGREED;
        hold(
                agreement.agreeing() <= agreement.reporting() && agreement.reporting() <= agreement.configured(),
                agreement.text());
        hold(
                !agreed
                        || (agreement.reporting() >= agreement.quorum()
                                && agreement.agreeing() * 2 > agreement.reporting()),
                agreement.text());
        hold(!(agreed && agreement.quorumLost()), agreement.text());
    }

    private void changed(int at, SimVantage vantage, Opinion to) {
        long maxAge = policy.maxAge().toNanos();
        long skew = policy.maxSkew().toNanos();
        int configured = policy.vantages().size();
        int saying = 0;
        int upForSure = 0;
        for (String name : policy.vantages()) {
            Truly truly = newest.get(at + "<" + name);
            if (truly == null) {
                continue;
            }
            Report report = truly.report();
            boolean own = name.equals(vantage.name());
            long age = own ? 0 : life.agenda().now() - truly.sent();
            boolean says = report.opinion() == to && (to == Opinion.UP || proven(report));
            saying += says && age <= maxAge + skew ? 1 : 0;
            boolean right = own || (vantage.clockIsRight() && clockIsRight(name));
            boolean up = report.opinion() == Opinion.UP && report.sentinel() == Sentinel.GOOD;
            upForSure += up && right && age < maxAge - skew ? 1 : 0;
        }
        String what =
                vantage.name() + " agreed on " + to + ": " + vantage.agreement().text();
        hold(saying >= (configured + 1) / 2, what + "; but " + saying + " say so");
        hold(to != Opinion.DOWN || upForSure * 2 <= configured, what + "; but " + upForSure + " say UP");
        apart(at, vantage, to, what);
        met.agreedDown += to == Opinion.DOWN ? 1 : 0;
        met.agreedUp += to == Opinion.UP ? 1 : 0;
    }

    private void apart(int at, SimVantage vantage, Opinion to, String what) {
        long apartFor = life.agenda().now() - life.net().aloneSince(at);
        if (apartFor < 0) {
            return;
        }
        met.changesWhileApart++;
        boolean stale = apartFor > policy.maxAge().plus(policy.maxSkew()).toNanos() + Net.LONGEST_DELAY;
        if (policy.vantages().size() > 2) {
            hold(!stale, what + "; alone for " + apartFor / 1e9 + " s");
        } else if (to == Opinion.DOWN && stale) {
            hold(vantage.hasSentinels() && life.net().seesSentinels(at), what + "; alone, without a good sentinel");
        }
    }

    /** A DOWN that a vantage saw with a network that worked. */
    private static boolean proven(Report report) {
        return switch (report.sentinel()) {
            case NONE -> true;
            case LOST -> false;
            case GOOD -> report.confirmed().isAfter(report.sentinelSince());
        };
    }

    private boolean clockIsRight(String name) {
        return life.vantages().stream().anyMatch(vantage -> vantage.name().equals(name) && vantage.clockIsRight());
    }

    void hold(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError("at " + life.agenda().now() / 1e9 + " s: " + what);
        }
    }
}
