package io.failoverd.probes.http;

import io.failoverd.probes.Exchange;
import io.failoverd.probes.TextMatcher;
import io.failoverd.probes.TlsHandshake;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.HttpCheck;
import io.failoverd.probes.model.ProbeResult;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer in HTTP/1.1. Lives on the event loop of its exchange, for one probe.
 */
final class HttpConversation extends SimpleChannelInboundHandler<HttpObject> implements Exchange.Conversation {
    /** Of the headers of an answer; a gateway that sends more would break browsers too. */
    static final int MAX_HEAD_BYTES = 64 * 1024;

    private final HttpCheck check;
    private final Request request;
    private final TlsHandshake tls;
    private final TextMatcher matcher;

    private @Nullable Exchange exchange;
    private @Nullable HttpAnswer answer;
    private boolean interim;
    private boolean http2;

    HttpConversation(HttpCheck check, Request request, TlsHandshake tls, TextMatcher matcher) {
        this.check = check;
        this.request = request;
        this.tls = tls;
        this.matcher = matcher;
    }

    @Override
    public void connected(Exchange begun) {
        exchange = begun;
        answer = new HttpAnswer(check, matcher, begun);
        tls.beginOrPass(begun, check.tls(), request.host(), check.version().alpn(), () -> ask(begun));
    }

    private void ask(Exchange begun) {
        begun.add(new FirstLook(() -> http2 = true));
        begun.add(new HttpClientCodec(new HttpDecoderConfig().setMaxHeaderSize(MAX_HEAD_BYTES), false, false));
        begun.add(this);
        begun.send(request.http1());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject part) {
        Exchange talk = exchange;
        HttpAnswer read = answer;
        if (talk == null || read == null) {
            return;
        }
        if (part.decoderResult().isFailure()) {
            talk.finish(unreadable(part.decoderResult()));
            return;
        }
        if (part instanceof HttpResponse head) {
            head(read, head);
        }
        if (part instanceof HttpContent content) {
            body(read, content);
        }
    }

    private void head(HttpAnswer read, HttpResponse head) {
        int status = head.status().code();
        interim = head.status().codeClass() == HttpStatusClass.INFORMATIONAL && status != 101;
        if (interim) {
            read.interim();
        } else {
            read.head(status, head.headers(), declaredLength(head));
        }
    }

    private void body(HttpAnswer read, HttpContent content) {
        if (interim) {
            return;
        }
        read.body(content.content());
        if (content instanceof LastHttpContent) {
            read.end();
        }
    }

    /** A HEAD request's answer says how long a body would have been. */
    private long declaredLength(HttpResponse head) {
        return request.expectsBody() ? HttpUtil.getContentLength(head, 0L) : 0;
    }

    private ProbeResult unreadable(DecoderResult failure) {
        if (http2) {
            return new ProbeResult.Down(FailureReason.PROTOCOL_ERROR, "the answer is HTTP/2, not HTTP/1.1");
        }
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
