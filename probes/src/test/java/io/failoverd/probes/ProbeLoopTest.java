package io.failoverd.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.failoverd.probes.dns.DnsProber;
import io.failoverd.probes.exec.ExecProber;
import io.failoverd.probes.grpc.GrpcProber;
import io.failoverd.probes.http.HttpProber;
import io.failoverd.probes.icmp.IcmpProber;
import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.Check;
import io.failoverd.probes.model.HttpCheck;
import io.failoverd.probes.model.HttpRequest;
import io.failoverd.probes.model.LatencyLimits;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Probed;
import io.failoverd.probes.model.StatusSet;
import io.failoverd.probes.model.Target;
import io.failoverd.probes.model.TargetId;
import io.failoverd.probes.model.TcpCheck;
import io.failoverd.probes.tcp.TcpProber;
import io.failoverd.probes.tls.TlsProber;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The loop against real gateways. Times are looked at with tolerance: this machine has other things to do. */
class ProbeLoopTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration INTERVAL = Duration.ofMillis(400);
    private static final Duration RECHECK = Duration.ofMillis(100);
    private static final Cadence CADENCE = new Cadence(INTERVAL, RECHECK, Duration.ofSeconds(3), Duration.ofSeconds(3));
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private static final long ORIGIN = System.nanoTime();

    private static Moment now() {
        return new Moment(System.nanoTime() - ORIGIN);
    }

    private final Vertx vertx = Vertx.vertx();
    private final Dialer dialer = new Dialer(vertx, ProbeLoopTest::now);
    private final TcpProber tcp = new TcpProber(dialer);
    private final ConcurrentLinkedQueue<Probed> seen = new ConcurrentLinkedQueue<>();
    private final List<ProbeLoop> loops = new ArrayList<>();
    private final List<Gateway> gateways = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (ProbeLoop loop : loops) {
            loop.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        }
        gateways.forEach(Gateway::close);
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private ProbeLoop loop(Prober<HttpCheck> http, Consumer<Probed> consumer) {
        var loop = new ProbeLoop(
                vertx,
                new Probers(
                        http,
                        tcp,
                        new TlsProber(dialer),
                        new DnsProber(dialer),
                        new GrpcProber(dialer, "failoverd/test"),
                        new ExecProber(dialer),
                        new IcmpProber(dialer)),
                new ProbeLimits(ProbeLimits.DEFAULT, _ -> false),
                ProbeLoopTest::now,
                () -> 0.5,
                2,
                consumer);
        loops.add(loop);
        loop.begin();
        return loop;
    }

    private ProbeLoop loop() {
        return loop(new HttpProber(dialer, "failoverd/test"), seen::add);
    }

    private Gateway answering(String address) {
        Gateway gateway = Gateway.on(address, _ -> {});
        gateway.behave(gateway.answering(OK));
        gateways.add(gateway);
        return gateway;
    }

    private static Target target(String endpoint, String address, Check check) {
        return new Target(
                new TargetId("www.gslb.test", endpoint, check.name()),
                InetAddress.ofLiteral(address),
                "www.gslb.test",
                check);
    }

    /** The story that must not be: a bug lost a few probes of a target, and it was never probed again. */
    @Test
    void probesThatNeverEndAreGivenUpAndTheTargetIsProbedAgain() {
        var impatient = new Cadence(INTERVAL, RECHECK, RECHECK, RECHECK);
        Promise<Probed> never = Promise.promise();
        ProbeLoop loop = loop(
                (_, _) -> new Attempt() {
                    @Override
                    public Future<Probed> outcome() {
                        return never.future();
                    }

                    @Override
                    public void cancel() {}
                },
                seen::add);
        loop.replaceTargets(List.of(target("lost", "127.0.0.2", http(1, impatient))));
        await().atMost(PATIENCE).until(() -> of("lost").size() > impatient.maxInFlight());
        assertThat(of("lost"))
                .allSatisfy(probed -> assertThat(probed.result().reasonLabel()).isEqualTo("local_error"));
    }

    private static Check http(int port) {
        return http(port, CADENCE);
    }

    private static Check http(int port, Cadence cadence) {
        StatusSet ok = StatusSet.parse(List.of("200"));
        return new HttpCheck(
                "http",
                null,
                port,
                null,
                HttpRequest.get("/"),
                ok,
                StatusSet.NONE,
                List.of(),
                LatencyLimits.NONE,
                null,
                cadence);
    }

    private List<Probed> of(String endpoint) {
        return seen.stream().filter(p -> p.target().endpoint().equals(endpoint)).toList();
    }

    private long ups(String endpoint) {
        return of(endpoint).stream()
                .filter(p -> p.result() instanceof ProbeResult.Up)
                .count();
    }

    private List<Probed> downs(String endpoint) {
        return of(endpoint).stream()
                .filter(p -> p.result() instanceof ProbeResult.Down)
                .toList();
    }

    @Test
    void aGatewayThatDiesIsAskedMoreOftenThanAtItsIntervalAndTheOtherIsNot() {
        Gateway a = answering("127.0.0.2");
        Gateway b = answering("127.0.0.3");
        ProbeLoop loop = loop();
        loop.replaceTargets(
                List.of(target("a", "127.0.0.2", http(a.port())), target("b", "127.0.0.3", http(b.port()))));
        await().atMost(PATIENCE).until(() -> ups("a") >= 2 && ups("b") >= 2);
        a.close();
        await().atMost(PATIENCE).until(() -> downs("a").size() >= 6);
        List<Probed> down = downs("a");
        Moment anchor = down.getFirst().startedAt();
        // At which moments exactly is the schedule's own test; here a start may be late by what this machine is.
        assertThat(down.get(5).startedAt().since(anchor)).isLessThan(INTERVAL.multipliedBy(5));

        Gateway again = Gateway.onPort("127.0.0.2", a.port(), _ -> {});
        again.behave(again.answering(OK));
        gateways.add(again);
        long before = ups("a");
        await().atMost(PATIENCE).until(() -> ups("a") >= before + 3);
        List<Probed> back = of("a").stream()
                .filter(p -> p.result() instanceof ProbeResult.Up)
                .skip(before)
                .toList();
        assertThat(back.get(1).startedAt().since(back.get(0).startedAt())).isGreaterThan(INTERVAL.dividedBy(2));
        assertThat(downs("b")).isEmpty();
    }

    @Test
    void aCondemnedTargetIsAskedAtTheInterval() {
        ProbeLoop loop = loop();
        Gateway gone = answering("127.0.0.2");
        gone.close();
        Target target = target("a", "127.0.0.2", http(gone.port()));
        loop.replaceTargets(List.of(target));
        loop.pace(target.id(), Pace.CONDEMNED);
        await().atMost(PATIENCE).until(() -> downs("a").size() >= 4);
        List<Probed> down = downs("a");
        for (int i = 1; i < 4; i++) {
            assertThat(down.get(i).startedAt().since(down.get(i - 1).startedAt()))
                    .isGreaterThan(RECHECK.multipliedBy(3));
        }
    }

    @Test
    void aHangingGatewayIsAskedAgainWhileTheFirstProbesStillWait() {
        Gateway gateway = Gateway.on("127.0.0.2", _ -> {});
        gateways.add(gateway);
        gateway.behave(gateway.hanging());
        ProbeLoop loop = loop();
        loop.replaceTargets(List.of(target("a", "127.0.0.2", http(gateway.port()))));
        await().atMost(PATIENCE).until(() -> gateway.accepted() >= 5);
        assertThat(seen).isEmpty();
        assertThat(loop.snapshot().stream().mapToInt(LaneSnapshot::inFlight).sum())
                .isGreaterThanOrEqualTo(4);
        await().atMost(PATIENCE).until(() -> downs("a").size() >= 3);
        assertThat(loop.snapshot().stream().mapToInt(LaneSnapshot::inFlight).sum())
                .isLessThanOrEqualTo(CADENCE.maxInFlight());
    }

    @Test
    void aReloadKeepsWhatIsUnchangedAndCancelsWhatIsGone() {
        Gateway stays = answering("127.0.0.2");
        Gateway hangs = Gateway.on("127.0.0.3", _ -> {});
        gateways.add(hangs);
        hangs.behave(hangs.hanging());
        ProbeLoop loop = loop();
        Target a = target("a", "127.0.0.2", http(stays.port()));
        loop.replaceTargets(List.of(a, target("b", "127.0.0.3", http(hangs.port()))));
        await().atMost(PATIENCE).until(() -> hangs.accepted() >= 3 && ups("a") >= 1);
        loop.replaceTargets(List.of(
                a,
                target(
                        "c",
                        "127.0.0.2",
                        new TcpCheck("tcp", stays.port(), null, null, LatencyLimits.NONE, null, CADENCE))));
        await().atMost(PATIENCE).until(() -> hangs.closedByPeer() == hangs.accepted());
        long before = ups("a");
        await().atMost(PATIENCE).until(() -> ups("a") >= before + 2 && ups("c") >= 2);
        assertThat(of("b")).isEmpty();
        assertThat(loop.snapshot().stream().mapToInt(LaneSnapshot::targets).sum())
                .isEqualTo(2);
        List<Probed> steady = of("a");
        for (int i = 1; i < steady.size(); i++) {
            assertThat(steady.get(i).startedAt().since(steady.get(i - 1).startedAt()))
                    .as("the reload started no extra probe")
                    .isGreaterThan(INTERVAL.dividedBy(2));
        }
    }

    @Test
    void aProberWithABugAndAConsumerWithABugStopNothing() {
        Gateway gateway = answering("127.0.0.2");
        ProbeLoop loop = loop(
                (target, check) -> {
                    throw new IllegalStateException("a bug");
                },
                probed -> {
                    seen.add(probed);
                    throw new IllegalStateException("another bug");
                });
        loop.replaceTargets(List.of(
                target("buggy", "127.0.0.2", http(gateway.port())),
                target(
                        "fine",
                        "127.0.0.2",
                        new TcpCheck("tcp", gateway.port(), null, null, LatencyLimits.NONE, null, CADENCE))));
        await().atMost(PATIENCE).until(() -> of("buggy").size() >= 3 && ups("fine") >= 3);
        assertThat(of("buggy")).allSatisfy(probed -> {
            assertThat(probed.result().outcome()).isEqualTo("INCONCLUSIVE");
            assertThat(probed.result().reasonLabel()).isEqualTo("local_error");
        });
        assertThat(loop.snapshot().stream().mapToInt(LaneSnapshot::inFlight).sum())
                .isLessThanOrEqualTo(2);
    }

    @Test
    void closingClosesTheSocketsAndSaysNoMore() throws Exception {
        Gateway hangs = Gateway.on("127.0.0.3", _ -> {});
        gateways.add(hangs);
        hangs.behave(hangs.hanging());
        ProbeLoop loop = loop();
        loop.replaceTargets(List.of(target("a", "127.0.0.3", http(hangs.port()))));
        await().atMost(PATIENCE).until(() -> hangs.accepted() >= 2);
        loop.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        await().atMost(PATIENCE).until(() -> hangs.closedByPeer() == hangs.accepted());
        assertThat(seen).isEmpty();
        loop.replaceTargets(List.of(target("b", "127.0.0.3", http(hangs.port()))));
        assertThat(loop.snapshot().stream().mapToInt(LaneSnapshot::targets).sum())
                .isZero();
    }

    @Test
    void oneRoundKeepsTheOrderOfTheTargets() throws Exception {
        Gateway gateway = answering("127.0.0.2");
        ProbeLoop loop = loop();
        List<Target> targets = IntStream.range(0, 100)
                .mapToObj(i -> target("e" + i, "127.0.0.2", http(gateway.port())))
                .toList();
        List<Probed> round = loop.probeOnce(targets)
                .toCompletionStage()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
        assertThat(round)
                .extracting(Probed::target)
                .containsExactlyElementsOf(targets.stream().map(Target::id).toList());
        assertThat(round).allMatch(probed -> probed.result() instanceof ProbeResult.Up);
    }

    @Test
    void twoTargetsOfOneNameAreRefusedAndNothingChanges() {
        ProbeLoop loop = loop();
        Target a = target("a", "127.0.0.2", http(80));
        assertThatThrownBy(() -> loop.replaceTargets(List.of(a, a))).hasMessageContaining("www.gslb.test/a/http");
    }

    @Test
    void theSnapshotShowsThatTheLoopsTurn() {
        ProbeLoop loop = loop();
        Moment began = now();
        await().atMost(PATIENCE)
                .until(() -> loop.snapshot().stream()
                        .allMatch(lane -> lane.lastProgress().isAfter(began)));
        assertThat(loop.snapshot()).hasSize(2);
    }
}
