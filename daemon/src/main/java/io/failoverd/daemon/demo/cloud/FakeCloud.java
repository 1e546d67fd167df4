package io.failoverd.daemon.demo.cloud;

import io.failoverd.daemon.demo.cloud.account.Account;
import io.failoverd.daemon.demo.cloud.ns.NameServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A cloud that listens, on 127.0.0.1 and nowhere else. Whoever starts it closes it; any thread may call. */
public final class FakeCloud implements AutoCloseable {
    public static final String HOST = "127.0.0.1";

    private static final long SECONDS_TO_START_OR_STOP = 10;

    private final Vertx vertx;
    private final Cloud cloud;
    private final int port;
    private final int dnsPort;

    private FakeCloud(Vertx vertx, Cloud cloud, int port, int dnsPort) {
        this.vertx = vertx;
        this.cloud = cloud;
        this.port = port;
        this.dnsPort = dnsPort;
    }

    public static FakeCloud start(Account account, CloudSettings settings) throws IOException {
        return start(account, settings, InstantSource.system());
    }

    /**
     * Listens on both ports.
     *
     * @param clock what signatures, quotas and lags go by; what is late or slow goes by real time
     */
    public static FakeCloud start(Account account, CloudSettings settings, InstantSource clock) throws IOException {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
        var cloud = new Cloud(
                account,
                settings,
                clock,
                (after, what) -> vertx.setTimer(Math.max(1, after.toMillis()), _ -> what.run()));
        var api = new ApiServer(vertx, HOST, cloud);
        var names = new NameServer(vertx, HOST, cloud::propagated, new Random(settings.seed()));
        try {
            int port = await(api.listen(settings.port()), "listen on " + HOST + ":" + settings.port());
            int dnsPort = await(names.listen(settings.dnsPort()), "answer DNS on " + HOST + ":" + settings.dnsPort());
            return new FakeCloud(vertx, cloud, port, dnsPort);
        } catch (IOException e) {
            vertx.close();
            throw e;
        }
    }

    /** What the SDK's Config takes as endpoint, with the protocol HTTP. */
    public String endpoint() {
        return HOST + ":" + port;
    }

    /** Where its name servers answer, over UDP and TCP. */
    public InetSocketAddress dns() {
        return new InetSocketAddress(InetAddress.ofLiteral(HOST), dnsPort);
    }

    public Cloud cloud() {
        return cloud;
    }

    @Override
    public void close() throws IOException {
        await(vertx.close(), "stop the fake cloud");
    }

    private static <T> T await(Future<T> future, String what) throws IOException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(SECONDS_TO_START_OR_STOP, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException("could not " + what + ": " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new IOException("could not " + what + " within " + SECONDS_TO_START_OR_STOP + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while trying to " + what, e);
        }
    }
}
