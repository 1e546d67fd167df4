package io.failoverd.daemon.sim.quality;

import io.failoverd.daemon.core.consensus.ConsensusMachine;
import io.failoverd.daemon.core.consensus.ConsensusPolicy;
import io.failoverd.daemon.core.consensus.ConsensusState;
import io.failoverd.daemon.core.consensus.Opinion;
import io.failoverd.daemon.core.consensus.Report;
import io.failoverd.daemon.sim.Agenda;
import io.failoverd.probes.model.Moment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Three failoverds with sentinels that vote, judged by the answer of the first, which is the one that trouble befalls.
 * Each reports its verdicts at once when they change and every second; a report takes 15 ms.
 */
record FailoverdTogether(String name, Defaults defaults) implements Decider {
    private static final List<String> PLACES = List.of("hz-1", "sh-1", "bj-1");
    private static final long REPORT_TAKES = 15 * Times.MILLI;
    private static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");

    @Override
    public long worst() {
        return defaults.worst() + REPORT_TAKES;
    }

    @Override
    public void run(Scene scene, Truth truth, SplittableRandom chance, AnswerLog log) {
        new Council(scene, defaults, chance, log).run();
    }

    /** One run of the three. */
    private static final class Council {
        private final Scene scene;
        private final AnswerLog log;
        private final Agenda agenda = new Agenda();
        private final List<Speaker> speakers = new ArrayList<>();
        private final ConsensusPolicy policy = ConsensusPolicy.of(PLACES, PLACES.getFirst());
        private final ConsensusState[] agreed = new ConsensusState[Scene.ENDPOINTS];
        private final boolean[] dead = new boolean[Scene.ENDPOINTS];

        Council(Scene scene, Defaults defaults, SplittableRandom chance, AnswerLog log) {
            this.scene = scene;
            this.log = log;
            Arrays.fill(agreed, ConsensusState.unknown(new Moment(0)));
            for (int place = 0; place < PLACES.size(); place++) {
                speakers.add(new Speaker(this, place, defaults, chance.split()));
            }
        }

        void run() {
            agenda.runUntil(scene.length);
        }

        /** A report on its way to the first vantage. */
        void carry(int place, int endpoint, Report report) {
            boolean lost = place > 0 && scene.peersCutToo && scene.uplink(0, agenda.now()) >= 0.5;
            if (place == 0) {
                hear(endpoint, report);
            } else if (!lost) {
                agenda.at(scene.awake(0, agenda.now() + REPORT_TAKES), () -> hear(endpoint, report));
            }
        }

        private void hear(int endpoint, Report report) {
            Moment now = new Moment(agenda.now());
            ConsensusState next =
                    ConsensusMachine.on(policy, agreed[endpoint], report, now, NOON.plusNanos(agenda.now()));
            boolean changed = next.health() != agreed[endpoint].health();
            agreed[endpoint] = next;
            dead[endpoint] = next.health() == Opinion.DOWN;
            if (changed) {
                log.verdicts(agenda.now(), dead);
            }
        }
    }

    /** One vantage: its node, its sentinels, and what it says of each endpoint. */
    private static final class Speaker {
        private final Council council;
        private final int place;
        private final Node node;
        private final Opinion[] said = {Opinion.UNKNOWN, Opinion.UNKNOWN};
        private final Instant[] since = {NOON, NOON};
        private long reports;

        Speaker(Council council, int place, Defaults defaults, SplittableRandom chance) {
            this.council = council;
            this.place = place;
            this.node = new Node(council.scene, place, council.agenda, defaults, true, chance, this::decided);
            tellAgain();
        }

        private Instant wall() {
            return NOON.plusNanos(council.agenda.now());
        }

        private void decided() {
            for (int endpoint = 0; endpoint < Scene.ENDPOINTS; endpoint++) {
                if (Opinion.of(node.health(endpoint)) != said[endpoint]) {
                    tell(endpoint);
                }
            }
        }

        private void tellAgain() {
            for (int endpoint = 0; endpoint < Scene.ENDPOINTS; endpoint++) {
                tell(endpoint);
            }
            council.agenda.at(council.scene.awake(place, council.agenda.now() + Times.SECOND), this::tellAgain);
        }

        private void tell(int endpoint) {
            Opinion opinion = Opinion.of(node.health(endpoint));
            if (opinion != said[endpoint]) {
                said[endpoint] = opinion;
                since[endpoint] = wall();
            }
            council.carry(
                    place,
                    endpoint,
                    new Report(
                            PLACES.get(place),
                            new Report.Order(1, ++reports),
                            opinion,
                            since[endpoint],
                            NOON.plusNanos(node.confirmed(endpoint)),
                            node.sentinel(),
                            NOON.plusNanos(node.sentinelSince()),
                            wall()));
        }
    }
}
