package io.failoverd.probes.http;

import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long a peer wants to be left alone ({@code Retry-After}, RFC 9110, section 10.2.3).
 *
 * <p>A date is read against the answer's own {@code Date}, so that neither clock has to be right.
 */
final class RetryAfter {
    private RetryAfter() {}

    /** Zero when it says nothing, or nothing that can be read. */
    static Duration of(HttpHeaders headers) {
        String text = headers.get(HttpHeaderNames.RETRY_AFTER);
        if (text == null) {
            return Duration.ZERO;
        }
        if (text.matches("[0-9]{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        Instant then = date(text);
        Instant now = date(headers.get(HttpHeaderNames.DATE));
        if (then == null || now == null || then.isBefore(now)) {
            return Duration.ZERO;
        }
        return Duration.between(now, then);
    }

    private static @Nullable Instant date(@Nullable String text) {
        var read = text == null ? null : DateFormatter.parseHttpDate(text);
        return read == null ? null : read.toInstant();
    }
}
