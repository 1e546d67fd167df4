package io.failoverd.daemon.alerts;

import io.failoverd.daemon.journal.OutboxRow;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to deliver. Owned by the dispatcher, used on its context alone. It is Vert.x's plain client and not its
 * web client, because the status line decides: a receiver that then drips its body for hours must hold up nothing, and
 * the deadline must close the socket.
 */
final class WebhookPost {
    /** Of an answer's body we want nothing; so much is read to let a polite receiver finish. */
    private static final int MAX_ANSWER_BYTES = 64 << 10;
    /** Connections at once to one host and port: more channels than anyone has, so that none waits for another. */
    private static final int MAX_CONNECTIONS = 64;
    /** Longest Retry-After that is read as a number; the policy caps it far below. */
    private static final int MAX_SECONDS_DIGITS = 9;

    private final Vertx vertx;
    private final HttpClient client;
    private final Duration timeout;
    private final Clock clock;

    WebhookPost(Vertx vertx, Duration timeout, Clock clock) {
        this.vertx = vertx;
        this.timeout = timeout;
        this.clock = clock;
        // Alerts are rare: a connection kept open would be dead, behind some NAT, when the next one comes.
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setKeepAlive(false), new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS));
    }

    /** Never fails: what goes wrong is an outcome. Completes within the timeout. */
    Future<AttemptOutcome> post(AlertChannel channel, OutboxRow row) {
        Attempt attempt = new Attempt(channel);
        attempt.timer = vertx.setTimer(timeout.toMillis(), expired -> attempt.expire());
        client.request(options(channel, row))
                .onSuccess(request -> attempt.send(request, row))
                .onFailure(attempt::fail);
        return attempt.outcome.future();
    }

    Future<Void> close() {
        return client.close();
    }

    private RequestOptions options(AlertChannel channel, OutboxRow row) {
        byte[] body = row.body().getBytes(StandardCharsets.UTF_8);
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(channel.url().toString())
                .setFollowRedirects(false)
                .putHeader(HttpHeaders.CONTENT_TYPE, CloudEvents.CONTENT_TYPE)
                .putHeader(HttpHeaders.USER_AGENT, "failoverd");
        String user = channel.url().getUserInfo();
        if (user != null) {
            String credentials = Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
            options.putHeader(HttpHeaders.AUTHORIZATION, "Basic " + credentials);
        }
        long seconds = clock.instant().getEpochSecond();
        options.putHeader(StandardWebhooks.ID, row.id()).putHeader(StandardWebhooks.TIMESTAMP, Long.toString(seconds));
        WebhookKey key = channel.key();
        if (key != null) {
            options.putHeader(StandardWebhooks.SIGNATURE, StandardWebhooks.sign(row.id(), seconds, body, key));
        }
        return options;
    }

    /** The state of one POST; whatever happens first decides, and the rest finds it done. */
    private final class Attempt {
        private final Promise<AttemptOutcome> outcome = Promise.promise();
        private final URI url;
        private @Nullable HttpClientRequest request;
        private boolean expired;
        private int answerBytes;
        private long timer;

        Attempt(AlertChannel channel) {
            this.url = channel.url();
        }

        void send(HttpClientRequest connected, OutboxRow row) {
            request = connected;
            if (expired) {
                abort();
                return;
            }
            connected
                    .send(Buffer.buffer(row.body().getBytes(StandardCharsets.UTF_8)))
                    .onSuccess(this::answered)
                    .onFailure(this::fail);
        }

        private void answered(HttpClientResponse response) {
            Optional<Duration> retryAfter = retryAfter(response.getHeader(HttpHeaders.RETRY_AFTER), clock.instant());
            response.handler(part -> {
                answerBytes += part.length();
                if (answerBytes > MAX_ANSWER_BYTES) {
                    abort();
                }
            });
            response.exceptionHandler(broken -> vertx.cancelTimer(timer));
            response.endHandler(end -> vertx.cancelTimer(timer));
            outcome.tryComplete(new AttemptOutcome.Answered(response.statusCode(), retryAfter));
        }

        void fail(Throwable error) {
            vertx.cancelTimer(timer);
            outcome.tryComplete(new AttemptOutcome.Unanswered(describe(error, url)));
        }

        void expire() {
            expired = true;
            outcome.tryComplete(new AttemptOutcome.Unanswered("no answer within " + timeout.toMillis() + " ms"));
            abort();
        }

        private void abort() {
            vertx.cancelTimer(timer);
            HttpClientRequest open = request;
            if (open != null) {
                open.reset();
            }
        }
    }

    /** Some messages quote the request line, and with it a token. */
    static String describe(Throwable error, URI url) {
        String message = error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        String query = url.getRawQuery();
        String withoutQuery = query == null ? message : message.replace(query, "…");
        String withoutPath = path.length() > 1 ? withoutQuery.replace(path, "/…") : withoutQuery;
        String user = url.getRawUserInfo();
        return user == null ? withoutPath : withoutPath.replace(user, "…");
    }

    /** Seconds, or a date (RFC 9110, section 10.2.3); empty if it is neither. */
    static Optional<Duration> retryAfter(@Nullable String header, Instant now) {
        if (header == null) {
            return Optional.empty();
        }
        String text = header.strip();
        if (!text.isEmpty()
                && text.length() <= MAX_SECONDS_DIGITS
                && text.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Instant at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(at.isAfter(now) ? Duration.between(now, at) : Duration.ZERO);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
