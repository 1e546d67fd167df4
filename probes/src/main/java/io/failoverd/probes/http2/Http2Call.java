package io.failoverd.probes.http2;

import io.failoverd.probes.Exchange;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.ProbeResult;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2ChannelDuplexHandler;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * One request on the only stream of a connection. Lives on the event loop of its exchange, for one probe.
 *
 * <p>What a peer sends beside the body is counted in bytes before it is decoded, so that whatever it floods us with has
 * one bound.
 */
public final class Http2Call extends Http2ChannelDuplexHandler {
    /** Of the headers of an answer, not compressed; a gateway that sends more would break browsers too. */
    public static final int MAX_HEAD_BYTES = 64 * 1024;

    /** What the answer's frames mean; called in their order, and not after the exchange has ended. */
    public interface Reader {
        /** An interim answer, the head of the answer, or its trailers. */
        void headers(Http2Headers headers, boolean last);

        /** A part of the body; the buffer is the caller's. */
        void data(ByteBuf part, boolean last);
    }

    private final Exchange exchange;
    private final Http2Headers request;
    private final @Nullable ByteBuf body;
    private final Reader reader;
    private final Inflow inflow;
    private boolean greeted;
    private @Nullable Http2FrameStream stream;

    private Http2Call(Exchange exchange, Http2Headers request, @Nullable ByteBuf body, Reader reader, Inflow inflow) {
        this.exchange = exchange;
        this.request = request;
        this.body = body;
        this.reader = reader;
        this.inflow = inflow;
    }

    /**
     * Asks on a connection, or TLS session, that stands.
     *
     * @param body sent after the headers; null for none
     */
    public static void begin(Exchange exchange, Http2Headers request, @Nullable ByteBuf body, Reader reader) {
        var inflow = new Inflow(exchange);
        exchange.add(inflow);
        exchange.add(Http2FrameCodecBuilder.forClient()
                .initialSettings(
                        Http2Settings.defaultSettings().pushEnabled(false).maxHeaderListSize(MAX_HEAD_BYTES))
                // The exchange ends the connection at once.
                .gracefulShutdownTimeoutMillis(0)
                .build());
        exchange.add(new Http2Call(exchange, request, body, reader, inflow));
    }

    @Override
    protected void handlerAdded0(ChannelHandlerContext ctx) {
        Http2FrameStream opened = newStream();
        stream = opened;
        ChannelFuture written = ctx.write(new DefaultHttp2HeadersFrame(request, body == null).stream(opened));
        if (body != null) {
            written = ctx.write(new DefaultHttp2DataFrame(body, true).stream(opened));
        }
        written.addListener(done -> {
            if (done.isSuccess()) {
                exchange.requestSent();
            } else {
                failed(done.cause());
            }
        });
        ctx.flush();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
        try {
            switch (frame) {
                case Http2SettingsFrame _ -> greeted = true;
                case Http2HeadersFrame headers -> reader.headers(headers.headers(), headers.isEndStream());
                case Http2DataFrame data -> data(ctx, data);
                case Http2ResetFrame reset -> refused("the request was refused", reset.errorCode());
                case Http2GoAwayFrame goAway -> goAway(goAway);
                default -> {
                    // PING, SETTINGS' acknowledgement, PRIORITY, WINDOW_UPDATE: the codec has dealt with them.
                }
            }
        } finally {
            ReferenceCountUtil.release(frame);
        }
    }

    private void data(ChannelHandlerContext ctx, Http2DataFrame data) {
        int credit = data.initialFlowControlledBytes();
        inflow.ofTheBody(credit);
        Http2FrameStream open = stream;
        if (open != null && credit > 0 && !data.isEndStream()) {
            var _ = ctx.write(new DefaultHttp2WindowUpdateFrame(credit).stream(open));
        }
        reader.data(data.content(), data.isEndStream());
    }

    /** One that covers our stream and names no error only says that no other request will be taken. */
    private void goAway(Http2GoAwayFrame goAway) {
        Http2FrameStream open = stream;
        if (open == null || goAway.lastStreamId() < open.id() || goAway.errorCode() != Http2Error.NO_ERROR.code()) {
            refused("the connection was refused", goAway.errorCode());
        }
    }

    private void refused(String what, long code) {
        Http2Error known = Http2Error.valueOf(code);
        FailureReason reason =
                known == null || !complains(known) ? FailureReason.CLOSED_EARLY : FailureReason.PROTOCOL_ERROR;
        String detail = known == Http2Error.HTTP_1_1_REQUIRED
                ? "the server wants HTTP/1.1"
                : what + " (" + (known == null ? "error " + code : known.name()) + ")";
        exchange.finish(new ProbeResult.Down(reason, detail));
    }

    /** Whether the peer could not make sense of what we say, or will not speak so; otherwise it only has no time. */
    private static boolean complains(Http2Error error) {
        return switch (error) {
            case NO_ERROR, INTERNAL_ERROR, REFUSED_STREAM, CANCEL, CONNECT_ERROR, ENHANCE_YOUR_CALM -> false;
            case PROTOCOL_ERROR,
                    FLOW_CONTROL_ERROR,
                    SETTINGS_TIMEOUT,
                    STREAM_CLOSED,
                    FRAME_SIZE_ERROR,
                    COMPRESSION_ERROR,
                    INADEQUATE_SECURITY,
                    HTTP_1_1_REQUIRED -> true;
        };
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        failed(cause);
    }

    private void failed(Throwable cause) {
        ProbeResult result = Http2Fault.of(cause, greeted);
        if (result == null) {
            exchange.fail(cause);
        } else {
            exchange.finish(result);
        }
    }
}
