package io.failoverd.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.Check;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Probed;
import io.failoverd.probes.model.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What every prober over TCP must do, whatever it speaks. */
public abstract class ProberContract extends Probing {
    /** A busy machine may make a probe INCONCLUSIVE; that is right, and then we ask again. */
    private static final int ATTEMPTS = 5;

    /** Probes of each kind of failure, far more than the descriptors that come and go by themselves. */
    private static final int ROUNDS = 200;

    private final List<Gateway> gateways = new ArrayList<>();

    /** The prober, with its check already in its hands. */
    protected abstract Attempt start(Target target);

    protected abstract Check check(int port, @Nullable InetAddress source, Cadence cadence);

    /** A gateway that passes. */
    protected abstract Gateway healthy(String address);

    /** What is said of a peer that accepts and then says nothing; null where that is good enough. */
    protected abstract @Nullable FailureReason whenHanging();

    /** What is said of a peer that accepts and closes; null where that is good enough. */
    protected abstract @Nullable FailureReason whenClosing();

    /** The first probe of a process loads a few thousand classes; that is not what these tests are about. */
    @BeforeAll
    void warmUp() {
        try (Gateway gateway = healthy("127.0.0.1")) {
            for (int i = 0; i < 3; i++) {
                probe("127.0.0.1", gateway.port(), PATIENT);
            }
        }
    }

    @AfterEach
    void closeGateways() {
        gateways.forEach(Gateway::close);
        gateways.clear();
    }

    protected Gateway opened(Gateway gateway) {
        gateways.add(gateway);
        return gateway;
    }

    protected Probed probe(String address, int port, Cadence cadence) {
        Probed probed = finished(start(target(address, check(port, null, cadence))));
        for (int i = 1; i < ATTEMPTS && probed.result().reasonLabel().equals("local_overload"); i++) {
            probed = finished(start(target(address, check(port, null, cadence))));
        }
        return probed;
    }

    @Test
    void aHealthyGatewayIsUpWithTimesThatAddUp() {
        Gateway gateway = opened(healthy("127.0.0.2"));
        Probed probed = probe("127.0.0.2", gateway.port(), PATIENT);
        assertThat(probed.result()).isInstanceOf(ProbeResult.Up.class);
        assertThat(probed.timings().connect()).isNotNull();
        assertThat(probed.timings().total()).isEqualTo(probed.finishedAt().since(probed.startedAt()));
        assertThat(probed.timings().connect())
                .isLessThanOrEqualTo(probed.timings().total());
    }

    @Test
    void nothingListensThere() throws Exception {
        int port;
        try (var unused = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.2"))) {
            port = unused.getLocalPort();
        }
        Probed probed = probe("127.0.0.2", port, QUICK);
        assertDown(probed, FailureReason.CONNECT_REFUSED);
        assertThat(probed.result().detail()).endsWith("refused by 127.0.0.2:" + port);
        assertThat(probed.timings().connect()).isNull();
    }

    @Test
    void aBlackHoleTimesOutConnecting() throws Exception {
        var fillers = new ArrayList<Socket>();
        try (var full = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.3"))) {
            Assumptions.assumeTrue(fillBacklog(full, fillers), "this kernel accepts beyond a listener's backlog");
            Probed probed = probe("127.0.0.3", full.getLocalPort(), QUICK);
            assertDown(probed, FailureReason.CONNECT_TIMEOUT);
            assertThat(probed.result().detail()).endsWith("no TCP connection within 1500 ms");
            assertThat(probed.timings().total()).isGreaterThanOrEqualTo(QUICK.connectTimeout());
        } finally {
            for (Socket filler : fillers) {
                filler.close();
            }
        }
    }

