package io.failoverd.probes.contract;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.failoverd.probes.Exchange;
import io.failoverd.probes.contract.Situation.Cost;
import io.failoverd.probes.contract.Situation.Play;
import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.ExecCheck;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** Many probes in one situation, and what they leave behind. Used by one thread. */
final class Rounds {
    /** So short that ten thousand of them fit into a minute, and so long that most of them are not this host's fault. */
    private static final Cadence QUICK =
            new Cadence(Duration.ofSeconds(2), Duration.ofMillis(100), Duration.ofMillis(250), Duration.ofMillis(300));

    private static final Cadence PATIENT =
            new Cadence(Duration.ofSeconds(2), Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofSeconds(30));

    /** Of those that cost a part of a second: each of them holds up all else. */
    private static final int MOST_OF_MUCH = 12;

    /** What closes by itself has this long: a process that was killed, threads without work, a server that still drips. */
    private static final Duration AFTERMATH = Duration.ofSeconds(20);

    private static final long MINUTES = 5;

    private final Stage.Cast cast;
    private final int width;
    private final int waitingWidth;

    /**
     * For one event loop.
     *
     * @param width probes at once
     * @param waitingWidth of those that do nothing but wait
     */
    Rounds(Stage.Cast cast, int width, int waitingWidth) {
        this.cast = cast;
        this.width = width;
        this.waitingWidth = waitingWidth;
        // What is this host's fault is logged, and here that is what is wanted, ten thousand times.
        ((Logger) LoggerFactory.getLogger(Exchange.class)).setLevel(Level.ERROR);
    }

    /**
     * What came of it.
     *
     * @param outcomes how often each was said
     * @param left what there is more of than before, or was forgotten; nothing when all is well
     */
    record Came(Map<String, Integer> outcomes, List<String> left) {}

    /** Plays them side by side, and looks at what is left of all together. */
    Came play(List<Situation> situations, int probes) throws Exception {
        playAll(situations, Math.min(Math.ceilDiv(probes, 4), width));
        Holdings before = Holdings.now();
        Map<String, Integer> outcomes = playAll(situations, probes);
        // As many as one thing a probe would be are more than the few that come and go by themselves.
        int played = outcomes.values().stream().mapToInt(count -> count).sum();
        long limit = Math.max(10, played / 200);
        long deadline = System.nanoTime() + AFTERMATH.toNanos();
        List<String> left = Holdings.now().over(before, limit);
        while (!left.isEmpty() && System.nanoTime() < deadline) {
            var _ = new CountDownLatch(1).await(200, TimeUnit.MILLISECONDS);
            left = Holdings.now().over(before, limit);
        }
        return new Came(outcomes, left);
    }

    private Map<String, Integer> playAll(List<Situation> situations, int probes) throws Exception {
        var stages = new ArrayDeque<Stage>();
        try {
            var plays = new LinkedHashMap<Situation, Play>();
            for (Situation situation : situations) {
                var stage = new Stage(cast, QUICK, PATIENT);
                stages.push(stage);
                plays.put(situation, situation.scene().set(stage));
            }
            return played(plays, probes);
        } finally {
            for (Stage stage : stages) {
                stage.close();
            }
        }
    }

    private Map<String, Integer> played(Map<Situation, Play> plays, int probes) throws InterruptedException {
        boolean waiting = plays.keySet().stream().allMatch(situation -> situation.cost() == Cost.WAITING);
        boolean much = plays.keySet().stream().anyMatch(situation -> situation.cost() == Cost.MUCH);
        int atOnce = waiting ? waitingWidth : width;
        for (Situation situation : plays.keySet()) {
            atOnce = Math.min(atOnce, room(situation.kind()));
        }
        var outcomes = new ConcurrentHashMap<String, Integer>();
        var places = new Semaphore(atOnce);
        for (int i = 0; i < (much ? Math.min(MOST_OF_MUCH, probes) : probes); i++) {
            for (Play play : plays.values()) {
                take(places, 1);
                play.probe().onComplete(done -> {
                    outcomes.merge(
                            done.succeeded() ? Situation.seen(done.result()) : "failed " + done.cause(),
                            1,
                            Integer::sum);
                    places.release();
                });
            }
        }
        take(places, atOnce);
        return outcomes;
    }

    /** There is room for fewer programs, of which some are still being ended, and for fewer echo requests to a host that is gone. */
    private int room(Kind kind) {
        return switch (kind) {
            case EXEC -> ExecCheck.MAX_RUNNING / 2;
            case ICMP -> width;
            default -> Integer.MAX_VALUE;
        };
    }

    private static void take(Semaphore places, int count) throws InterruptedException {
        if (!places.tryAcquire(count, MINUTES, TimeUnit.MINUTES)) {
            throw new IllegalStateException("a probe did not end within " + MINUTES + " minutes");
        }
    }
}
