package io.failoverd.dns.server;

import io.vertx.core.buffer.Buffer;
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

    private final NetSocket socket;
    private final Consumer<TcpConnection> onQuery;
    private final ClientAddress from = new ClientAddress();
    private final TcpExchange exchange;

    /** @param out the server's, shared by its connections */
    TcpConnection(
            NetSocket socket, Responder responder, int longestQuery, ByteBuffer out, Consumer<TcpConnection> onQuery) {
        this.socket = socket;
        this.onQuery = onQuery;
        from.set(address(socket.remoteAddress()));
        this.exchange = new TcpExchange(responder, longestQuery, out, from);
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

    /** A client that does not read is not read from. */
    private void answerAll() {
        do {
            if (socket.writeQueueFull()) {
                socket.pause();
                socket.drainHandler(drained -> drained());
                return;
            }
            Buffer responses = exchange.responses();
            if (responses.length() > 0) {
                onQuery.accept(this);
                socket.write(responses);
            }
        } while (!exchange.idle() && !exchange.over());
        if (exchange.over()) {
            socket.close();
        }
    }

    private void drained() {
        // What is here comes before what was kept from coming.
        answerAll();
        if (!socket.writeQueueFull()) {
            socket.resume();
        }
    }

    void close() {
        socket.close();
    }
}
