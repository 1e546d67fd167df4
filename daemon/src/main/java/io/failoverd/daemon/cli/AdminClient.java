package io.failoverd.daemon.cli;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Asks a running daemon. One client for one command; used by its thread alone, and every call waits for the answer. */
final class AdminClient implements AutoCloseable {
    /** A daemon that needs longer is as good as gone to whoever waits at night. */
    private static final int CONNECT_MILLIS = 3_000;

    private static final int TOTAL_MILLIS = 10_000;

    /** What came of a question. */
    sealed interface Reply {
        record Answer(JsonObject body) implements Reply {}

        /** The daemon said no: its HTTP status, and its sentence. */
        record Refused(int status, String text) implements Reply {}

        /** Nobody answered, or somebody who is not failoverd. */
        record Unreachable(String text) implements Reply {}
    }

    private final URI uri;
    private final @Nullable String token;
    private final Vertx vertx;
    private final WebClient client;

    AdminClient(URI uri, @Nullable String token) {
        this.uri = uri;
        this.token = token;
        // One question needs one loop, and no file cache.
        this.vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        this.client = WebClient.create(
                vertx,
                new WebClientOptions()
                        .setConnectTimeout(CONNECT_MILLIS)
                        .setFollowRedirects(false)
                        .setUserAgentEnabled(false));
    }

    Reply get(String path) {
        return ask(request(HttpMethod.GET, path), null);
    }

    Reply put(String path, JsonObject body) {
        return ask(request(HttpMethod.PUT, path).putHeader("Content-Type", "application/json"), body.toBuffer());
    }

    private HttpRequest<Buffer> request(HttpMethod method, String path) {
        boolean tls = "https".equals(uri.getScheme());
        int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
        String host = uri.getHost().startsWith("[")
                ? uri.getHost().substring(1, uri.getHost().length() - 1)
                : uri.getHost();
        HttpRequest<Buffer> request =
                client.request(method, port, host, path).ssl(tls).timeout(TOTAL_MILLIS);
        return token == null ? request : request.bearerTokenAuthentication(token);
    }

    private Reply ask(HttpRequest<Buffer> request, @Nullable Buffer body) {
        try {
            return read((body == null ? request.send() : request.sendBuffer(body))
                    .await(TOTAL_MILLIS + CONNECT_MILLIS, TimeUnit.MILLISECONDS));
        } catch (TimeoutException _) {
            return new Reply.Unreachable("no answer from " + uri + " in time");
        } catch (Exception e) {
            return new Reply.Unreachable("no failoverd answers at " + uri + ": " + e.getMessage());
        }
    }

    private Reply read(HttpResponse<Buffer> response) {
        try {
            JsonObject body = response.bodyAsJsonObject();
            if (body != null && response.statusCode() == 200) {
                return new Reply.Answer(body);
            }
            if (body != null && body.getValue("text") instanceof String text) {
                return new Reply.Refused(response.statusCode(), text);
            }
        } catch (DecodeException | ClassCastException _) {
            // Somebody else's page.
        }
        return new Reply.Unreachable(
                "what answers at " + uri + " is not failoverd (HTTP " + response.statusCode() + ")");
    }

    @Override
    public void close() {
        client.close();
        vertx.close();
    }
}
