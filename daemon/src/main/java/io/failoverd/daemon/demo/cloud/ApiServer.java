package io.failoverd.daemon.demo.cloud;

import io.failoverd.daemon.demo.cloud.faults.Reply;
import io.failoverd.daemon.demo.cloud.wire.RawRequest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The API over plain HTTP. Lives on an event loop; hands each request to the cloud, and plays its reaction. */
final class ApiServer {
    /** The real gateway takes no more in a URL, and the SDK puts everything there. */
    private static final int MOST_IN_A_LINE = 65_536;

    private static final int MOST_IN_A_BODY = 1 << 20;

    private final Vertx vertx;
    private final Cloud cloud;
    private final Console console;
    private final HttpServer server;

    ApiServer(Vertx vertx, String host, Cloud cloud) {
        this.vertx = vertx;
        this.cloud = cloud;
        this.console = new Console(cloud);
        this.server = vertx.createHttpServer(
                        new HttpServerOptions().setHost(host).setMaxInitialLineLength(MOST_IN_A_LINE))
                .requestHandler(this::received);
    }

    Future<Integer> listen(int port) {
        return server.listen(port).map(HttpServer::actualPort);
    }

    Future<Void> close() {
        return server.close();
    }

    private void received(HttpServerRequest request) {
        var body = Buffer.buffer();
        request.handler(part -> {
            body.appendBuffer(part);
            if (body.length() > MOST_IN_A_BODY) {
                request.connection().close();
            }
        });
        request.endHandler(_ -> {
            String path = Objects.requireNonNullElse(request.path(), "");
            if (path.startsWith(Console.PREFIX)) {
                console.serve(request, path);
            } else {
                play(request, cloud.handle(raw(request, path, body)));
            }
        });
    }

    private static RawRequest raw(HttpServerRequest request, String path, Buffer body) {
        Map<String, String> headers = new HashMap<>();
        request.headers()
                .forEach(header -> headers.putIfAbsent(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
        String query = request.query();
        return new RawRequest(
                request.method().name(),
                path,
                query == null ? "" : query,
                headers,
                new String(body.getBytes(), StandardCharsets.ISO_8859_1));
    }

    private void play(HttpServerRequest request, Reaction reaction) {
        switch (reaction.manner()) {
            case Reply.Normal _, Reply.Refused _, Reply.Page _, Reply.Unsuccessful _ -> end(request, reaction);
            case Reply.Dropped _ -> request.connection().close();
            case Reply.SlowHead slow -> after(slow.silence(), () -> end(request, reaction));
            case Reply.Dripping dripping -> {
                HttpServerResponse response = head(request, reaction);
                drip(response, reaction.body().getBytes(StandardCharsets.UTF_8), 0, dripping.perByte());
            }
        }
    }

    private static HttpServerResponse head(HttpServerRequest request, Reaction reaction) {
        return request.response()
                .setStatusCode(reaction.status())
                .putHeader("content-type", reaction.contentType())
                .putHeader("x-acs-request-id", reaction.requestId())
                .putHeader("content-length", Integer.toString(reaction.body().getBytes(StandardCharsets.UTF_8).length));
    }

    private static void end(HttpServerRequest request, Reaction reaction) {
        if (!request.response().closed()) {
            head(request, reaction).end(reaction.body());
        }
    }

    private void drip(HttpServerResponse response, byte[] body, int from, Duration perByte) {
        if (response.closed()) {
            return;
        }
        if (from >= body.length) {
            response.end();
            return;
        }
        response.write(Buffer.buffer(1).appendByte(body[from]));
        after(perByte, () -> drip(response, body, from + 1, perByte));
    }

    private void after(Duration time, Runnable what) {
        vertx.setTimer(Math.max(1, time.toMillis()), _ -> what.run());
    }
}
