package io.failoverd.daemon.sim.quality;

import io.failoverd.daemon.core.SentinelPlan;
import io.failoverd.daemon.core.consensus.Sentinel;
import io.failoverd.daemon.core.health.Health;
import io.failoverd.daemon.sim.Agenda;
import io.failoverd.probes.ProbeSchedule;
import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.ProbeResult;
import java.util.SplittableRandom;

/** One failoverd in a scene: production core and schedules, the scene's network, and what befalls the process. */
final class Node {
    static final long ROUND_TRIP = 30 * Times.MILLI;

    /** How long a process is away while it restarts. */
    private static final long RESTART = Times.seconds(1.5);

    private static final long CLOCK_STEP = Times.seconds(3600);

    private final Scene scene;
    private final int place;
    private final Agenda agenda;
    private final SplittableRandom chance;
    private final Cadence cadence;
    private final Exchange.Client client;
    private final Runnable whenDecided;
    private final Core core;

    /** Null without sentinels. */
    private final NeutralTargets neutral;

    private final Watch[] watches = new Watch[Scene.ENDPOINTS];
    private int run;
    private boolean away;
    private long startedAt;

    Node(
            Scene scene,
            int place,
            Agenda agenda,
            Defaults defaults,
            boolean watched,
            SplittableRandom chance,
            Runnable whenDecided) {
        this.scene = scene;
        this.place = place;
        this.agenda = agenda;
        this.chance = chance;
        this.cadence = defaults.cadence();
        this.whenDecided = whenDecided;
        long total = cadence.timeout().toNanos();
        this.client = new Exchange.Client(cadence.connectTimeout().toNanos(), total, total, true, true);
        this.core = new Core(defaults.plan(), watched ? defaults.sentinels() : SentinelPlan.NONE, agenda.now());
        this.neutral = watched
                ? new NeutralTargets(scene, place, agenda, defaults, chance.split(), this::sentinelAnswered)
                : null;
        startWatching();
        for (Scene.Incident incident : scene.incidents) {
            if (place == 0) {
                agenda.at(incident.at(), () -> befall(incident.trouble()));
            }
        }
    }

    boolean answers(int endpoint) {
        return core.answers(endpoint);
    }

    Health health(int endpoint) {
        return core.health(endpoint);
    }

    Sentinel sentinel() {
        return core.sentinel();
    }

    long sentinelSince() {
        return core.sentinelSince();
    }

    long confirmed(int endpoint) {
        return core.confirmed(endpoint);
    }

    private void startWatching() {
        for (int endpoint = 0; endpoint < Scene.ENDPOINTS; endpoint++) {
            watches[endpoint] = new Watch(endpoint, new Route(scene, place, endpoint, ROUND_TRIP, chance));
        }
    }

    private void befall(Scene.Trouble trouble) {
        switch (trouble) {
            case RELOAD -> core.reload(agenda.now());
            case CLOCK_STEP -> core.wallClockSteps(agenda.now(), chance.nextBoolean() ? CLOCK_STEP : -CLOCK_STEP);
            case RESTART -> {
                long aliveAt = agenda.now();
                run++;
                away = true;
                agenda.in(RESTART, () -> {
                    away = false;
                    startedAt = agenda.now();
                    core.restart(startedAt, aliveAt);
                    startWatching();
                    decided();
                });
                return;
            }
        }
        decided();
    }

    private void sentinelAnswered(String name, long start, ProbeResult result) {
        if (!away && start >= startedAt) {
            core.sentinelProbed(name, start, agenda.now(), result);
            decided();
        }
    }

    private void decided() {
        if (neutral != null && core.takeSentinelsAsked()) {
            neutral.ask();
        }
        for (Watch watch : watches) {
            watch.pace();
        }
        whenDecided.run();
        long due = core.nextDue();
        if (due < scene.length) {
            int thisRun = run;
            agenda.at(scene.awake(place, due), () -> {
                if (thisRun == run && !away && core.nextDue() <= agenda.now()) {
                    core.tick(agenda.now());
                    decided();
                }
            });
        }
    }

    /** The probes of one endpoint. */
    private final class Watch {
        private final int endpoint;
        private final Route path;
        private final Exchange exchange = new Exchange(client);
        private final int mine = run;
        private ProbeSchedule schedule;
        private long armed;

        Watch(int endpoint, Route path) {
            this.endpoint = endpoint;
            this.path = path;
            this.schedule = ProbeSchedule.first(cadence, core.moment(agenda.now()), chance.nextDouble());
            arm();
        }

        void pace() {
            if (schedule.pace() != core.pace(endpoint)) {
                schedule = schedule.paced(core.pace(endpoint), core.moment(agenda.now()));
                arm();
            }
        }

        private void arm() {
            long number = ++armed;
            agenda.at(scene.awake(place, core.nanos(schedule.nextDue())), () -> fire(number));
        }

        private void fire(long number) {
            if (mine != run || number != armed) {
                return;
            }
            Moment now = core.moment(agenda.now());
            if (schedule.mayStart()) {
                schedule = schedule.started(now, chance.nextDouble());
                probe(agenda.now());
            } else {
                schedule = schedule.skipped(now, chance.nextDouble());
            }
            arm();
        }

        private void probe(long start) {
            exchange.run(path, start);
            exchange.stalledBy(scene, place, start);
            long finish = exchange.finish();
            ProbeResult result = result(exchange.outcome(), start, finish);
            agenda.at(scene.awake(place, finish), () -> {
                if (mine != run) {
                    return; // its process is gone
                }
                long now = agenda.now();
                schedule = schedule.finished(core.moment(start), result, core.moment(now));
                arm();
                core.probed(endpoint, start, now, result);
                decided();
            });
        }
    }

    private ProbeResult result(Exchange.Outcome outcome, long start, long finish) {
        long limit = outcome == Exchange.Outcome.CONNECT_TIMEOUT ? client.connect() : client.total();
        // As the real deadline does: a long stall of our own may have hidden the answer.
        if (outcome.timedOut() && scene.stalled(place, start, finish) > Math.max(100 * Times.MILLI, limit / 10)) {
            return OVERLOADED;
        }
        return switch (outcome) {
            case OK -> UP;
            case ERROR_5XX -> STATUS;
            case LIMITED_429 -> LIMITED;
            case REFUSED -> REFUSED;
            case CONNECT_TIMEOUT -> UNREACHED;
            case TIMEOUT -> UNANSWERED;
            case BAD_CERTIFICATE -> EXPIRED;
        };
    }

    private static final ProbeResult UP = new ProbeResult.Up("200 OK");
    private static final ProbeResult STATUS = new ProbeResult.Down(FailureReason.STATUS, "503 Service Unavailable");
    private static final ProbeResult LIMITED = new ProbeResult.Degraded(FailureReason.STATUS, "429 Too Many Requests");
    private static final ProbeResult REFUSED =
            new ProbeResult.Down(FailureReason.CONNECT_REFUSED, "connection refused");
    private static final ProbeResult UNREACHED =
            new ProbeResult.Down(FailureReason.CONNECT_TIMEOUT, "no connection in time");
    private static final ProbeResult UNANSWERED =
            new ProbeResult.Down(FailureReason.FIRST_BYTE_TIMEOUT, "no answer in time");
    private static final ProbeResult EXPIRED = new ProbeResult.Down(FailureReason.TLS_EXPIRED, "certificate expired");
    private static final ProbeResult OVERLOADED =
            new ProbeResult.Inconclusive(FailureReason.LOCAL_OVERLOAD, "this host was late");
}
