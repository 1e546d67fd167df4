package io.failoverd.dns.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.StreamChannelInternal;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One client over TCP: the socket, and when it is read and written. What is said on it is {@link TcpExchange}'s. Lives on
 * the event loop of its server.
 */
final class TcpConnection {
    /** Whose connections are counted together: an IPv4 address, or the 64 bits of IPv6 that one host can vary behind. */
    record Client(boolean ipv4, long first64) {}

    /**
     * What is read at once: dozens of queries. Of a client that is not read from any more sixteen reads come nevertheless,
     * and lie in its socket's queue, so that it is this that bounds what many such clients take of a small heap.
     */
    private static final RecvByteBufAllocator SMALL_READS = new FixedRecvByteBufAllocator(2 * 1024);

    /**
     * Octets of answers that the system did not take so far; a client with more does not read, and so is not read from.
     * The socket's own measure counts writes, of whatever size.
     */
    private static final int MOST_UNSENT = 16 * 1024;

    private final NetSocket socket;
    private final Channel channel;
    private final Consumer<TcpConnection> onQuery;
    private final ClientAddress from = new ClientAddress();
    private final TcpExchange exchange;
    private int unsent;
    /** The client is not read from. */
    private boolean paused;
    /** The client has no more queries, and may wait for answers. */
    private boolean ended;

    /** @param out the server's, shared by its connections */
    TcpConnection(
            NetSocket socket, Responder responder, int longestQuery, ByteBuffer out, Consumer<TcpConnection> onQuery) {
        this.socket = socket;
        this.onQuery = onQuery;
        from.set(address(socket.remoteAddress()));
        this.exchange = new TcpExchange(responder, longestQuery, out, from);
        StreamChannelInternal internal = (StreamChannelInternal) socket;
        this.channel = internal.channelHandlerContext().channel();
        // Otherwise the end of the queries would end the answers that are still on their way.
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        channel.config().setRecvByteBufAllocator(SMALL_READS);
        internal.eventHandler(event -> {
            if (event instanceof ChannelInputShutdownEvent) {
                ended = true;
                closeWhenDone();
            }
        });
    }

    /** Null for one that is gone before it was looked at. */
    private static @Nullable InetAddress address(@Nullable SocketAddress remote) {
        String text = remote == null ? null : remote.hostAddress();
        if (text == null) {
            return null;
        }
        int interfaceName = text.indexOf('%');
        return InetAddress.ofLiteral(interfaceName < 0 ? text : text.substring(0, interfaceName));
    }

    Client client() {
        return new Client(from.isIpv4(), from.hi());
    }

    void received(Buffer bytes) {
        if (!exchange.over()) {
            exchange.received(bytes.getBytes());
            answerAll();
        }
    }

    private void answerAll() {
        do {
            if (unsent >= MOST_UNSENT) {
                paused = true;
                socket.pause();
                return;
            }
            Buffer responses = exchange.responses();
            if (responses.length() > 0) {
                onQuery.accept(this);
                send(responses);
            }
        } while (!exchange.idle() && !exchange.over());
        if (exchange.over()) {
            socket.close();
        }
    }

    private void send(Buffer responses) {
        int octets = responses.length();
        unsent += octets;
        socket.write(responses).onSuccess(sent -> {
            unsent -= octets;
            if (paused && unsent < MOST_UNSENT) {
                drained();
            }
        });
    }

    private void drained() {
        // What is here comes before what was kept from coming.
        paused = false;
        answerAll();
        if (!paused) {
            socket.resume();
            closeWhenDone();
        }
    }

    /** After what the socket still has of the stream; closing it sends what was written before. */
    private void closeWhenDone() {
        if (ended) {
            channel.eventLoop().execute(() -> {
                if (!paused && exchange.idle()) {
                    socket.close();
                }
            });
        }
    }

    void close() {
        socket.close();
    }
}
