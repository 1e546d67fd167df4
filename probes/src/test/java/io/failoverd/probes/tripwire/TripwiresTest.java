package io.failoverd.probes.tripwire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.failoverd.probes.Gateway;
import io.failoverd.probes.Probing;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.LatencyLimits;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.PhaseTimings;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Probed;
import io.failoverd.probes.model.Target;
import io.failoverd.probes.model.TargetId;
import io.failoverd.probes.model.TcpCheck;
import io.failoverd.probes.model.TripwireSettings;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Idle connections to real gateways that end them in every way. */
class TripwiresTest extends Probing {
    private record Rung(TargetId target, Trip trip) {}

    private final AtomicLong slept = new AtomicLong();
    private final ConcurrentLinkedQueue<Rung> rung = new ConcurrentLinkedQueue<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final ConcurrentLinkedQueue<Socket> wires = new ConcurrentLinkedQueue<>();
    private Tripwires tripwires = fresh();

    private Tripwires fresh() {
        return new Tripwires((VertxInternal) vertx, this::now, (target, trip) -> rung.add(new Rung(target, trip)));
    }

    private Moment now() {
        return CLOCK.get().plus(Duration.ofMillis(slept.get()));
    }

    @AfterEach
    void closeAll() throws Exception {
        tripwires.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        for (AutoCloseable each : open) {
            each.close();
        }
        open.clear();
        wires.clear();
        rung.clear();
        tripwires = fresh();
    }

    /** Keeps what it accepts, and reads what it is told. */
    private Gateway gateway(String address) {
        Gateway gateway = Gateway.on(address, socket -> {
            wires.add(socket);
            try {
                while (socket.getInputStream().read() >= 0) {
                    // A wire says nothing, so this is its end.
                }
            } catch (IOException _) {
                new CountDownLatch(1).await(5, TimeUnit.SECONDS); // the test has ended it in its own way
            }
        });
        open.add(gateway);
        return gateway;
    }

    private static Target target(String endpoint, String address, int port) {
        var settings = new TripwireSettings(port, Duration.ofSeconds(1));
        var check = new TcpCheck("tcp", port, null, null, LatencyLimits.NONE, null, QUICK.with(settings));
        return new Target(
                new TargetId("www.gslb.test", endpoint, "tcp"), InetAddress.ofLiteral(address), "www.gslb.test", check);
    }

    private void told(Target target, ProbeResult result) {
        Moment now = now();
        tripwires.told(new Probed(target.id(), now, now, PhaseTimings.ofTotal(Duration.ZERO), result));
    }

    private void passed(Target target) {
        told(target, new ProbeResult.Up("up"));
    }

    private void failed(Target target) {
        told(target, new ProbeResult.Down(FailureReason.CONNECT_REFUSED, "refused"));
    }

    private TripwireState state(Target target) {
        return tripwires.of(target.id()).orElseThrow();
    }

    /** Until the targets are known, nothing is known of their probes. */
    private void watch(Target... targets) {
        tripwires.watch(List.of(targets));
        await().atMost(PATIENCE).until(() -> tripwires.of(targets[0].id()).isPresent());
    }

    private Socket wired(Target target) {
        passed(target);
        await().atMost(PATIENCE).until(() -> state(target).openSince() != null && !wires.isEmpty());
        return wires.remove();
    }

    private Rung awaitRing() {
        await().atMost(PATIENCE).until(() -> !rung.isEmpty());
        return rung.remove();
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Test
    void aFinAsksForARecheckAndSaysSo() throws Exception {
        Target target = target("a", "127.0.61.1", gateway("127.0.61.1").port());
        watch(target);
        wired(target).close();
        Rung ring = awaitRing();
        assertThat(ring.target()).isEqualTo(target.id());
        assertThat(ring.trip().end()).isEqualTo(WireEnd.FIN);
        assertThat(ring.trip().text()).startsWith("re-check because the idle connection ended: FIN after ");
        assertThat(state(target).openSince()).isNull();
        assertThat(tripwires.counts().trips()).containsEntry(WireEnd.FIN, 1L);
    }

    @Test
    void aResetIsOne() throws Exception {
        Target target = target("a", "127.0.61.2", gateway("127.0.61.2").port());
        watch(target);
        reset(wired(target));
        assertThat(awaitRing().trip().end()).isEqualTo(WireEnd.RST);
    }

    @Test
    void aProcessThatIsKilledEndsItsConnections() throws Exception {
        var process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Listening.class.getName(),
                        "127.0.61.3")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        open.add(process::destroyForcibly);
        int port = Integer.parseInt(process.inputReader().readLine());
        Target target = target("a", "127.0.61.3", port);
        watch(target);
        passed(target);
        await().atMost(PATIENCE).until(() -> state(target).openSince() != null);
        process.destroyForcibly().onExit().get(20, TimeUnit.SECONDS);
        assertThat(awaitRing().trip().end()).isIn(WireEnd.FIN, WireEnd.RST);
    }

