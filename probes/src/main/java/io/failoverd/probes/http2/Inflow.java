package io.failoverd.probes.http2;

import io.failoverd.probes.Exchange;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.ProbeResult;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Counts what comes in before it is decoded. On the event loop of its exchange. */
final class Inflow extends ChannelInboundHandlerAdapter {
    /** Of all that is not the body: the largest head that is taken, and as much again for frames that carry none. */
    static final int MAX_BYTES = 2 * Http2Call.MAX_HEAD_BYTES;

    private final Exchange exchange;
    private long besideTheBody;

    Inflow(Exchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) {
        long come = bytes instanceof ByteBuf buffer ? buffer.readableBytes() : 0;
        besideTheBody += come;
        ctx.fireChannelRead(bytes);
        if (besideTheBody > MAX_BYTES) {
            exchange.finish(new ProbeResult.Down(
                    FailureReason.PROTOCOL_ERROR, "more than " + MAX_BYTES + " bytes that are not of the body"));
        }
    }

    /** So many of them were. */
    void ofTheBody(int bytes) {
        besideTheBody -= bytes;
    }
}
