package io.failoverd.probes.tripwire;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.Locale;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One idle connection. It says nothing, and what it is told it forgets.
 *
 * <p>Owned by a {@link Tripwire}; lives on the event loop of {@link Tripwires}. Its owner hears exactly one of
 * {@code failed} and {@code ended}, and neither after {@link #close}.
 */
final class Wire extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(Wire.class);

    /** What becomes of it. */
    interface Owner {
        void stands();

        /** It never stood. */
        void failed();

        /** It stood, and has ended. */
        void ended(WireEnd end);

        /** It stood, and the peer says more than a greeting and a goodbye. */
        void talks();
    }

    /** A greeting, or why it is closed; a peer that says more does not take it for idle. */
    static final int MOST_HEARD = 64 * 1024;

    /** A connection takes a round trip; one that takes longer is no loss. */
    private static final int CONNECT_MILLIS = 3000;

    /** Between the questions to a peer that has not answered the one before. */
    private static final int ASK_AGAIN_SECONDS = 1;

    /** Of them; two may be lost on the way. */
    private static final int QUESTIONS = 3;

    private final Place place;
    private final Owner owner;
    private @Nullable Channel channel;
    private boolean stands;
    private boolean over;
    private int heard;

    Wire(Place place, Owner owner) {
        this.place = place;
        this.owner = owner;
    }

    /** Begins to connect. */
    void open(EventLoop loop, ChannelFactory<? extends Channel> channels) {
        var bootstrap = new Bootstrap()
                .group(loop)
                .channelFactory(channels)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .handler(this);
        ChannelFuture dialled = place.source() == null
                ? bootstrap.connect(place.remote())
                : bootstrap.connect(place.remote(), new InetSocketAddress(place.source(), 0));
        channel = dialled.channel();
        dialled.addListener(done -> {
            if (over) {
                var _ = dialled.channel().close();
            } else if (done.isSuccess()) {
                stands = true;
                owner.stands();
            } else {
                over = true;
                log.debug("no idle connection to {}: {}", place, String.valueOf(done.cause()));
                owner.failed();
            }
        });
    }

    /** Ends it without a word to its owner. */
    void close() {
        over = true;
        if (channel != null) {
            var _ = channel.close();
        }
    }

    /**
     * The system asks when it has been silent for so long, and gives up when nobody has answered {@link #QUESTIONS}. With
     * a user timeout what counts is the time since the peer was heard, so that two lost questions are forgiven; NIO has no
     * such option, and counts questions.
     */
    @Override
    public void channelRegistered(ChannelHandlerContext context) {
        int idle = (int) place.keepalive().toSeconds();
        if (context.channel() instanceof EpollSocketChannel epoll) {
            epoll.config().setOption(EpollChannelOption.TCP_KEEPIDLE, idle);
            epoll.config().setOption(EpollChannelOption.TCP_KEEPINTVL, ASK_AGAIN_SECONDS);
            epoll.config().setOption(EpollChannelOption.TCP_KEEPCNT, QUESTIONS);
            epoll.config().setOption(EpollChannelOption.TCP_USER_TIMEOUT, patienceMillis());
        } else {
            var config = context.channel().config();
            config.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), idle);
            config.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL), ASK_AGAIN_SECONDS);
            config.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), QUESTIONS);
        }
        context.fireChannelRegistered();
    }

    /** From the last that was heard to the end. */
    private int patienceMillis() {
        return Math.toIntExact(place.keepalive()
                .plusSeconds((long) ASK_AGAIN_SECONDS * (QUESTIONS - 1))
                .toMillis());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object read) {
        heard += read instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
        ReferenceCountUtil.release(read);
        if (heard > MOST_HEARD && !over) {
            close();
            owner.talks();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        end(endOf(cause));
        var _ = context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end(WireEnd.FIN);
    }

    private void end(WireEnd end) {
        if (stands && !over) {
            over = true;
            owner.ended(end);
        }
    }

    /** In the words of OpenJDK 25, of Linux and of Netty's epoll. */
    private WireEnd endOf(Throwable cause) {
        String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (text.contains("reset")) {
            return WireEnd.RST;
        }
        if (text.contains("timed out") || text.contains("unreachable") || text.contains("no route to host")) {
            return WireEnd.TIMEOUT;
        }
        log.warn("the idle connection to {} ended with an error", place, cause);
        return WireEnd.OTHER;
    }
}
