package io.failoverd.dns.server;

import io.failoverd.dns.answer.Explanations;
import io.failoverd.dns.client.ClientRegions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A whole server on loopback with a Vert.x of its own, closed with the test. */
final class LiveServer implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final LocalDns dns;

    private LiveServer(LocalDns dns) {
        this.dns = dns;
    }

    static LiveServer idle() {
        return new LiveServer(SampleZones.decided());
    }

    static LiveServer started(TcpLimits limits) {
        return started(limits, ClientRegions.NONE, Explanations.NONE);
    }

    static LiveServer started(TcpLimits limits, ClientRegions clients, Explanations explanations) {
        LiveServer server = new LiveServer(SampleZones.decided(clients, explanations));
        ListenOutcome outcome = get(server.dns.start(
                server.vertx,
                List.of(at("127.0.0.1", 0)),
                new NioUdpEngine(2),
                new ServerOptions(
                        2, EngineChoice.NIO, Optional.of("node-1"), Optional.empty(), ServerOptions.USUAL_UDP_SIZE),
                limits));
        if (outcome instanceof ListenOutcome.Failed failed) {
            throw new AssertionError(failed.problem());
        }
        return server;
    }

    ListenOutcome listen(InetSocketAddress... addresses) {
        return listen(EngineChoice.NIO, addresses);
    }

    ListenOutcome listen(EngineChoice choice, InetSocketAddress... addresses) {
        var options = new ServerOptions(2, choice, Optional.empty(), Optional.empty(), ServerOptions.USUAL_UDP_SIZE);
        return get(dns.start(vertx, List.of(addresses), options));
    }

    static InetSocketAddress at(String host, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(host), port);
    }

    LocalDns dns() {
        return dns;
    }

    InetSocketAddress address() {
        return dns.boundAddresses().getFirst();
    }

    static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        get(dns.close());
        get(vertx.close());
    }
}
