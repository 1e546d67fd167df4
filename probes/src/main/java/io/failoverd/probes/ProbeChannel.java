package io.failoverd.probes;

import io.failoverd.probes.model.Target;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.util.ReferenceCountUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The socket of one probe over TCP, on the event loop of its exchange. It is closed from the head of its pipeline, since a TLS
 * handler further back would first try to say goodbye to a peer that may not be listening.
 */
final class ProbeChannel {
    private final ChannelFactory<? extends Channel> channels;
    private final EventLoop loop;
    private final Target target;

    private @Nullable Channel channel;
    private boolean atOnce;
    private boolean closed;

    ProbeChannel(ChannelFactory<? extends Channel> channels, EventLoop loop, Target target) {
        this.channels = channels;
        this.loop = loop;
        this.target = target;
    }

    /**
     * Connects, unless it is closed meanwhile.
     *
     * @param edge stands next to the socket
     * @param end stands behind the protocol, once the connection does
     */
    void open(ChannelHandler edge, ChannelHandler end, Runnable connected, Consumer<Throwable> failed) {
        Channel opened = channels.newChannel();
        channel = opened;
        opened.config().setOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0);
        opened.config().setOption(ChannelOption.TCP_NODELAY, true);
        opened.pipeline().addLast("edge", edge);
        loop.register(opened).addListener(done -> {
            if (!done.isSuccess()) {
                failed.accept(done.cause());
            } else if (!closed) {
                dial(opened).addListener(dialled -> {
                    if (!dialled.isSuccess()) {
                        failed.accept(dialled.cause());
                    } else if (!closed) {
                        opened.pipeline().addLast("end", end);
                        connected.run();
                    }
                });
            }
        });
    }

    private ChannelFuture dial(Channel opened) {
        var remote = new InetSocketAddress(target.address(), target.check().port());
        InetAddress source = target.check().source();
        ChannelFuture dialled =
                source == null ? opened.connect(remote) : opened.connect(remote, new InetSocketAddress(source, 0));
        atOnce = dialled.isDone() && !dialled.isSuccess();
        return dialled;
    }

    /** Whether the call to connect failed by itself, so that no packet has left this host. */
    boolean failedAtOnce() {
        return atOnce;
    }

    /** Adds a handler of the protocol behind the ones that were added before. */
    void add(ChannelHandler handler) {
        if (channel != null) {
            channel.pipeline().addBefore("end", null, handler);
        }
    }

    /** Null where there is no socket; what was to be sent is released then. */
    @Nullable
    ChannelFuture send(Object request) {
        if (channel == null) {
            ReferenceCountUtil.release(request);
            return null;
        }
        return channel.writeAndFlush(request);
    }

    void close() {
        closed = true;
        if (channel == null) {
            return;
        }
        if (channel.isRegistered()) {
            ChannelHandlerContext edge = channel.pipeline().context("edge");
            var _ = edge == null ? channel.close() : edge.close();
        } else {
            channel.unsafe().closeForcibly();
        }
    }

    /** The address and port, for people. */
    String where() {
        String text = target.address().getHostAddress();
        return (target.address() instanceof Inet6Address ? "[" + text + "]" : text) + ":"
                + target.check().port();
    }
}
