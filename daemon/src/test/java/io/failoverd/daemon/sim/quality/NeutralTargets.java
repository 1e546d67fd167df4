package io.failoverd.daemon.sim.quality;

import io.failoverd.daemon.sim.Agenda;
import io.failoverd.probes.ProbeSchedule;
import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.ProbeResult;
import java.util.List;
import java.util.SplittableRandom;

/** The sentinels of a place: a TCP connection to each by the production schedule, hurried when the core asks for it. */
final class NeutralTargets {
    private static final ProbeResult UP = new ProbeResult.Up("connected");
    private static final ProbeResult DOWN =
            new ProbeResult.Down(FailureReason.CONNECT_TIMEOUT, "no connection in time");

    /** Who takes the results. */
    interface Taker {
        void took(String name, long start, ProbeResult result);
    }

    private final Scene scene;
    private final int place;
    private final Agenda agenda;
    private final SplittableRandom chance;
    private final Taker taker;
    private final long timeout;
    private final List<Watch> watches;

    NeutralTargets(Scene scene, int place, Agenda agenda, Defaults defaults, SplittableRandom chance, Taker taker) {
        this.scene = scene;
        this.place = place;
        this.agenda = agenda;
        this.chance = chance;
        this.taker = taker;
        Cadence cadence = defaults.sentinelCadence();
        this.timeout = cadence.timeout().toNanos();
        this.watches = defaults.sentinels().names().stream()
                .map(name -> new Watch(name, cadence))
                .toList();
        watches.forEach(Watch::arm);
    }

    void ask() {
        watches.forEach(Watch::hurry);
    }

    /** One sentinel. */
    private final class Watch {
        private final String name;
        private ProbeSchedule schedule;
        private long armed;

        Watch(String name, Cadence cadence) {
            this.name = name;
            this.schedule = ProbeSchedule.first(cadence, now(), chance.nextDouble());
        }

        private Moment now() {
            return new Moment(agenda.now());
        }

        void hurry() {
            schedule = schedule.hurried(now());
            arm();
        }

        void arm() {
            long mine = ++armed;
            agenda.at(scene.awake(place, schedule.nextDue().nanos()), () -> {
                if (mine == armed) {
                    fire();
                }
            });
        }

        private void fire() {
            if (schedule.mayStart()) {
                Moment start = now();
                schedule = schedule.started(start, chance.nextDouble());
                boolean passes = through(agenda.now());
                long finish = agenda.now() + (passes ? Node.ROUND_TRIP : timeout);
                agenda.at(scene.awake(place, finish), () -> finished(start, passes ? UP : DOWN));
            } else {
                schedule = schedule.skipped(now(), chance.nextDouble());
            }
            arm();
        }

        private void finished(Moment start, ProbeResult result) {
            schedule = schedule.finished(start, result, now());
            arm();
            taker.took(name, start.nanos(), result);
        }
    }

    /** Whether a SYN and what answers it arrive; one that is sent again after a second comes too late for the timeout. */
    private boolean through(long at) {
        double loss = scene.uplink(place, at);
        if (loss <= 0) {
            return true;
        }
        boolean arrives = chance.nextDouble() >= loss;
        return arrives && chance.nextDouble() >= loss;
    }
}
