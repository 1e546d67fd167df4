package io.failoverd.probes.tripwire;

import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.LatencyLimits;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.PhaseTimings;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Probed;
import io.failoverd.probes.model.Target;
import io.failoverd.probes.model.TargetId;
import io.failoverd.probes.model.TcpCheck;
import io.failoverd.probes.model.TripwireSettings;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A host that dies: to be run in a network namespace of its own, whose loopback goes down under a wire. Prints how the
 * wire ended and after how many milliseconds.
 */
final class BlackHole {
    private static final TripwireSettings SETTINGS =
            new TripwireSettings(TripwireSettings.PORT_OF_CHECK, Duration.ofSeconds(1));
    private static final Cadence CADENCE = new Cadence(
                    Duration.ofSeconds(2), Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofSeconds(2))
            .with(SETTINGS);

    private BlackHole() {}

    public static void main(String[] arguments) throws Exception {
        loopback("up");
        InetAddress address = InetAddress.ofLiteral("127.0.0.1");
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(arguments[0].equals("epoll")));
        long origin = System.nanoTime();
        Supplier<Moment> clock = () -> new Moment(System.nanoTime() - origin);
        var ended = new CompletableFuture<Trip>();
        try (var listener = new ServerSocket(0, 50, address)) {
            var check = new TcpCheck("tcp", listener.getLocalPort(), null, null, LatencyLimits.NONE, null, CADENCE);
            var target = new Target(new TargetId("www.gslb.test", "a", "tcp"), address, "www.gslb.test", check);
            var wires = new Tripwires((VertxInternal) vertx, clock, (_, trip) -> ended.complete(trip));
            wires.watch(List.of(target));
            var pause = new CountDownLatch(1);
            while (wires.counts().open() == 0 && clock.get().isBefore(Moment.ofMillis(20_000))) {
                Moment now = clock.get();
                wires.told(new Probed(
                        target.id(), now, now, PhaseTimings.ofTotal(Duration.ZERO), new ProbeResult.Up("up")));
                var _ = pause.await(20, TimeUnit.MILLISECONDS);
            }
            Moment death = clock.get();
            loopback("down");
            Trip trip = ended.get(30, TimeUnit.SECONDS);
            System.out.println(trip.end() + " " + trip.at().since(death).toMillis());
        }
        Runtime.getRuntime().halt(0);
    }

    private static void loopback(String state) throws Exception {
        int code = new ProcessBuilder("ip", "link", "set", "lo", state)
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new IllegalStateException("ip link set lo " + state + " ended with " + code);
        }
    }
}
