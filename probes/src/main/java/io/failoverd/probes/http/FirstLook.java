package io.failoverd.probes.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Sees whether a connection begins with the SETTINGS of HTTP/2 (RFC 9113, section 3.4), and leaves. */
final class FirstLook extends ChannelInboundHandlerAdapter {
    private static final int TYPE = 3;
    private static final int SETTINGS = 4;

    private final Runnable ifHttp2;

    FirstLook(Runnable ifHttp2) {
        this.ifHttp2 = ifHttp2;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) {
        // A frame's length, three bytes of which a text has none that is zero, and its type.
        if (bytes instanceof ByteBuf first
                && first.readableBytes() > TYPE
                && first.getByte(first.readerIndex()) == 0
                && first.getByte(first.readerIndex() + TYPE) == SETTINGS) {
            ifHttp2.run();
        }
        ctx.pipeline().remove(this);
        ctx.fireChannelRead(bytes);
    }
}
