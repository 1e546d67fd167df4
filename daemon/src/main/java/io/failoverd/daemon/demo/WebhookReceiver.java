package io.failoverd.daemon.demo;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Receives the daemon's alerts as an operator's chat bridge would, and checks their signatures. */
final class WebhookReceiver {
    /**
     * One delivery.
     *
     * @param verified whether its Standard Webhooks signature was right
     */
    record Delivery(long nanos, String type, String endpoint, String summary, boolean verified) {}

    private final HttpServer server;
    private final SignatureCheck check;
    private final List<Delivery> deliveries = new ArrayList<>();

    /** Whether a request's signature fits its body. */
    interface SignatureCheck {
        boolean verified(String id, String timestamp, String signature, byte[] body);
    }

    WebhookReceiver(Vertx vertx, SignatureCheck check) {
        this.check = check;
        this.server = vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1"))
                .requestHandler(request -> request.body().onSuccess(body -> received(request, body)));
    }

    /** Listens on a free port and returns it. */
    int start() throws IOException {
        return Gateway.await(server.listen(0), "start the webhook receiver").actualPort();
    }

    private void received(HttpServerRequest request, Buffer body) {
        boolean verified = check.verified(
                header(request, "webhook-id"),
                header(request, "webhook-timestamp"),
                header(request, "webhook-signature"),
                body.getBytes());
        try {
            JsonObject event = body.toJsonObject();
            JsonObject data = event.getJsonObject("data", new JsonObject());
            keep(new Delivery(
                    System.nanoTime(),
                    event.getString("type", ""),
                    data.getString("endpoint", ""),
                    data.getString("summary", ""),
                    verified));
            request.response().setStatusCode(verified ? 204 : 401).end();
        } catch (DecodeException _) {
            request.response().setStatusCode(400).end();
        }
    }

    private static String header(HttpServerRequest request, String name) {
        String value = request.getHeader(name);
        return value == null ? "" : value;
    }

    private synchronized void keep(Delivery delivery) {
        deliveries.add(delivery);
        notifyAll();
    }

    synchronized List<Delivery> deliveries() {
        return List.copyOf(deliveries);
    }

    /** The first delivery that is as asked; null when there is none in time. */
    synchronized @Nullable Delivery first(Predicate<Delivery> asked, Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        while (true) {
            for (Delivery delivery : deliveries) {
                if (asked.test(delivery)) {
                    return delivery;
                }
            }
            long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            if (left <= 0) {
                return null;
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
        }
    }
}
