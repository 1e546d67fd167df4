package io.failoverd.daemon.sim;

import io.failoverd.daemon.core.Event;
import io.failoverd.probes.Pace;
import io.failoverd.probes.ProbeSchedule;
import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.PhaseTimings;
import io.failoverd.probes.model.Probed;
import io.failoverd.probes.model.TargetId;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One target as the daemon's loop would run it: the production schedule over a simulated clock, network and timer. */
final class SimTarget {
    /** A timer is late by up to this, mostly by much less. */
    private static final long LATEST_TIMER = Duration.ofMillis(60).toNanos();

    private final TargetId id;
    private final InetAddress address;
    private final Cadence cadence;
    private final Simulation simulation;
    private final RandomGenerator chance;
    private final Function<Probed, Event> told;
    private ProbeSchedule schedule;
    private long armed;
    private boolean ended;
    private @Nullable String drill;

    /** @param told as what its results reach the core */
    SimTarget(
            TargetId id,
            InetAddress address,
            Cadence cadence,
            Simulation simulation,
            RandomGenerator chance,
            Function<Probed, Event> told) {
        this.id = id;
        this.address = address;
        this.cadence = cadence;
        this.simulation = simulation;
        this.chance = chance;
        this.told = told;
        this.schedule = ProbeSchedule.first(cadence, simulation.clock().now(), chance.nextDouble());
        arm();
    }

    boolean same(InetAddress otherAddress, Cadence otherCadence) {
        return address.equals(otherAddress) && cadence.equals(otherCadence);
    }

    void pace(Pace pace) {
        schedule = schedule.paced(pace, simulation.clock().now());
        arm();
    }

    void drill(@Nullable String words) {
        drill = words;
    }

    /** Beside the schedule: the core wants to know. */
    void probeNow() {
        Moment now = simulation.clock().now();
        boolean later = schedule.lastStart() == null || now.isAfter(schedule.lastStart());
        if (!ended && later && schedule.mayStart()) {
            schedule = schedule.started(now, chance.nextDouble());
            probe(now);
            arm();
        }
    }

    void end() {
        ended = true;
    }

    private void arm() {
        long number = ++armed;
        long late = chance.nextInt(10) == 0 ? chance.nextLong(LATEST_TIMER) : 0;
        long inNanos =
                Math.max(0, schedule.nextDue().since(simulation.clock().now()).toNanos());
        simulation.in(Duration.ofNanos(inNanos + late), () -> fire(number));
    }

    private void fire(long number) {
        if (ended || number != armed) {
            return;
        }
        Moment now = simulation.clock().now();
        if (!now.isBefore(schedule.nextDue())) {
            if (schedule.mayStart()) {
                schedule = schedule.started(now, chance.nextDouble());
                probe(now);
            } else {
                schedule = schedule.skipped(now, chance.nextDouble());
            }
        }
        arm();
    }

    private void probe(Moment start) {
        long nanos = simulation.clock().nanos();
        var outcome = simulation.network().probe(address, id.check(), nanos, cadence, chance);
        int run = simulation.run();
        simulation.in(Duration.ofNanos(outcome.finishNanos() - nanos), () -> {
            if (run != simulation.run()) {
                return; // its process is gone, and its clock with it
            }
            Moment finish = simulation.clock().now();
            var found = new Probed(id, start, finish, PhaseTimings.ofTotal(finish.since(start)), outcome.result());
            Probed probed = drill == null ? found : found.failedBy(drill);
            if (!ended) {
                schedule = schedule.finished(start, probed.result(), finish);
                arm();
                simulation.deliver(told.apply(probed));
            } else if (chance.nextBoolean()) {
                simulation.deliver(told.apply(probed)); // it was under way to the core when the target was replaced
            }
        });
    }
}
