package io.failoverd.probes.http;

import io.failoverd.probes.Exchange;
import io.failoverd.probes.TextMatcher;
import io.failoverd.probes.TlsHandshake;
import io.failoverd.probes.http2.Http2Call;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.HttpCheck;
import io.failoverd.probes.model.ProbeResult;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request and its answer in HTTP/2. On the event loop of its exchange, for one probe. */
final class Http2Conversation implements Exchange.Conversation, Http2Call.Reader {
    private final HttpCheck check;
    private final Request request;
    private final TlsHandshake tls;
    private final TextMatcher matcher;

    private @Nullable Exchange exchange;
    private @Nullable HttpAnswer answer;

    Http2Conversation(HttpCheck check, Request request, TlsHandshake tls, TextMatcher matcher) {
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
        Http2Call.begin(begun, request.http2(), request.body(), this);
    }

    @Override
    public void headers(Http2Headers head, boolean last) {
        Exchange talk = exchange;
        HttpAnswer read = answer;
        if (talk == null || read == null) {
            return;
        }
        if (!read.begun()) {
            int status = status(head);
            if (status < 0) {
                talk.finish(new ProbeResult.Down(FailureReason.PROTOCOL_ERROR, "an answer without a status"));
                return;
            }
            if (status < 200) {
                read.interim();
                return;
            }
            HttpHeaders headers = headers(head);
            read.head(status, headers, request.expectsBody() ? announced(headers) : 0);
        }
        if (last) {
            read.end();
        }
    }

    @Override
    public void data(ByteBuf part, boolean last) {
        HttpAnswer read = answer;
        if (read == null) {
            return;
        }
        read.body(part);
        if (last) {
            read.end();
        }
    }

    /** Negative where there is none. */
    private static int status(Http2Headers head) {
        CharSequence text = head.status();
        return text != null && text.toString().matches("[1-9][0-9]{2}") ? Integer.parseInt(text.toString()) : -1;
    }

    private static HttpHeaders headers(Http2Headers head) {
        HttpHeaders headers =
                DefaultHttpHeadersFactory.headersFactory().withValidation(false).newEmptyHeaders();
        for (Map.Entry<CharSequence, CharSequence> each : head) {
            if (!Http2Headers.PseudoHeaderName.hasPseudoHeaderFormat(each.getKey())) {
                headers.add(each.getKey().toString(), each.getValue().toString());
            }
        }
        return headers;
    }

    private static long announced(HttpHeaders headers) {
        String length = headers.get("content-length");
        return length != null && length.matches("[0-9]{1,18}") ? Long.parseLong(length) : 0;
    }
}
