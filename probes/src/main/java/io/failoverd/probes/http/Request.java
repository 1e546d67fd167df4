package io.failoverd.probes.http;

import io.failoverd.probes.HostName;
import io.failoverd.probes.model.HttpCheck;
import io.failoverd.probes.model.HttpRequest;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** What one probe sends, in the words of the protocol. */
record Request(HttpCheck check, String host, String userAgent) {
    /** A request of these methods without a body says that it has none (RFC 9110, section 8.6). */
    private static final Set<String> TAKES_BODY = Set.of("POST", "PUT", "PATCH");

    FullHttpRequest http1() {
        HttpRequest asked = check.request();
        String body = asked.body();
        var request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                HttpMethod.valueOf(asked.method()),
                asked.path(),
                body == null ? Unpooled.EMPTY_BUFFER : Unpooled.copiedBuffer(body, StandardCharsets.UTF_8));
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
