package io.failoverd.daemon.keys;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Plays the metadata service of an ECS instance, in the mode that wants a session token, on loopback. */
final class MetadataService implements AutoCloseable {
    enum Day {
        GOOD,
        NO_ROLE,
        NO_TOKENS,
        ERRORS,
        GARBAGE,
        NO_KEY,
        NO_NAME,
        ENDLESS,
        UNSUCCESSFUL,
        HANGS,
        BREAKS
    }

    private static final String ROLES = "/latest/meta-data/ram/security-credentials/";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile Day day = Day.GOOD;
    private volatile String key = "{}";

    MetadataService() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    InetSocketAddress address() {
        return server.getAddress();
    }

    void has(Day next) {
        day = next;
    }

    void gives(String id, String secret, Instant expires) {
        key = """
                {"AccessKeyId": "%s", "AccessKeySecret": "%s", "SecurityToken": "token-of-%s", "Expiration": "%s",
                 "LastUpdated": "2026-11-22T12:00:00Z", "Code": "Success"}""".formatted(id, secret, id, expires);
    }

    /** How many session tokens were asked for, one for each fetch. */
    int fetches() {
        return fetches.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        boolean wantsToken =
                path.equals("/latest/api/token") && exchange.getRequestMethod().equals("PUT");
        if (wantsToken) {
            fetches.incrementAndGet();
        }
        switch (day) {
            case HANGS -> hang(exchange);
            case BREAKS -> exchange.close();
            case ERRORS -> reply(exchange, 500, "hunter2");
            case NO_TOKENS -> reply(exchange, 403, "hunter2");
            default -> {
                if (wantsToken) {
                    boolean good = "60"
                            .equals(exchange.getRequestHeaders().getFirst("X-aliyun-ecs-metadata-token-ttl-seconds"));
                    reply(exchange, good ? 200 : 400, "session");
                } else if (!Objects.equals(
                        exchange.getRequestHeaders().getFirst("X-aliyun-ecs-metadata-token"), "session")) {
                    reply(exchange, 403, "");
                } else {
                    role(exchange, path);
                }
            }
        }
    }

    private void role(HttpExchange exchange, String path) throws IOException {
        boolean wantsName = path.equals(ROLES);
        if (day == Day.NO_ROLE || !(wantsName || path.equals(ROLES + "dns"))) {
            reply(exchange, 404, "hunter2");
        } else if (wantsName) {
            reply(exchange, 200, day == Day.NO_NAME ? "<html>hunter2</html>" : "dns\n");
        } else {
            reply(
                    exchange,
                    200,
                    switch (day) {
                        case GARBAGE -> "hunter2 {";
                        case NO_KEY -> "{\"AccessKeyId\": \"STS.x\", \"AccessKeySecret\": \"hunter2\"}";
                        case ENDLESS -> key + " ".repeat(1 << 20);
                        case UNSUCCESSFUL -> key.replace("\"Success\"", "\"Failed\"");
                        default -> key;
                    });
        }
    }

    private void hang(HttpExchange exchange) {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.close();
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
