package io.failoverd.probes.http;

import io.failoverd.probes.Exchange;
import io.failoverd.probes.TextMatcher;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.HttpCheck;
import io.failoverd.probes.model.ProbeResult;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a request as it comes in, whatever version carries it. On the event loop of its exchange, for one probe.
 *
 * <p>An answer that does not pass is judged by its head alone; one that passes must also be complete. A body is counted,
 * and kept only where something is expected of it.
 */
final class HttpAnswer {
    /** Interim answers before the one that counts; a peer that sends more never comes to the point. */
    static final int MAX_INTERIM = 32;

    private final HttpCheck check;
    private final TextMatcher matcher;
    private final Exchange talk;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);

    private @Nullable ProbeResult verdict;
    private @Nullable HttpHeaders headers;
    private int interims;
    private int status;
    private long bodyBytes;

    HttpAnswer(HttpCheck check, TextMatcher matcher, Exchange talk) {
        this.check = check;
        this.matcher = matcher;
        this.talk = talk;
    }

    void interim() {
        if (++interims > MAX_INTERIM) {
            talk.finish(new ProbeResult.Down(
                    FailureReason.PROTOCOL_ERROR, "more than " + MAX_INTERIM + " interim answers"));
        }
    }

    /** @param announced the length of the body that follows; 0 where that is not said */
    void head(int code, HttpHeaders with, long announced) {
        talk.answered();
        status = code;
        headers = with;
        ProbeResult judged = HttpExpectation.judge(check, code);
        verdict = judged;
        if (judged instanceof ProbeResult.Down) {
            talk.finish(judged);
            return;
        }
        if (code == HttpResponseStatus.TOO_MANY_REQUESTS.code()) {
            talk.askedToWait(RetryAfter.of(with));
        }
        if (!HttpExpectation.fits(announced)) {
            talk.finish(HttpExpectation.bodyTooLarge(code));
        }
    }

    void body(ByteBuf part) {
        bodyBytes += part.readableBytes();
        if (!HttpExpectation.fits(bodyBytes)) {
            talk.finish(HttpExpectation.bodyTooLarge(status));
        } else if (examined() && HttpExpectation.looksAtTheBody(check) && talk.keeps(part.readableBytes())) {
            body.writeBytes(ByteBufUtil.getBytes(part));
        }
    }

    /** Nothing more is to come. */
    void end() {
        ProbeResult judged = verdict;
        HttpHeaders with = headers;
        if (judged == null || with == null) {
            return;
        }
        if (examined()) {
            talk.conclude(() -> examined(with, judged));
        } else {
            talk.finish(judged);
        }
    }

    /** Whether its head has come. */
    boolean begun() {
        return verdict != null;
    }

    private boolean examined() {
        return verdict instanceof ProbeResult.Up && !check.expect().isEmpty();
    }

    private ProbeResult examined(HttpHeaders with, ProbeResult passed) {
        String type = with.get(HttpHeaderNames.CONTENT_TYPE);
        var charset = type == null ? StandardCharsets.UTF_8 : HttpUtil.getCharset(type, StandardCharsets.UTF_8);
        return new Examination(matcher, passed.detail(), with, body.toByteArray(), charset)
                .judge(check.expect(), passed);
    }
}
