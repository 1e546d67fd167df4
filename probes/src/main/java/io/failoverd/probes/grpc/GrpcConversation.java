package io.failoverd.probes.grpc;

import io.failoverd.probes.Exchange;
import io.failoverd.probes.HostName;
import io.failoverd.probes.TlsHandshake;
import io.failoverd.probes.http2.Http2Call;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.GrpcCheck;
import io.failoverd.probes.model.HttpVersion;
import io.failoverd.probes.model.ProbeResult;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One call of {@code Health/Check}. On the event loop of its exchange, for one probe. */
final class GrpcConversation implements Exchange.Conversation, Http2Call.Reader {
    private static final String METHOD = "/grpc.health.v1.Health/Check";
    private static final String CONTENT_TYPE = "application/grpc";
    private static final String OK = "200";

    private final GrpcCheck check;
    private final String host;
    private final String userAgent;
    private final TlsHandshake tls;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    private @Nullable Exchange exchange;
    private boolean begun;

    GrpcConversation(GrpcCheck check, String host, String userAgent, TlsHandshake tls) {
        this.check = check;
        this.host = host;
        this.userAgent = userAgent;
        this.tls = tls;
    }

    @Override
    public void connected(Exchange talk) {
        exchange = talk;
        tls.beginOrPass(talk, check.tls(), host, HttpVersion.HTTP_2.alpn(), () -> ask(talk));
    }

    private void ask(Exchange talk) {
        Http2Headers headers = new DefaultHttp2Headers()
                .method("POST")
                .scheme(check.tls() == null ? "http" : "https")
                .path(METHOD)
                .authority(HostName.withPort(host, check.port(), check.tls() != null))
                .set("te", "trailers")
                .set("content-type", CONTENT_TYPE)
                .set("user-agent", userAgent)
                .set("grpc-timeout", check.cadence().timeout().toMillis() + "m");
        Http2Call.begin(talk, headers, Unpooled.wrappedBuffer(HealthMessage.request(check.service())), this);
    }

    @Override
    public void headers(Http2Headers headers, boolean last) {
        Exchange talk = exchange;
        if (talk == null) {
            return;
        }
        if (!begun) {
            String status = String.valueOf(headers.status());
            if (status.startsWith("1")) {
                return;
            }
            begun = true;
            talk.answered();
            if (!status.equals(OK)) {
                talk.finish(new ProbeResult.Down(FailureReason.STATUS, "HTTP " + status));
                return;
            }
            if (!text(headers, "content-type").toLowerCase(Locale.ROOT).startsWith(CONTENT_TYPE)) {
                talk.finish(new ProbeResult.Down(FailureReason.PROTOCOL_ERROR, "the answer is not gRPC"));
                return;
            }
        }
        if (last) {
            talk.finish(GrpcExpectation.judge(
                    check, optional(headers, "grpc-status"), optional(headers, "grpc-message"), body.toByteArray()));
        }
    }

    @Override
    public void data(ByteBuf part, boolean last) {
        Exchange talk = exchange;
        if (talk == null) {
            return;
        }
        if (body.size() + part.readableBytes() > HealthMessage.FRAME + HealthMessage.MAX_BYTES) {
            talk.finish(new ProbeResult.Down(
                    FailureReason.BODY_TOO_LARGE, "a message over " + HealthMessage.MAX_BYTES + " bytes"));
            return;
        }
        body.writeBytes(ByteBufUtil.getBytes(part));
        if (last) {
            talk.finish(GrpcExpectation.judge(check, null, null, body.toByteArray()));
        }
    }

    private static String text(Http2Headers headers, String name) {
        String value = optional(headers, name);
        return value == null ? "" : value;
    }

    private static @Nullable String optional(Http2Headers headers, String name) {
        CharSequence value = headers.get(name);
        return value == null ? null : value.toString();
    }
}
