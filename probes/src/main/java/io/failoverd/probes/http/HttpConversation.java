package io.failoverd.probes.http;

import io.failoverd.probes.Exchange;
import io.failoverd.probes.TextMatcher;
import io.failoverd.probes.TlsHandshake;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.HttpCheck;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.TlsSettings;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer. Lives on the event loop of its exchange, for one probe.
 *
 * <p>An answer that does not pass is judged by its head alone; one that passes must also be complete. A body is counted,
 * and kept only where something is expected of it.
 */
final class HttpConversation extends SimpleChannelInboundHandler<HttpObject> implements Exchange.Conversation {
    /** Of the headers of an answer; a gateway that sends more would break browsers too. */
    static final int MAX_HEAD_BYTES = 64 * 1024;

    /** Interim answers before the one that counts; a peer that sends more never comes to the point. */
    static final int MAX_INTERIM = 32;

    private final HttpCheck check;
    private final Request request;
    private final TlsHandshake tls;
    private final TextMatcher matcher;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);

    private @Nullable Exchange exchange;
    private @Nullable ProbeResult verdict;
    private @Nullable HttpResponse answer;
    private int interims;
    private boolean interim;
    private long bodyBytes;

    HttpConversation(HttpCheck check, Request request, TlsHandshake tls, TextMatcher matcher) {
        this.check = check;
        this.request = request;
        this.tls = tls;
        this.matcher = matcher;
    }

    @Override
    public void connected(Exchange begun, Channel channel) {
        exchange = begun;
        TlsSettings settings = check.tls();
        if (settings == null) {
            begun.requestNext();
            ask(begun, channel);
            return;
        }
        tls.begin(begun, settings, request.host(), () -> ask(begun, channel));
    }

    private void ask(Exchange begun, Channel channel) {
        begun.add(new HttpClientCodec(new HttpDecoderConfig().setMaxHeaderSize(MAX_HEAD_BYTES), false, false));
        begun.add(this);
        channel.writeAndFlush(request.http1()).addListener(done -> {
            if (done.isSuccess()) {
                begun.requestSent();
            } else {
                begun.fail(done.cause());
            }
        });
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject part) {
        Exchange talk = exchange;
        if (talk == null) {
            return;
        }
        if (part.decoderResult().isFailure()) {
            talk.finish(unreadable(part.decoderResult()));
            return;
        }
        if (part instanceof HttpResponse head) {
            head(talk, head);
        }
        if (part instanceof HttpContent content) {
            body(talk, content);
        }
    }

    private void head(Exchange talk, HttpResponse head) {
        int status = head.status().code();
        interim = head.status().codeClass() == HttpStatusClass.INFORMATIONAL && status != 101;
        if (interim) {
            if (++interims > MAX_INTERIM) {
                talk.finish(new ProbeResult.Down(
                        FailureReason.PROTOCOL_ERROR, "more than " + MAX_INTERIM + " interim answers"));
            }
            return;
        }
        talk.answered();
        answer = head;
        ProbeResult judged = HttpExpectation.judge(check, status);
        verdict = judged;
        if (judged instanceof ProbeResult.Down) {
            talk.finish(judged);
            return;
        }
        if (status == HttpResponseStatus.TOO_MANY_REQUESTS.code()) {
            talk.askedToWait(RetryAfter.of(head.headers()));
        }
        if (!HttpExpectation.fits(declaredLength(head))) {
            talk.finish(HttpExpectation.bodyTooLarge(status));
        }
    }

    private void body(Exchange talk, HttpContent content) {
        HttpResponse head = answer;
        ProbeResult judged = verdict;
        if (interim || head == null || judged == null) {
            return;
        }
        bodyBytes += content.content().readableBytes();
        if (!HttpExpectation.fits(bodyBytes)) {
            talk.finish(HttpExpectation.bodyTooLarge(head.status().code()));
            return;
        }
        boolean examined = judged instanceof ProbeResult.Up && !check.expect().isEmpty();
        if (examined && HttpExpectation.looksAtTheBody(check)) {
            body.writeBytes(ByteBufUtil.getBytes(content.content()));
        }
        if (!(content instanceof LastHttpContent)) {
            return;
        }
        if (examined) {
            talk.conclude(() -> examined(head, judged));
        } else {
            talk.finish(judged);
        }
    }

    private ProbeResult examined(HttpResponse head, ProbeResult passed) {
        return new Examination(
                        matcher,
                        passed.detail(),
                        head.headers(),
                        body.toByteArray(),
                        HttpUtil.getCharset(head, StandardCharsets.UTF_8))
                .judge(check.expect(), passed);
    }

    /** A HEAD request's answer says how long a body would have been. */
    private long declaredLength(HttpResponse head) {
        return request.expectsBody() ? HttpUtil.getContentLength(head, 0L) : 0;
    }

    private static ProbeResult unreadable(DecoderResult failure) {
        if (failure.cause() instanceof PrematureChannelClosureException) {
            return new ProbeResult.Down(FailureReason.CLOSED_EARLY, "closed within the answer's head");
        }
        if (failure.cause() instanceof TooLongHttpHeaderException) {
            return new ProbeResult.Down(
                    FailureReason.PROTOCOL_ERROR, "an answer with more than " + MAX_HEAD_BYTES + " bytes of headers");
        }
        return new ProbeResult.Down(FailureReason.PROTOCOL_ERROR, "the answer is not HTTP");
    }
}
