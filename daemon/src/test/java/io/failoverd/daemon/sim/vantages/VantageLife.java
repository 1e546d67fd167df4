package io.failoverd.daemon.sim.vantages;

import io.failoverd.daemon.core.consensus.ConsensusPolicy;
import io.failoverd.daemon.core.consensus.Opinion;
import io.failoverd.daemon.core.consensus.Report;
import io.failoverd.daemon.sim.Agenda;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A seeded life of two or three vantages and one gateway: minutes of partitions, losses and deaths, then a healed network
 * in which a dead gateway has to be agreed DOWN, and a living one UP, within a bound.
 */
final class VantageLife {
    /** Longest detection of a hang (6.2 s), what a report may take, and one second for a report that was just missed. */
    static final long AGREED_DOWN_WITHIN = Nanos.of(6.2) + Nanos.of(0.2) + Nanos.of(1.1);

    /** Six passes at up to 2.2 s, a probe that still hangs, and the report. */
    static final long AGREED_UP_WITHIN = Nanos.of(7 * 2.2) + Nanos.of(3) + Nanos.of(1.3);

    private final Agenda agenda = new Agenda();
    private final SplittableRandom chance;
    private final Net net;
    private final List<SimVantage> vantages = new ArrayList<>();
    private final VoteInvariants invariants;

    VantageLife(long seed) {
        chance = new SplittableRandom(seed);
        int count = chance.nextInt(3) == 0 ? 2 : 3;
        net = new Net(count);
        List<String> names = List.of("hz-1", "sh-1", "bj-1").subList(0, count);
        invariants = new VoteInvariants(this, ConsensusPolicy.of(names, names.getFirst()));
        int wrongClock = chance.nextInt(4) == 0 ? chance.nextInt(count) : -1;
        for (int i = 0; i < count; i++) {
            long error = i == wrongClock
                    ? chance.nextLong(Nanos.of(-30), Nanos.of(30))
                    : chance.nextLong(Nanos.of(2)) - Nanos.of(1);
            vantages.add(new SimVantage(i, ConsensusPolicy.of(names, names.get(i)), this, chance, error));
        }
    }

    Agenda agenda() {
        return agenda;
    }

    Net net() {
        return net;
    }

    VoteInvariants invariants() {
        return invariants;
    }

    List<SimVantage> vantages() {
        return vantages;
    }

    VoteInvariants.Met run() {
        runFor(10);
        int changes = 5 + chance.nextInt(15);
        for (int i = 0; i < changes; i++) {
            net.change(chance);
            net.noteWhoIsAlone(agenda.now());
            runFor(1 + 20 * chance.nextDouble());
        }
        settle(true, AGREED_UP_WITHIN, Opinion.UP);
        settle(false, AGREED_DOWN_WITHIN, Opinion.DOWN);
        settle(true, AGREED_UP_WITHIN, Opinion.UP);
        return invariants.met();
    }

    private void runFor(double seconds) {
        agenda.runUntil(agenda.now() + Nanos.of(seconds));
    }

    /** Liveness: with the network healed, everyone agrees on the truth within the bound. */
    private void settle(boolean alive, long within, Opinion expected) {
        net.heal();
        net.noteWhoIsAlone(agenda.now());
        net.gatewayAlive = alive;
        agenda.runUntil(agenda.now() + within);
        for (SimVantage vantage : vantages) {
            if (vantage.clockIsRight() && enoughRightClocks()) {
                invariants.hold(
                        vantage.consensus().health() == expected,
                        vantage.name() + " is to agree on " + expected + ": "
                                + vantage.agreement().text());
            }
        }
    }

    /** A vantage whose clock is wrong is not heard; the others need their quorum without it. */
    private boolean enoughRightClocks() {
        long right = vantages.stream().filter(SimVantage::clockIsRight).count();
        boolean allHaveSentinels = vantages.stream().allMatch(SimVantage::hasSentinels);
        return vantages.size() == 2 ? right == 2 || allHaveSentinels : right >= 2;
    }

    /** A report on its way to everyone else: late, lost, twice or in another order, as the network will have it. */
    void carry(int from, Report report) {
        for (int to = 0; to < vantages.size(); to++) {
            int copies = to == from || !net.hears(from, to) || net.loses(chance) ? 0 : chance.nextInt(20) == 0 ? 2 : 1;
            for (int copy = 0; copy < copies; copy++) {
                int receiver = to;
                long sent = agenda.now();
                agenda.in(net.takes(chance), () -> {
                    invariants.delivered(receiver, report, sent);
                    vantages.get(receiver).hear(report);
                });
            }
        }
    }
}
