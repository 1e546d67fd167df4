package io.failoverd.probes.http;

import io.failoverd.probes.HostName;
import io.failoverd.probes.model.HttpCheck;
import io.failoverd.probes.model.HttpRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one probe sends, in the words of the protocol. */
record Request(HttpCheck check, String host, String userAgent) {
    /** A request of these methods without a body says that it has none (RFC 9110, section 8.6). */
    private static final Set<String> TAKES_BODY = Set.of("POST", "PUT", "PATCH");

    /** Names are in lower case, and what is about the connection has no place (RFC 9113, section 8.2.2). */
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade", "host");

    Http2Headers http2() {
        HttpRequest asked = check.request();
        Http2Headers headers = new DefaultHttp2Headers()
                .method(asked.method())
                .scheme(check.tls() == null ? "http" : "https")
                .authority(HostName.header(host, check))
                .path(asked.path())
                .set(HttpHeaderNames.USER_AGENT, userAgent)
                .set(HttpHeaderNames.ACCEPT, "*/*");
        for (HttpRequest.Header header : asked.headers()) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (!OF_THE_CONNECTION.contains(name)) {
                headers.set(name, header.value());
            }
        }
        String body = asked.body();
        if (body != null || TAKES_BODY.contains(asked.method())) {
            headers.setInt(HttpHeaderNames.CONTENT_LENGTH, body == null ? 0 : ByteBufUtil.utf8Bytes(body));
        }
        return headers;
    }

    /** Null where there is none. */
    @Nullable
    ByteBuf body() {
        String body = check.request().body();
        return body == null ? null : Unpooled.copiedBuffer(body, StandardCharsets.UTF_8);
    }

    FullHttpRequest http1() {
        HttpRequest asked = check.request();
        ByteBuf body = body();
        var request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                HttpMethod.valueOf(asked.method()),
                asked.path(),
                body == null ? Unpooled.EMPTY_BUFFER : body);
        HttpHeaders headers = request.headers()
                .set(HttpHeaderNames.HOST, HostName.header(host, check))
                .set(HttpHeaderNames.USER_AGENT, userAgent)
                .set(HttpHeaderNames.ACCEPT, "*/*");
        for (HttpRequest.Header header : asked.headers()) {
            headers.set(header.name(), header.value());
        }
        // Last, since these frame the message.
        headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        if (body != null || TAKES_BODY.contains(asked.method())) {
            headers.setInt(HttpHeaderNames.CONTENT_LENGTH, request.content().readableBytes());
        }
        return request;
    }

    /** Whether an answer has a body at all (RFC 9110, section 9.3.2). */
    boolean expectsBody() {
        return !check.request().method().equals("HEAD");
    }
}
