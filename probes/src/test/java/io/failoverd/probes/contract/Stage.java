package io.failoverd.probes.contract;

import io.failoverd.probes.Attempt;
import io.failoverd.probes.Dialer;
import io.failoverd.probes.Gateway;
import io.failoverd.probes.Probers;
import io.failoverd.probes.TlsGateway;
import io.failoverd.probes.dns.DnsProber;
import io.failoverd.probes.dns.NameServer;
import io.failoverd.probes.exec.ExecProber;
import io.failoverd.probes.grpc.GrpcProber;
import io.failoverd.probes.http.HttpProber;
import io.failoverd.probes.icmp.IcmpProber;
import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.Check;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.Probed;
import io.failoverd.probes.model.Target;
import io.failoverd.probes.model.TargetId;
import io.failoverd.probes.tcp.TcpProber;
import io.failoverd.probes.tls.TlsProber;
import io.netty.pkitesting.X509Bundle;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;

/**
 * Where situations are set up: all probers on one event loop, the servers that behave badly, and what else a situation
 * holds, which closing lets go. Used by one thread.
 */
final class Stage implements AutoCloseable {
    static final String ADDRESS = "127.0.0.2";

    /** A backlog of one is two for Linux. */
    private static final int MORE_THAN_IT_TAKES = 8;

    private static final long ORIGIN = System.nanoTime();

    private static Moment now() {
        return new Moment(System.nanoTime() - ORIGIN);
    }

    /** The probers of a run, which know nothing of each other's probes. */
    record Cast(Context context, Probers probers) {
        static Cast on(Vertx vertx) {
            var dialer = new Dialer(vertx, Stage::now);
            return new Cast(
                    vertx.getOrCreateContext(),
                    new Probers(
                            new HttpProber(dialer, "failoverd/test"),
                            new TcpProber(dialer),
                            new TlsProber(dialer),
                            new DnsProber(dialer),
                            new GrpcProber(dialer, "failoverd/test"),
                            new ExecProber(dialer),
                            new IcmpProber(dialer)));
        }
    }

    private final Cast cast;
    private final Cadence patient;
    private final Cadence quick;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /**
     * For the situations of one run.
     *
     * @param quick for probes that run into it
     * @param patient for all others
     */
    Stage(Cast cast, Cadence quick, Cadence patient) {
        this.cast = cast;
        this.quick = quick;
        this.patient = patient;
    }

    Cadence quick() {
        return quick;
    }

    Cadence patient() {
        return patient;
    }

    /** So long that a probe which ran into {@link #quick} meanwhile says nothing of its target. */
    Duration late() {
        return quick.timeout().dividedBy(8).plusMillis(200);
    }

    /** Keeps it open until the stage is closed. */
    <T extends AutoCloseable> T keep(T resource) {
        open.push(resource);
        return resource;
    }

    Gateway gateway(Gateway.Manner manner) {
        return keep(Gateway.on(ADDRESS, manner));
    }

    Gateway answering(String answer) {
        Gateway gateway = gateway(_ -> {});
        gateway.behave(gateway.answering(answer));
        return gateway;
    }

    Gateway hanging() {
        Gateway gateway = gateway(_ -> {});
        gateway.behave(gateway.hanging());
        return gateway;
    }

    /** One that answers HTTP requests behind TLS. */
    Gateway behindTls(X509Bundle certificate, String... alpn) throws Exception {
        return keep(TlsGateway.choosing(certificate, alpn).gateway());
    }

    NameServer nameServer(NameServer.Manner manner) {
        return keep(NameServer.on(ADDRESS, manner));
    }

    /** A port that nobody listens on, and that nobody else gets. */
    int closedPort() throws IOException {
        var bound = keep(new Socket());
        bound.bind(new InetSocketAddress(InetAddress.ofLiteral(ADDRESS), 0));
        return bound.getLocalPort();
    }

    /** The same for UDP: who is connected to another hears nobody else. */
    int closedUdpPort() throws IOException {
        InetAddress here = InetAddress.ofLiteral(ADDRESS);
        var bound = keep(new DatagramSocket(new InetSocketAddress(here, 0)));
        bound.connect(new InetSocketAddress(here, 9));
        return bound.getLocalPort();
    }

    /** A port whose listener takes nobody any more, unless the kernel takes more than it was told to. */
    int fullPort() throws IOException {
        var listener = keep(new ServerSocket(0, 1, InetAddress.ofLiteral(ADDRESS)));
        for (int i = 0; i < MORE_THAN_IT_TAKES; i++) {
            SocketChannel filler = keep(SocketChannel.open());
            filler.configureBlocking(false);
            filler.connect(listener.getLocalSocketAddress());
        }
        return listener.getLocalPort();
    }

    Target target(String address, Check check) {
        return new Target(
                new TargetId(Certificates.NAME, "ep", check.name()),
                InetAddress.ofLiteral(address),
                Certificates.NAME,
                check);
    }

    /** Probes with this check. */
    Situation.Play with(Check check) {
        return at(ADDRESS, check);
    }

    Situation.Play at(String address, Check check) {
        Target target = target(address, check);
        return () -> start(target).compose(Attempt::outcome);
    }

    /** Probes with the ordinary check of the kind. */
    Situation.Play patiently(Kind kind, int port) {
        return with(kind.check(port, null, patient));
    }

    /** The same, for a peer that does not answer. */
    Situation.Play quickly(Kind kind, int port) {
        return with(kind.check(port, null, quick));
    }

    /** Begins a probe on the event loop. */
    Future<Attempt> start(Target target) {
        Promise<Attempt> started = Promise.promise();
        cast.context().runOnContext(_ -> started.complete(cast.probers().start(target)));
        return started.future();
    }

    /** Begins a probe, and keeps its event loop from everything else until then, for as long as this at most. */
    Future<Probed> startAndHold(Target target, BooleanSupplier until, Duration most) {
        Promise<Probed> ended = Promise.promise();
        cast.context().runOnContext(_ -> {
            cast.probers().start(target).outcome().onComplete(ended);
            long deadline = System.nanoTime() + most.toNanos();
            while (!until.getAsBoolean() && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
        });
        return ended.future();
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("something of a situation cannot be closed", e);
            }
        }
    }
}