    private static boolean fillBacklog(ServerSocket listener, List<Socket> fillers) throws IOException {
        for (int i = 0; i < 8; i++) {
            var filler = new Socket();
            fillers.add(filler);
            try {
                filler.connect(new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()), 400);
            } catch (IOException _) {
                return true;
            }
        }
        return false;
    }

    @Test
    void aPeerThatAcceptsAndHangsIsLeftAtTheTimeout() {
        Gateway gateway = opened(Gateway.on("127.0.0.2", _ -> {}));
        gateway.behave(gateway.hanging());
        Probed probed = probe("127.0.0.2", gateway.port(), QUICK);
        FailureReason expected = whenHanging();
        if (expected == null) {
            assertThat(probed.result()).isInstanceOf(ProbeResult.Up.class);
        } else {
            assertDown(probed, expected);
            assertThat(probed.result().detail()).endsWith("within 2000 ms");
            assertThat(probed.timings().total()).isGreaterThanOrEqualTo(QUICK.timeout());
        }
        await().atMost(PATIENCE).until(() -> gateway.closedByPeer() == gateway.accepted());
    }

    @Test
    void aPeerThatAcceptsAndCloses() {
        Gateway gateway = opened(Gateway.on("127.0.0.2", _ -> {}));
        Probed probed = probe("127.0.0.2", gateway.port(), PATIENT);
        FailureReason expected = whenClosing();
        if (expected == null) {
            assertThat(probed.result()).isInstanceOf(ProbeResult.Up.class);
        } else {
            assertDown(probed, expected);
        }
    }

    /** A reset may overtake the news that the connection stood. */
    @Test
    void aPeerThatAcceptsAndResets() {
        Gateway gateway = opened(Gateway.on("127.0.0.2", socket -> socket.setSoLinger(true, 0)));
        ProbeResult result = probe("127.0.0.2", gateway.port(), PATIENT).result();
        FailureReason expected = whenClosing();
        assertThat(result.reasonLabel())
                .as(result.detail())
                .isIn(FailureReason.CONNECT_RESET.label(), expected == null ? "none" : expected.label());
    }

    @Test
    void probesLeaveFromTheSourceAddress() {
        Gateway gateway = opened(healthy("127.0.0.2"));
        Check check = check(gateway.port(), InetAddress.ofLiteral("127.0.0.77"), PATIENT);
        assertThat(finished(start(target("127.0.0.2", check))).result()).isInstanceOf(ProbeResult.Up.class);
        await().atMost(PATIENCE).until(() -> !gateway.peers().isEmpty());
        assertThat(gateway.peers()).containsOnly(InetAddress.ofLiteral("127.0.0.77"));
    }

    @Test
    void aSourceAddressThatIsNotOursIsOurFault() {
        Gateway gateway = opened(healthy("127.0.0.2"));
        Check check = check(gateway.port(), InetAddress.ofLiteral("192.0.2.1"), PATIENT);
        assertInconclusive(finished(start(target("127.0.0.2", check))), FailureReason.LOCAL_ADDRESS);
    }

    @Test
    void anAddressThatThisHostCannotEvenTryIsOurFault() {
        assertInconclusive(probe("127.255.255.255", 80, QUICK), FailureReason.CONNECT_UNREACHABLE);
    }

    @Test
    void aCancelledProbeClosesItsSocketAndIsInconclusive() {
        Gateway gateway = opened(Gateway.on("127.0.0.2", _ -> {}));
        gateway.behave(gateway.hanging());
        Attempt attempt = start(target("127.0.0.2", check(gateway.port(), null, PATIENT)));
        if (whenHanging() != null) {
            await().atMost(PATIENCE).until(() -> gateway.accepted() == 1);
            attempt.cancel();
            assertInconclusive(finished(attempt), FailureReason.LOCAL_ERROR);
        }
        attempt.cancel();
        await().atMost(PATIENCE).until(() -> gateway.accepted() == 1 && gateway.closedByPeer() == 1);
        assertThat(attempt.outcome().isComplete()).isTrue();
    }

    @Test
    void aProbeCancelledWhileConnectingHoldsNoSocket() throws Exception {
        var fillers = new ArrayList<Socket>();
        try (var full = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.3"))) {
            Assumptions.assumeTrue(fillBacklog(full, fillers), "this kernel accepts beyond a listener's backlog");
            Attempt attempt = start(target("127.0.0.3", check(full.getLocalPort(), null, PATIENT)));
            attempt.cancel();
            assertInconclusive(finished(attempt), FailureReason.LOCAL_ERROR);
        } finally {
            for (Socket filler : fillers) {
                filler.close();
            }
        }
    }

    /** Sockets are counted where the kernel does: no way to fail may leave one behind. */
    @Test
    void manyProbesThatFailInEveryWayLeaveNoDescriptorBehind() throws Exception {
        Assumptions.assumeTrue(Files.isDirectory(DESCRIPTORS), "this system does not list a process's descriptors");
        int refused;
        try (var unused = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.2"))) {
            refused = unused.getLocalPort();
        }
        Gateway closing = opened(Gateway.on("127.0.0.2", _ -> {}));
        Gateway resetting = opened(Gateway.on("127.0.0.2", socket -> socket.setSoLinger(true, 0)));
        Gateway hanging = opened(Gateway.on("127.0.0.2", _ -> {}));
        hanging.behave(hanging.hanging());
        Gateway babbling = opened(Gateway.on(
                "127.0.0.2",
                socket -> socket.getOutputStream().write("babble\r\n\r\n".getBytes(StandardCharsets.US_ASCII))));
        List<Integer> ports = List.of(
                refused,
                closing.port(),
                resetting.port(),
                babbling.port(),
                healthy().port());
        round(ports, hanging.port(), 3);
        await().atMost(PATIENCE).until(() -> hanging.closedByPeer() == hanging.accepted());
        long before = descriptors();
        round(ports, hanging.port(), ROUNDS);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(descriptors()).isLessThan(before + ROUNDS));
    }

    private Gateway healthy() {
        return opened(healthy("127.0.0.2"));
    }

    /** A probe of each port, and one of a peer that hangs, which is given up. */
    private void round(List<Integer> ports, int hanging, int times) {
        for (int i = 0; i < times; i++) {
            List<Attempt> attempts = ports.stream()
                    .map(port -> start(target("127.0.0.2", check(port, null, PATIENT))))
                    .toList();
            Attempt given = start(target("127.0.0.2", check(hanging, null, PATIENT)));
            attempts.forEach(Probing::finished);
            given.cancel();
            finished(given);
        }
    }

    /** The story: a bastion that was suspended for a while came back and took every gateway out. */
    @Test
    void aTimeoutThatThisHostSleptThroughSaysNothing() {
        Gateway gateway = opened(Gateway.on("127.0.0.2", _ -> {}));
        gateway.behave(gateway.hanging());
        if (whenHanging() != null) {
            assertInconclusive(sleptThrough(gateway), FailureReason.LOCAL_OVERLOAD);
        }
    }

    /** The same, of gateways that gave up on us meanwhile. */
    @Test
    void aConnectionThatEndedWhileThisHostSleptSaysNothing() {
        Gateway gateway = opened(Gateway.on("127.0.0.2", _ -> {}));
        if (whenClosing() != null) {
            assertInconclusive(sleptThrough(gateway), FailureReason.LOCAL_OVERLOAD);
        }
    }

    private Probed sleptThrough(Gateway gateway) {
        var context = vertx.getOrCreateContext();
        var probed = new CompletableFuture<Probed>();
        context.runOnContext(_ -> {
            Attempt attempt = start(target("127.0.0.2", check(gateway.port(), null, QUICK)));
            attempt.outcome().onSuccess(probed::complete);
            context.runOnContext(_ -> {
                long until = System.nanoTime() + Duration.ofMillis(700).toNanos();
                while (System.nanoTime() < until) {
                    Thread.onSpinWait();
                }
            });
        });
        await().atMost(PATIENCE).until(probed::isDone);
        return probed.join();
    }
}
