package io.failoverd.daemon.sim.quality;

import static io.failoverd.daemon.sim.quality.SimGateway.Mode.CERTIFICATE_EXPIRED;
import static io.failoverd.daemon.sim.quality.SimGateway.Mode.ERRORS;
import static io.failoverd.daemon.sim.quality.SimGateway.Mode.HANGS;
import static io.failoverd.daemon.sim.quality.SimGateway.Mode.LIMITS;
import static io.failoverd.daemon.sim.quality.SimGateway.Mode.LIMITS_PROBERS;
import static io.failoverd.daemon.sim.quality.SimGateway.Mode.REFUSES;
import static io.failoverd.daemon.sim.quality.SimGateway.Mode.WELL;
import static io.failoverd.daemon.sim.quality.Times.seconds;

import io.failoverd.daemon.sim.quality.Scene.Incident;
import io.failoverd.daemon.sim.quality.Scene.Stall;
import io.failoverd.daemon.sim.quality.Scene.Trouble;
import io.failoverd.daemon.sim.quality.SimGateway.Mode;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** The situations of the table. Each run of one differs by its seed: when it begins, how long it lasts, what is lost. */
final class Situations {
    private static final long USUAL = seconds(420);
    private static final int FEW = 20;

    private Situations() {}

    static List<Situation> all() {
        return Stream.of(deaths(), loss(), isolation(), grey(), ourselves())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Situation> deaths() {
        return List.of(
                one("refuse", "A gateway refuses", "Refuses connections for 180 s.", 180, REFUSES),
                one("hang", "A gateway hangs", "Its host is gone for 180 s: no packet is answered.", 180, HANGS),
                one(
                        "certificate",
                        "A certificate expires",
                        "Expired for 180 s until it is replaced.",
                        180,
                        CERTIFICATE_EXPIRED),
                one("both", "Both regions die at once", "Both refuse for 180 s from the same moment.", (scene, at) -> {
                    scene.gateways[0].from(at, REFUSES).from(at + seconds(180), WELL);
                    scene.gateways[1].from(at, REFUSES).from(at + seconds(180), WELL);
                }),
                Situation.of(
                        "second",
                        "The second region dies while the first is out",
                        "One refuses for 180 s; the other refuses for 90 s, from 40 to 100 s later.",
                        chance -> {
                            Scene scene = new Scene(USUAL);
                            long at = begin(chance);
                            long then = at + seconds(40 + 60 * chance.nextDouble());
                            scene.gateways[0].from(at, REFUSES).from(at + seconds(180), WELL);
                            scene.gateways[1].from(then, REFUSES).from(then + seconds(90), WELL);
                            return scene;
                        }),
                one(
                        "return",
                        "A region returns under load",
                        "Refuses for 60 s; then 80 % of the requests are answered 503, less by 10 points every 12 s.",
                        (scene, at) -> {
                            scene.gateways[0].from(at, REFUSES);
                            for (int step = 0; step < 8; step++) {
                                scene.gateways[0].from(at + seconds(60 + 12 * step), ERRORS, 0.8 - 0.1 * step);
                            }
                            scene.gateways[0].from(at + seconds(60 + 12 * 8), WELL);
                        }),
                one(
                        "flap-7",
                        "Flapping every 7 s",
                        "Refuses for 7 s, answers for 7 s, for 294 s.",
                        (scene, at) -> flap(scene, at, 7, 21)),
                one(
                        "flap-60",
                        "Flapping every 60 s",
                        "Refuses for 60 s, answers for 60 s, three times.",
                        (scene, at) -> flap(scene, at, 60, 3)));
    }

    private static List<Situation> loss() {
        return List.of(
                one(
                        "one-packet",
                        "One packet lost",
                        "The prober loses one packet every 15 s, for 300 s.",
                        (scene, at) -> {
                            for (int i = 0; i < 20; i++) {
                                scene.drops.add(at + seconds(15 * i));
                            }
                        }),
                new Situation(
                        "loss-hour",
                        "1 % loss for an hour",
                        "1 % of the packets near both gateways, users' and probers' alike.",
                        Integer.MAX_VALUE,
                        _ -> lossy(3600)),
                new Situation("loss-day", "1 % loss for a day", "The same for 24 hours.", FEW, _ -> lossy(86_400)),
                Situation.of(
                        "burst",
                        "10 % loss in bursts",
                        "Every minute 3 to 8 s of 10 % loss near both gateways.",
                        chance -> {
                            Scene scene = new Scene(USUAL);
                            for (long at = begin(chance); at < USUAL - seconds(60); at += seconds(60)) {
                                long until = at + seconds(3 + 5 * chance.nextDouble());
                                scene.gatewayLoss[0].during(at, until, 0.1);
                                scene.gatewayLoss[1].during(at, until, 0.1);
                            }
                            return scene;
                        }),
                one(
                        "heavy",
                        "30 % loss for minutes",
                        "30 % of the packets near one gateway for 180 s.",
                        (scene, at) -> scene.gatewayLoss[0].during(at, at + seconds(180), 0.3)));
    }

    private static List<Situation> isolation() {
        return List.of(
                one(
                        "isolated",
                        "The whole prober is isolated",
                        "No place that probes reaches anything for 30 s.",
                        (scene, at) -> {
                            scene.peersCutToo = true;
                            scene.everyUplink.during(at, at + seconds(30), 1);
                        }),
                Situation.of(
                        "one-cut-off",
                        "One of three vantages is cut off",
                        "The first place that probes reaches no gateway for 120 s; in every second run no other vantage either.",
                        chance -> {
                            Scene scene = new Scene(USUAL);
                            long at = begin(chance);
                            scene.peersCutToo = chance.nextBoolean();
                            scene.firstUplink.during(at, at + seconds(120), 1);
                            return scene;
                        }),
                one(
                        "uplink",
                        "The prober's uplink is lossy",
                        "20 % of the packets of the first place that probes, for 300 s.",
                        (scene, at) -> scene.firstUplink.during(at, at + seconds(300), 0.2)));
    }

    private static List<Situation> grey() {
        return List.of(
                one(
                        "limited-probes",
                        "A rate limiter trips on the probers",
                        "Whoever probes is answered 429 for 180 s, users are served.",
                        180,
                        LIMITS_PROBERS),
                one(
                        "limited",
                        "A rate limiter sheds load",
                        "30 % of all requests are answered 429 for 180 s.",
                        (scene, at) -> scene.gateways[0].during(at, at + seconds(180), LIMITS, 0.3)),
                one(
                        "errors-20",
                        "20 % are errors",
                        "503 for 20 % of all requests for 180 s.",
                        (scene, at) -> scene.gateways[0].during(at, at + seconds(180), ERRORS, 0.2)),
                one(
                        "errors-60",
                        "60 % are errors",
                        "503 for 60 % of all requests for 180 s.",
                        (scene, at) -> scene.gateways[0].during(at, at + seconds(180), ERRORS, 0.6)),
                one(
                        "slow-5",
                        "Slower by 5×",
                        "0.1 to 0.4 s instead of 20 to 80 ms for 180 s.",
                        (scene, at) -> scene.gateways[0].slow(at, at + seconds(180), 0.1, 0.4)),
                one(
                        "slow-probe",
                        "Slower than a probe waits",
                        "3.5 to 8 s (a user waits 10 s) for 180 s.",
                        (scene, at) -> scene.gateways[0].slow(at, at + seconds(180), 3.5, 8)),
                one(
                        "slow-all",
                        "Slower than anyone waits",
                        "12 to 48 s for 180 s.",
                        (scene, at) -> scene.gateways[0].slow(at, at + seconds(180), 12, 48)));
    }

    private static List<Situation> ourselves() {
        return List.of(
                midRemoval(
                        "reload",
                        "A reload in mid-removal",
                        "Refuses for 180 s; the prober's configuration is reloaded 0.2 to 4 s after the death.",
                        Trouble.RELOAD,
                        0.2,
                        4),
                midRemoval(
                        "restart",
                        "A restart in mid-removal",
                        "Refuses for 180 s; the prober's process restarts (1.5 s) 0.2 to 4 s after the death.",
                        Trouble.RESTART,
                        0.2,
                        4),
                midRemoval(
                        "clock",
                        "The wall clock steps",
                        "Refuses for 180 s; the prober's wall clock steps by an hour, 0.2 to 120 s after the death.",
                        Trouble.CLOCK_STEP,
                        0.2,
                        120),
                Situation.of(
                        "stalls",
                        "The prober stalls",
                        "Its process stands still for 0.5 to 6 s every 15 to 25 s.",
                        chance -> {
                            Scene scene = new Scene(USUAL);
                            long at = begin(chance);
                            for (int i = 0; i < 15; i++) {
                                scene.stalls.add(new Stall(at, at + seconds(0.5 + 5.5 * chance.nextDouble())));
                                at += seconds(15 + 10 * chance.nextDouble());
                            }
                            return scene;
                        }));
    }

    /** After the start of everything, and at no round moment. */
    private static long begin(SplittableRandom chance) {
        return seconds(30 + 30 * chance.nextDouble());
    }

    private static Situation one(String key, String title, String what, BiConsumer<Scene, Long> happens) {
        return Situation.of(key, title, what, chance -> {
            Scene scene = new Scene(USUAL);
            happens.accept(scene, begin(chance));
            return scene;
        });
    }

    private static Situation one(String key, String title, String what, int lasts, Mode mode) {
        return one(
                key,
                title,
                what,
                (scene, at) -> scene.gateways[0].from(at, mode).from(at + seconds(lasts), WELL));
    }

    private static Situation midRemoval(
            String key, String title, String what, Trouble trouble, double least, double most) {
        Function<SplittableRandom, Scene> scene = chance -> {
            Scene made = new Scene(USUAL);
            long at = begin(chance);
            made.gateways[0].from(at, REFUSES).from(at + seconds(180), WELL);
            made.incidents.add(new Incident(at + seconds(least + (most - least) * chance.nextDouble()), trouble));
            return made;
        };
        return Situation.of(key, title, what, scene);
    }

    private static void flap(Scene scene, long at, int period, int times) {
        for (int i = 0; i < times; i++) {
            scene.gateways[0]
                    .from(at + seconds(2 * period * i), REFUSES)
                    .from(at + seconds(2 * period * i + period), WELL);
        }
    }

    private static Scene lossy(int length) {
        Scene scene = new Scene(seconds(length));
        scene.gatewayLoss[0].step(0, 0.01);
        scene.gatewayLoss[1].step(0, 0.01);
        return scene;
    }
}
