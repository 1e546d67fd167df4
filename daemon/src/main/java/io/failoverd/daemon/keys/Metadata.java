package io.failoverd.daemon.keys;

import io.failoverd.daemon.config.KeptKey;
import io.failoverd.dns.aliyun.AccessKey;
import io.failoverd.dns.model.Failure;
import io.failoverd.dns.model.FailureClass;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The metadata service of an ECS instance: what key its RAM role has. One {@link #fetch} is three short requests and ends
 * in time; what was received is in no message. Safe for threads.
 */
final class Metadata {
    /** It answers within a millisecond or two, on the host that runs the instance. */
    private static final Duration DEADLINE = Duration.ofSeconds(2);

    /** A key with its token has two thousand octets. */
    private static final long MOST_OCTETS = 64 * 1024;

    /** For the three requests. */
    private static final String TOKEN_SECONDS = "60";

    private static final String ROLES = "/latest/meta-data/ram/security-credentials/";

    private final InetSocketAddress server;

    /** A key of limited life. */
    record Passing(AccessKey key, Instant expires) {}

    /** What came of asking. */
    sealed interface Answer {
        record Found(Passing key) implements Answer {}

        record None(Failure why) implements Answer {}
    }

    /** It answered, or did not, in a way that ends the whole. */
    private static final class Unanswered extends Exception {
        private static final long serialVersionUID = 1;

        private final transient Failure why;

        Unanswered(FailureClass kind, String code, String text) {
            super(text, null, false, false);
            this.why = new Failure(kind, code, text);
        }
    }

    Metadata(InetSocketAddress server) {
        this.server = server;
    }

    /**
     * Asks for a key that is good now.
     *
     * @param role null: the one that the instance has
     */
    Answer fetch(@Nullable String role) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(DEADLINE)
                .build();
        try {
            String token = token(http, end);
            String name = role != null ? role : role(http, token, end);
            return new Answer.Found(key(get(http, ROLES + name, token, end, name), name));
        } catch (Unanswered e) {
            return new Answer.None(e.why);
        } finally {
            http.shutdownNow();
        }
    }

    private String token(HttpClient http, long end) throws Unanswered {
        HttpResponse<String> response = send(
                http,
                HttpRequest.newBuilder(uri("/latest/api/token"))
                        .PUT(HttpRequest.BodyPublishers.noBody())
                        .header("X-aliyun-ecs-metadata-token-ttl-seconds", TOKEN_SECONDS)
                        .build(),
                end);
        String token = response.body().strip();
        if (response.statusCode() != 200) {
            throw refused(response.statusCode(), "a session token");
        }
        if (!KeptKey.isPart(token)) {
            throw new Unanswered(FailureClass.TRANSIENT, "metadata-garbage", text("gives no session token"));
        }
        return token;
    }

    private String role(HttpClient http, String token, long end) throws Unanswered {
        String names = get(http, ROLES, token, end, "at all").strip();
        String name = names.lines().findFirst().orElse("").strip();
        if (!name.matches("[A-Za-z0-9.@_-]{1,64}")) {
            throw new Unanswered(FailureClass.TRANSIENT, "metadata-garbage", text("names no RAM role"));
        }
        return name;
    }

    private String get(HttpClient http, String path, String token, long end, String role) throws Unanswered {
        HttpResponse<String> response = send(
                http,
                HttpRequest.newBuilder(uri(path))
                        .header("X-aliyun-ecs-metadata-token", token)
                        .build(),
                end);
        if (response.statusCode() == 404) {
            throw new Unanswered(FailureClass.OPERATOR, "no-ram-role", "this ECS instance has no RAM role " + role);
        }
        if (response.statusCode() != 200) {
            throw refused(response.statusCode(), "what was asked");
        }
        return response.body();
    }

    private Passing key(String body, String role) throws Unanswered {
        try {
            var json = new JsonObject(body);
            Optional<KeptKey> kept = KeptKey.of(json);
            if (json.getValue("Code") instanceof String code && !code.equals("Success")) {
                throw new Unanswered(
                        FailureClass.TRANSIENT, "metadata-unsuccessful", text("has no success with the role " + role));
            }
            if (kept.isPresent() && json.getValue("Expiration") instanceof String expires) {
                KeptKey key = kept.get();
                return new Passing(new AccessKey(key.id(), key.secret(), key.token()), Instant.parse(expires));
            }
        } catch (DecodeException | DateTimeParseException _) {
            // Their messages may repeat the key.
        }
        throw new Unanswered(FailureClass.TRANSIENT, "metadata-garbage", text("gives no key for the role " + role));
    }

    private HttpResponse<String> send(HttpClient http, HttpRequest request, long end) throws Unanswered {
        CompletableFuture<HttpResponse<String>> sent = http.sendAsync(
                request, BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), MOST_OCTETS));
        try {
            return sent.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            sent.cancel(true);
            throw new Unanswered(
                    FailureClass.TRANSIENT,
                    "metadata-timeout",
                    text("does not answer in " + DEADLINE.toSeconds() + " s"));
        } catch (InterruptedException _) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            throw new Unanswered(FailureClass.TRANSIENT, "interrupted", "cut off");
        } catch (ExecutionException e) {
            throw new Unanswered(
                    FailureClass.TRANSIENT,
                    "metadata-unreachable",
                    text(
                            e.getCause() instanceof ConnectException
                                    ? "cannot be reached; is this an ECS instance?"
                                    : "breaks the connection"));
        }
    }

    private Unanswered refused(int status, String what) {
        boolean ours = status == 401 || status == 403;
        return new Unanswered(
                ours ? FailureClass.OPERATOR : FailureClass.TRANSIENT,
                "metadata-http-" + status,
                text("answers HTTP " + status + " where " + what + " is expected"));
    }

    private String text(String says) {
        return "the metadata service at " + authority() + " " + says;
    }

    private URI uri(String path) {
        return URI.create("http://" + authority() + path);
    }

    private String authority() {
        InetAddress address = server.getAddress();
        String host = address.getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + server.getPort();
    }
}
