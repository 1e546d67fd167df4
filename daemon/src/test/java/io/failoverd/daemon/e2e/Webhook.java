package io.failoverd.daemon.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.failoverd.daemon.alerts.StandardWebhooks;
import io.failoverd.daemon.alerts.WebhookKey;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Receives alerts on a port that stays the same while it goes down and comes up; answers what it is told to. */
final class Webhook implements AutoCloseable {
    private static final String SECRET = "whsec_c2VjcmV0LW9mLXRoZS1lbmQtdG8tZW5kLXRlc3Q=";
    private static final WebhookKey KEY = WebhookKey.of(SECRET).orElseThrow();

    /** One attempt, taken or not. */
    record Attempt(String id, int answered, boolean verified, JsonObject event) {
        String type() {
            return event.getString("type");
        }

        JsonObject data() {
            return event.getJsonObject("data");
        }
    }

    private final List<Attempt> attempts = new CopyOnWriteArrayList<>();
    private final int port;
    private HttpServer server;
    private volatile int answer = 204;

    Webhook() throws IOException {
        server = listen(0);
        port = server.getAddress().getPort();
    }

    /** The part of a configuration that sends alerts here. */
    String config(Path folder) throws IOException {
        Path secret = Files.writeString(folder.resolve("webhook-secret"), SECRET);
        return """
            alerts:
              - name: ops
                webhook: {url: "http://127.0.0.1:%d/alerts", secret: {file: %s}}
            """.formatted(port, secret);
    }

    void answer(int status) {
        answer = status;
    }

    void down() {
        server.stop(0);
    }

    void up() throws IOException {
        server = listen(port);
    }

    List<Attempt> attempts() {
        return List.copyOf(attempts);
    }

    /** The first attempt of this type, about this endpoint (empty for the daemon itself), that was answered so. */
    Optional<Attempt> first(String type, String endpoint, int answered) {
        return attempts.stream()
                .filter(attempt -> attempt.type().equals(type) && attempt.answered() == answered)
                .filter(attempt -> endpoint.equals(
                        Objects.requireNonNullElse(attempt.data().getString("endpoint"), "")))
                .findFirst();
    }

    private HttpServer listen(int on) throws IOException {
        HttpServer fresh = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), on), 64);
        fresh.createContext("/alerts", this::take);
        fresh.start();
        return fresh;
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            var headers = exchange.getRequestHeaders();
            String id = headers.getFirst(StandardWebhooks.ID);
            boolean verified = StandardWebhooks.verify(
                            id,
                            headers.getFirst(StandardWebhooks.TIMESTAMP),
                            headers.getFirst(StandardWebhooks.SIGNATURE),
                            body,
                            KEY,
                            Instant.now())
                    == StandardWebhooks.Verdict.VALID;
            int status = answer;
            attempts.add(new Attempt(id, status, verified, new JsonObject(new String(body, StandardCharsets.UTF_8))));
            exchange.sendResponseHeaders(status, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
