package io.failoverd.daemon.alerts;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A receiver on loopback that behaves: it verifies what it gets and answers as its script says, then 204. Lists are in
 * the order of arrival.
 */
final class WebhookReceiver {
    static final WebhookKey KEY =
            WebhookKey.of("whsec_czNjcmV0LW9mLXRoZS10ZXN0").orElseThrow();

    /** One answer. */
    sealed interface Answer {
        record Status(int code, String header, String value) implements Answer {}

        /** Says nothing and keeps the connection. */
        record Hang() implements Answer {}

        record Close() implements Answer {}

        /** A 200 whose body never ends. */
        record Drip() implements Answer {}
    }

    /** A request as it came. */
    record Received(
            String id,
            String timestamp,
            String contentType,
            StandardWebhooks.Verdict verdict,
            String body,
            long nanos) {
        String summary() {
            return new JsonObject(body).getJsonObject("data").getString("summary");
        }
    }

    final List<Received> received = new CopyOnWriteArrayList<>();
    /** Connections that hung or dripped and were closed from the other side. */
    final AtomicInteger cutOff = new AtomicInteger();

    private final Queue<Answer> script = new ConcurrentLinkedQueue<>();
    private final Vertx vertx;
    private final HttpServer server;

    WebhookReceiver(Vertx vertx) {
        this.vertx = vertx;
        this.server = vertx.createHttpServer()
                .requestHandler(this::handle)
                .listen(0, "127.0.0.1")
                .await();
    }

    static Answer status(int code) {
        return new Answer.Status(code, "x-test", "1");
    }

    static Answer status(int code, String header, String value) {
        return new Answer.Status(code, header, value);
    }

    WebhookReceiver answers(Answer... answers) {
        script.addAll(List.of(answers));
        return this;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.actualPort() + "/hook?token=t0ps3cret");
    }

    AlertChannel channel(String name) {
        return new AlertChannel(name, url(), KEY);
    }

    List<String> summaries() {
        return received.stream().map(Received::summary).toList();
    }

    private void handle(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            received.add(received(request, body));
            switch (script.isEmpty() ? status(204) : script.remove()) {
                case Answer.Status(int code, String header, String value) ->
                    request.response()
                            .setStatusCode(code)
                            .putHeader(header, value)
                            .end();
                case Answer.Hang hang -> request.connection().closeHandler(closed -> cutOff.incrementAndGet());
                case Answer.Close close -> request.connection().close();
                case Answer.Drip drip -> {
                    request.connection().closeHandler(closed -> cutOff.incrementAndGet());
                    request.response().setChunked(true).write("x");
                    vertx.setPeriodic(50, tick -> {
                        if (request.response().closed()) {
                            vertx.cancelTimer(tick);
                        } else {
                            request.response().write("x");
                        }
                    });
                }
            }
        });
    }

    private static Received received(HttpServerRequest request, Buffer body) {
        String id = request.getHeader(StandardWebhooks.ID);
        String timestamp = request.getHeader(StandardWebhooks.TIMESTAMP);
        return new Received(
                id,
                timestamp,
                request.getHeader("content-type"),
                StandardWebhooks.verify(
                        id,
                        timestamp,
                        request.getHeader(StandardWebhooks.SIGNATURE),
                        body.getBytes(),
                        KEY,
                        Instant.now()),
                body.toString(),
                System.nanoTime());
    }
}
