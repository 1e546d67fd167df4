package io.failoverd.daemon.sim.vantages;

import io.failoverd.daemon.core.consensus.Agreement;
import io.failoverd.daemon.core.consensus.ConsensusMachine;
import io.failoverd.daemon.core.consensus.ConsensusPolicy;
import io.failoverd.daemon.core.consensus.ConsensusState;
import io.failoverd.daemon.core.consensus.Opinion;
import io.failoverd.daemon.core.consensus.Report;
import io.failoverd.daemon.core.consensus.Sentinel;
import io.failoverd.daemon.sim.Agenda;
import io.failoverd.probes.Pace;
import io.failoverd.probes.ProbeSchedule;
import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** One failoverd that probes the gateway, tells the others, and hears them: production schedule, health and consensus. */
final class SimVantage {
    static final Cadence CADENCE =
            new Cadence(Duration.ofSeconds(2), Duration.ofMillis(500), Duration.ofMillis(2500), Duration.ofSeconds(3));

    private static final long REPORT_EVERY = Nanos.of(1);
    private static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");

    private final int number;
    private final VantageLife life;
    private final Agenda agenda;
    private final RandomGenerator chance;
    private final ConsensusPolicy policy;
    private final OwnView view = new OwnView();

    /** What its monotonic clock began with, and how wrong its wall clock is. */
    private final long origin;

    private final long wallError;
    private final boolean hasSentinels;
    private ProbeSchedule schedule;
    private ConsensusState consensus;
    private Sentinel sentinel;
    private Instant sentinelSince;
    private Opinion said = Opinion.UNKNOWN;
    private Instant saidSince;
    private long reports;
    private long armed;

    SimVantage(int number, ConsensusPolicy policy, VantageLife life, RandomGenerator chance, long wallError) {
        this.number = number;
        this.life = life;
        this.agenda = life.agenda();
        this.chance = chance;
        this.policy = policy;
        this.wallError = wallError;
        this.hasSentinels = chance.nextInt(4) > 0;
        this.origin = chance.nextLong(Nanos.of(1000));
        this.sentinel = hasSentinels ? Sentinel.GOOD : Sentinel.NONE;
        this.sentinelSince = wall();
        this.saidSince = wall();
        this.consensus = ConsensusState.unknown(now());
        this.schedule = ProbeSchedule.first(CADENCE, now(), chance.nextDouble());
        arm();
        tellAgain();
    }

    String name() {
        return policy.self();
    }

    boolean hasSentinels() {
        return hasSentinels;
    }

    boolean clockIsRight() {
        return Math.abs(wallError) * 2 <= policy.maxSkew().toNanos();
    }

    ConsensusState consensus() {
        return consensus;
    }

    Agreement agreement() {
        return ConsensusMachine.agreement(policy, consensus, now());
    }

    void hear(Report report) {
        apply(report);
    }

    private Moment now() {
        return new Moment(origin + agenda.now());
    }

    private Instant wall() {
        return NOON.plusNanos(agenda.now() + wallError);
    }

    private Instant wallAt(Moment moment) {
        return NOON.plusNanos(moment.nanos() - origin + wallError);
    }

    private void arm() {
        long mine = ++armed;
        agenda.at(schedule.nextDue().nanos() - origin, () -> {
            if (mine == armed) {
                fire();
            }
        });
    }

    private void fire() {
        Moment start = now();
        if (schedule.mayStart()) {
            schedule = schedule.started(start, chance.nextDouble());
            boolean passes = life.net().seesGateway(number);
            long takes = passes || chance.nextInt(3) == 0
                    ? Nanos.of(0.03)
                    : CADENCE.timeout().toNanos();
            agenda.in(takes, () -> finish(start, passes));
        } else {
            schedule = schedule.skipped(start, chance.nextDouble());
        }
        arm();
    }

    private void finish(Moment start, boolean passes) {
        var probed = OwnView.probed(start, now(), passes);
        schedule = schedule.finished(start, probed.result(), now());
        view.take(probed, now());
        schedule = schedule.paced(view.condemned() ? Pace.CONDEMNED : Pace.WATCHFUL, now());
        arm();
        lookAround();
        if (view.opinion() != said) {
            said = view.opinion();
            saidSince = wall();
            tell();
        }
    }

    private void lookAround() {
        Sentinel seen =
                !hasSentinels ? Sentinel.NONE : life.net().seesSentinels(number) ? Sentinel.GOOD : Sentinel.LOST;
        if (seen != sentinel) {
            sentinel = seen;
            sentinelSince = wall();
        }
    }

    private void tellAgain() {
        lookAround();
        if (view.opinion() != said) {
            said = view.opinion();
            saidSince = wall();
        }
        tell();
        agenda.in(REPORT_EVERY, this::tellAgain);
    }

    private void tell() {
        var report = new Report(
                name(),
                new Report.Order(1, ++reports),
                said,
                saidSince,
                wallAt(view.confirmed()),
                sentinel,
                sentinelSince,
                wall());
        apply(report);
        life.carry(number, report);
    }

    private void apply(Report report) {
        ConsensusState before = consensus;
        consensus = ConsensusMachine.on(policy, consensus, report, now(), wall());
        life.invariants().after(number, before, this, report);
        Moment due = ConsensusMachine.due(policy, consensus, now());
        if (due != null) {
            agenda.at(due.nanos() - origin, this::wake);
        }
    }

    private void wake() {
        ConsensusState before = consensus;
        consensus = ConsensusMachine.onTime(policy, consensus, now());
        life.invariants().after(number, before, this, null);
    }
}
