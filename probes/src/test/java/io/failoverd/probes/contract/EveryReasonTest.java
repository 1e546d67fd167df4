package io.failoverd.probes.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.failoverd.probes.contract.Situation.Cost;
import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.Probed;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every reason that a probe may give, by a real server that behaves badly in that way or a host that is in that trouble.
 * All probes run at once, since many of them do nothing but wait.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryReasonTest {
    /** Long enough that a noisy machine is not late by a tenth of it. */
    private static final Cadence QUICK = cadence(Duration.ofMillis(1500), Duration.ofMillis(2000));

    private static final Cadence PATIENT = cadence(Duration.ofSeconds(20), Duration.ofSeconds(20));

    /** A busy machine may make a probe INCONCLUSIVE; that is right, and then it is asked again. */
    private static final int ATTEMPTS = 8;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    private final List<Stage> stages = new ArrayList<>();
    private final Map<Situation, Situation.Play> plays = new LinkedHashMap<>();
    private final Map<Situation, Probed> seen = new LinkedHashMap<>();

    private static Cadence cadence(Duration connect, Duration timeout) {
        return new Cadence(Duration.ofSeconds(2), Duration.ofMillis(500), connect, timeout);
    }

    static Stream<Situation> situations() {
        return Situations.all().stream();
    }

    @BeforeAll
    void playAll() throws Exception {
        for (Situation situation : Situations.all()) {
            // Each with probers of its own: one of them has no room left for another's programs.
            var stage = new Stage(Stage.Cast.on(vertx), QUICK, PATIENT);
            stages.add(stage);
            plays.put(situation, situation.scene().set(stage));
        }
        // The first ones load what the others would be late for.
        for (Cost cost : Cost.values()) {
            play(situation -> situation.cost() == cost);
        }
        for (int i = 1; i < ATTEMPTS; i++) {
            play(situation -> !Situation.seen(probed(situation)).equals(situation.expected())
                    && Situation.seen(probed(situation)).equals("INCONCLUSIVE local_overload"));
        }
    }

    private void play(Predicate<Situation> which) {
        var running = new LinkedHashMap<Situation, Future<Probed>>();
        plays.forEach((situation, play) -> {
            if (which.test(situation)) {
                running.put(situation, play.probe());
            }
        });
        running.forEach((situation, probe) -> seen.put(situation, finished(probe)));
    }

    private static Probed finished(Future<Probed> probe) {
        try {
            return probe.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("a probe did not complete well", e);
        }
    }

    private Probed probed(Situation situation) {
        return seen.entrySet().stream()
                .filter(entry -> entry.getKey().toString().equals(situation.toString()))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    @AfterAll
    void close() throws Exception {
        for (Stage stage : stages) {
            stage.close();
        }
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @MethodSource("situations")
    void isSaidOfARealServer(Situation situation) {
        Probed probed = probed(situation);
        if (situation.story().equals(Connecting.FULL)) {
            assumeTrue(!Situation.seen(probed).startsWith("UP"), "this kernel accepts beyond a listener's backlog");
        }
        assertThat(Situation.seen(probed)).as(probed.result().detail()).isEqualTo(situation.expected());
    }

    /** A reason that is added needs a situation, and one that nothing leads to has no place in metrics and pages. */
    @Test
    void noReasonIsWithoutASituation() {
        var reached = new TreeSet<String>();
        Stream.concat(Situations.all().stream(), HiddenNetwork.situations().stream())
                .map(Situation::reason)
                .forEach(reached::add);
        assertThat(reached)
                .isEqualTo(new TreeSet<>(Arrays.stream(FailureReason.values())
                        .filter(reason -> reason != FailureReason.DRILL) // that is an operator's, and no server's
                        .map(FailureReason::label)
                        .toList()));
    }

    /** What no protocol can be spared from. */
    @Test
    void everyProberIsRefusedHungForbiddenLateAndGivenUp() {
        Map<Kind, TreeSet<String>> reached = new LinkedHashMap<>();
        Stream.concat(Situations.all().stream(), HiddenNetwork.situations().stream())
                .forEach(situation -> reached.computeIfAbsent(situation.kind(), _ -> new TreeSet<>())
                        .add(situation.reason()));
        assertThat(reached.keySet()).containsExactlyInAnyOrder(Kind.values());
        for (Kind kind : Kind.STREAMS) {
            assertThat(reached.get(kind))
                    .as(kind.toString())
                    .contains(
                            "connect_refused",
                            "connect_timeout",
                            "connect_unreachable",
                            "connect_reset",
                            "local_address",
                            "local_descriptors",
                            "local_error");
        }
        reached.forEach((kind, reasons) ->
                assertThat(reasons).as(kind.toString()).contains("local_descriptors", "local_error"));
    }
}
