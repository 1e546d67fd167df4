package io.failoverd.daemon.demo;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClient;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A real HTTP server on a loopback address of its own that answers {@code /productpage}. Killed, its port refuses and
 * its connections are gone. The demo's main thread owns it.
 */
final class Gateway {
    private static final long SECONDS_TO_START_OR_STOP = 10;

    private final Vertx vertx;
    private final String region;
    private final String address;
    private int port;
    private @Nullable HttpServer server;

    Gateway(Vertx vertx, String region, String address, int port) {
        this.vertx = vertx;
        this.region = region;
        this.address = address;
        this.port = port;
    }

    String region() {
        return region;
    }

    String address() {
        return address;
    }

    int port() {
        return port;
    }

    /** Listens; port 0 becomes a free one at the first start and stays. */
    void start() throws IOException {
        var options = new HttpServerOptions().setHost(address).setPort(port);
        HttpServer started = vertx.createHttpServer(options).requestHandler(request -> {
            boolean known = "/productpage".equals(request.path());
            request.response()
                    .setStatusCode(known ? 200 : 404)
                    .putHeader("content-type", "application/json")
                    .end(new JsonObject().put("region", region).encode());
        });
        await(started.listen(), "start the gateway of " + region + " on " + address + ":" + port);
        port = started.actualPort();
        server = started;
    }

    /** A first request takes a cold JVM longer than a probe waits; a gateway in service is warm. */
    void warmUp() throws IOException {
        WebClient client = WebClient.create(vertx);
        await(client.get(port, address, "/productpage").send(), "ask the gateway of " + region);
        client.close();
    }

    void kill() throws IOException {
        if (server != null) {
            await(server.close(), "stop the gateway of " + region);
            server = null;
        }
    }

    static <T> T await(Future<T> future, String what) throws IOException {
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
