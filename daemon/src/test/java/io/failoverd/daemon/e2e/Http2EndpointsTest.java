package io.failoverd.daemon.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gateways that speak HTTP/2, and a gRPC health service behind the same port: what they say and how they die moves the answer. */
class Http2EndpointsTest {
    private static final String PAGE = "page.e2e.test";
    private static final String CART = "cart.e2e.test";
    private static final String NORTH = "127.0.25.1";
    private static final String SOUTH = "127.0.25.2";

    private static final Vertx VERTX = Vertx.vertx();

    private final Set<HttpVersion> spoken = ConcurrentHashMap.newKeySet();
    private volatile int southServes = 1;

    @AfterAll
    static void close() throws Exception {
        VERTX.close().await(20, TimeUnit.SECONDS);
    }

    private HttpServer listening(String address, int port) throws Exception {
        return VERTX.createHttpServer()
                .requestHandler(request -> answer(request, address.equals(SOUTH) ? southServes : 1))
                .listen(port, address)
                .await(20, TimeUnit.SECONDS);
    }

    /** @param health 1 SERVING, 2 NOT_SERVING */
    private void answer(HttpServerRequest request, int health) {
        spoken.add(request.version());
        if (request.path().equals("/grpc.health.v1.Health/Check")) {
            request.response()
                    .putHeader("content-type", "application/grpc")
                    .putTrailer("grpc-status", "0")
                    .end(Buffer.buffer(new byte[] {0, 0, 0, 0, 2, 8, (byte) health}));
        } else {
            request.response().end("products");
        }
    }

    private static String config(int port) {
        return """
            checks:
              page:
                http: {scheme: http, version: 2, port: %1$d, path: /productpage, expect: [{contains: products}]}
                interval: 300ms
                recheck: 100ms
                timeout: 3s
                rise: 2
              cart:
                grpc: {tls: false, port: %1$d, service: shop.v1.Cart}
                interval: 300ms
                recheck: 100ms
                timeout: 3s
                rise: 2
            services:
              - name: %2$s
                check: page
                ttl: {steady: 2s, changing: 1s}
                holdDown: 1s
                endpoints:
                  - {name: north, address: %4$s}
                  - {name: south, address: %5$s}
              - name: %3$s
                check: cart
                ttl: {steady: 2s, changing: 1s}
                holdDown: 1s
                endpoints:
                  - {name: north, address: %4$s}
                  - {name: south, address: %5$s}
            """.formatted(port, PAGE, CART, NORTH, SOUTH);
    }

    /** The story of a deployment: the cart is drained while its pages still answer, and then the gateway is gone. */
    @Test
    void aCartThatDoesNotServeLeavesAloneAndAGatewayThatDiesTakesAllAndBothReturn(@TempDir Path folder)
            throws Exception {
        HttpServer north = listening(NORTH, 0);
        HttpServer south = listening(SOUTH, north.actualPort());
        try (var daemon = new RunningDaemon(folder, config(north.actualPort()))) {
            daemon.dns().await(PAGE, NORTH, SOUTH);
            daemon.dns().await(CART, NORTH, SOUTH);

            southServes = 2;
            daemon.dns().await(CART, NORTH);
            assertThat(daemon.endpoint(CART, "south").probe("reason")).isEqualTo("grpc_not_serving");
            assertThat(daemon.dns().addresses(PAGE)).containsExactlyInAnyOrder(NORTH, SOUTH);
            southServes = 1;
            daemon.dns().await(CART, NORTH, SOUTH);

            south.close().await(20, TimeUnit.SECONDS);
            daemon.dns().await(PAGE, NORTH);
            daemon.dns().await(CART, NORTH);
            assertThat(daemon.endpoint(PAGE, "south").probe("reason")).isEqualTo("connect_refused");

            HttpServer again = listening(SOUTH, north.actualPort());
            daemon.dns().await(PAGE, NORTH, SOUTH);
            daemon.dns().await(CART, NORTH, SOUTH);
            again.close().await(20, TimeUnit.SECONDS);
        } finally {
            north.close().await(20, TimeUnit.SECONDS);
        }
        assertThat(spoken).containsExactly(HttpVersion.HTTP_2);
    }
}