    @Test
    void noWireIsMadeBeforeAProbeHasPassedNorForATargetThatWantsNone() {
        Gateway gateway = gateway("127.0.61.4");
        Target target = target("a", "127.0.61.4", gateway.port());
        Target plain = new Target(
                new TargetId("www.gslb.test", "b", "tcp"),
                target.address(),
                "www.gslb.test",
                new TcpCheck("tcp", gateway.port(), null, null, LatencyLimits.NONE, null, QUICK));
        watch(target, plain);
        failed(target);
        passed(plain);
        wired(target);
        assertThat(gateway.accepted()).isEqualTo(1);
        assertThat(tripwires.of(plain.id())).isEmpty();
        assertThat(tripwires.counts().open()).isEqualTo(1);
        assertThat(tripwires.counts().wanted()).isEqualTo(1);
    }

    @Test
    void twoServicesBehindOneGatewayShareAWireAndAreBothChecked() throws Exception {
        Gateway gateway = gateway("127.0.61.5");
        Target one = target("a", "127.0.61.5", gateway.port());
        Target other = target("b", "127.0.61.5", gateway.port());
        watch(one, other);
        Socket wire = wired(one);
        passed(other);
        wire.close();
        assertThat(List.of(awaitRing().target(), awaitRing().target())).containsExactlyInAnyOrder(one.id(), other.id());
        assertThat(gateway.accepted()).isEqualTo(1);
    }

    @Test
    void anEndThatAProbeContradictsIsCountedAndTheNextWireWaitsLonger() throws Exception {
        Gateway gateway = gateway("127.0.61.6");
        Target target = target("a", "127.0.61.6", gateway.port());
        watch(target);
        Socket wire = wired(target);
        Moment before = now();
        wire.close();
        awaitRing();
        tripwires.told(new Probed(
                target.id(), before, now(), PhaseTimings.ofTotal(Duration.ZERO), new ProbeResult.Up("too early")));
        passed(target);
        await().atMost(PATIENCE).until(() -> tripwires.counts().contradicted() == 1);
        assertThat(state(target).last().word()).isEqualTo(Trip.Word.CONTRADICTED);
        assertThat(state(target).notBefore().since(now())).isBetween(Duration.ofMillis(1), Duration.ofSeconds(2));
        passed(target);
        slept.addAndGet(2000);
        wired(target);
        assertThat(gateway.accepted()).isEqualTo(2);
    }

    @Test
    void anEndThatAProbeConfirmsIsNoFault() throws Exception {
        Target target = target("a", "127.0.61.7", gateway("127.0.61.7").port());
        watch(target);
        wired(target).close();
        awaitRing();
        failed(target);
        await().atMost(PATIENCE).until(() -> state(target).last().word() == Trip.Word.CONFIRMED);
        assertThat(tripwires.counts().contradicted()).isZero();
    }

    @Test
    void aWireToAGatewayThatEndsWhatIsSilentIsReplacedBeforeWithoutAWord() throws Exception {
        Gateway gateway = gateway("127.0.61.8");
        Target target = target("a", "127.0.61.8", gateway.port());
        watch(target);
        Socket first = wired(target);
        slept.addAndGet(60_000);
        first.close();
        awaitRing();
        passed(target);
        await().atMost(PATIENCE).until(() -> state(target).life() != null);
        slept.addAndGet(3_000);
        wired(target);
        slept.addAndGet(40_000);
        passed(target);
        slept.addAndGet(10_000);
        passed(target);
        await().atMost(PATIENCE).until(() -> gateway.closedByPeer() == 0 && gateway.accepted() == 3);
        await().atMost(PATIENCE)
                .until(() -> tripwires.counts().open() == 1 && state(target).openSince() != null);
        assertThat(rung).isEmpty();
    }

    @Test
    void whatRefusesAWireIsLeftAlone() throws Exception {
        Gateway gateway = gateway("127.0.61.9");
        Target target = target("a", "127.0.61.9", gateway.port());
        gateway.close();
        watch(target);
        passed(target);
        await().atMost(PATIENCE).until(() -> state(target).notBefore().isAfter(now()));
        assertThat(rung).isEmpty();
        assertThat(state(target).last()).isNull();
    }

    @Test
    void aPeerThatTalksOnIsNoPlaceForAWire() throws Exception {
        Gateway gateway = Gateway.on("127.0.61.10", socket -> {
            byte[] much = new byte[4096];
            while (!socket.isClosed()) {
                socket.getOutputStream().write(much);
            }
        });
        open.add(gateway);
        Target target = target("a", "127.0.61.10", gateway.port());
        watch(target);
        passed(target);
        await().atMost(PATIENCE)
                .until(() -> state(target).notBefore().since(now()).compareTo(Duration.ofMinutes(14)) > 0);
        assertThat(rung).isEmpty();
        assertThat(tripwires.counts().open()).isZero();
    }

    @Test
    void aTargetThatGoesTakesItsWireWithIt() throws Exception {
        Target target = target("a", "127.0.61.11", gateway("127.0.61.11").port());
        watch(target);
        Socket wire = wired(target);
        tripwires.watch(List.of());
        await().atMost(PATIENCE).until(() -> tripwires.counts().open() == 0);
        assertThat(tripwires.of(target.id())).isEmpty();
        assertThat(tripwires.counts().wanted()).isZero();
        assertThat(wire.isClosed() || wire.getInputStream().read() < 0).isTrue();
        assertThat(rung).isEmpty();
    }
}
