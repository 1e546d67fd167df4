package io.failoverd.daemon.demo;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Follows the running daemon's events over its admin listener. The demo's main thread owns it. */
final class EventFollower {
    /** Short enough that a person sees no lag, long enough that nobody is busy. */
    private static final Duration EVERY = Duration.ofMillis(20);

    record Followed(Instant at, String kind, String endpoint, String text) {}

    private final WebClient client;
    private final int port;
    private final List<Followed> events = new ArrayList<>();
    private long sequence;

    EventFollower(Vertx vertx, int port) {
        this.client = WebClient.create(vertx);
        this.port = port;
    }

    /** Whether the daemon is ready to answer. */
    boolean ready() {
        try {
            return get("/readyz").statusCode() == 200;
        } catch (IOException _) {
            return false;
        }
    }

    /** The first event that is as asked; null when there is none in time. */
    @Nullable
    Followed first(Predicate<Followed> asked, Duration within) throws IOException {
        long deadline = System.nanoTime() + within.toNanos();
        int looked = 0;
        while (true) {
            for (; looked < events.size(); looked++) {
                if (asked.test(events.get(looked))) {
                    return events.get(looked);
                }
            }
            if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
                return null;
            }
            fetch();
            pause();
        }
    }

    static void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(EVERY.toNanos());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void fetch() throws IOException {
        JsonObject body = get("/api/v1/events?after=" + sequence).bodyAsJsonObject();
        JsonArray fetched = body == null ? new JsonArray() : body.getJsonArray("events", new JsonArray());
        for (Object each : fetched) {
            if (each instanceof JsonObject event) {
                sequence = event.getLong("sequence");
                events.add(new Followed(
                        Instant.parse(event.getString("at")),
                        event.getString("kind", ""),
                        event.getString("endpoint", ""),
                        event.getString("text", "")));
            }
        }
    }

    private HttpResponse<Buffer> get(String path) throws IOException {
        return Gateway.await(client.get(port, "127.0.0.1", path).send(), "ask the daemon for " + path);
    }
}
