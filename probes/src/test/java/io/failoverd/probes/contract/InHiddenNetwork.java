package io.failoverd.probes.contract;

import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.Probed;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Probes in each situation of a {@link HiddenNetwork}, in which it has to be run, and prints what was said: the situation,
 * a bar, and outcome, reason and detail.
 */
final class InHiddenNetwork {
    private static final Cadence QUICK = new Cadence(
            Duration.ofSeconds(2), Duration.ofMillis(500), Duration.ofMillis(2000), Duration.ofMillis(2500));
    private static final Cadence PATIENT =
            new Cadence(Duration.ofSeconds(2), Duration.ofMillis(500), Duration.ofSeconds(20), Duration.ofSeconds(20));

    private static final int ATTEMPTS = 8;

    /** The line that says what is left of echo requests. */
    static final String LEAKS = "leaks";

    private static final int PROBES = 12;

    private final Stage.Cast cast;
    private final List<Stage> stages = new ArrayList<>();

    private InHiddenNetwork(Stage.Cast cast) {
        this.cast = cast;
    }

    public static void main(String[] arguments) throws Exception {
        HiddenNetwork.lay();
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        var all = new InHiddenNetwork(Stage.Cast.on(vertx));
        all.play(List.of(HiddenNetwork.forbiddenPing()));
        HiddenNetwork.allowPing();
        all.warmUp();
        // Some use up what the others need.
        for (boolean much : new boolean[] {false, true}) {
            all.play(HiddenNetwork.networks().stream()
                    .filter(situation -> (situation.cost() == Situation.Cost.MUCH) == much)
                    .toList());
            all.closeStages();
        }
        for (Situation situation : HiddenNetwork.exhausted()) {
            all.play(List.of(situation));
            all.closeStages();
        }
        all.leaks();
        Runtime.getRuntime().halt(0);
    }

    /** What echo requests leave behind, in the ways that need no time. */
    private void leaks() throws Exception {
        Holdings.watchEveryBuffer();
        List<Situation> situations = HiddenNetwork.networks().stream()
                .filter(situation -> situation.kind() == Kind.ICMP && situation.cost() != Situation.Cost.MUCH)
                .filter(situation -> !situation.reason().equals("local_limit"))
                .toList();
        Rounds.Came came = new Rounds(cast, 60, 60).play(situations, PROBES);
        System.out.println(LEAKS + " | " + PROBES * situations.size() + " " + came.left());
    }

    /** Whoever has no descriptor left can load no class of a library that was never used either. */
    private void warmUp() throws Exception {
        try (var stage = stage()) {
            int port = stage.closedPort();
            for (Kind kind : Kind.values()) {
                finished(stage.patiently(kind, port).probe());
            }
            Situation.Play late = stage.with(Kind.exec(QUICK, "exec /nowhere"));
            finished(late.probe());
        }
    }

    private Stage stage() {
        return new Stage(cast, QUICK, PATIENT);
    }

    private void play(List<Situation> situations) throws Exception {
        var plays = new LinkedHashMap<Situation, Situation.Play>();
        for (Situation situation : situations) {
            Stage stage = stage();
            stages.add(stage);
            plays.put(situation, situation.scene().set(stage));
        }
        var seen = new LinkedHashMap<Situation, Probed>();
        for (int i = 0; i < ATTEMPTS; i++) {
            var running = new LinkedHashMap<Situation, Future<Probed>>();
            plays.forEach((situation, play) -> {
                if (!seen.containsKey(situation)
                        || seen.get(situation).result().reasonLabel().equals("local_overload")) {
                    running.put(situation, play.probe());
                }
            });
            running.forEach((situation, probe) -> seen.put(situation, finished(probe)));
        }
        seen.forEach((situation, probed) -> System.out.println(situation + " | " + Situation.seen(probed) + " "
                + probed.result().detail()));
    }

    private static Probed finished(Future<Probed> probe) {
        try {
            return probe.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("a probe did not complete well", e);
        }
    }

    private void closeStages() throws Exception {
        for (Stage stage : stages) {
            stage.close();
        }
        stages.clear();
    }
}
