package io.failoverd.dns.server;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One client over TCP: takes frames of two octets of length and a message (RFC 7766 section 8) out of the stream and
 * answers them in order. Lives on the event loop of its server. It holds at most one unfinished frame, plus what arrived
 * before a client that does not read was paused.
 */
final class TcpConnection {
    /** Whose connections are counted together: an IPv4 address, or the 64 bits of IPv6 that one host can vary behind. */
    record Client(boolean ipv4, long first64) {}

    private static final int LENGTH_OCTETS = 2;
    /** What may lie here while the client does not read: a few reads of the event loop, which asks for no more. */
    private static final int MAX_PENDING = 256 * 1024;

    private final NetSocket socket;
    private final Responder responder;
    private final int maxQuery;
    /** The server's, shared by its connections: a message is answered before the next one is looked at. */
    private final ByteBuffer out;

    private final Consumer<TcpConnection> onQuery;
    private final ClientAddress from = new ClientAddress();
    private Buffer pending = Buffer.buffer();

    TcpConnection(
            NetSocket socket, Responder responder, int maxQuery, ByteBuffer out, Consumer<TcpConnection> onQuery) {
        this.socket = socket;
        this.responder = responder;
        this.maxQuery = maxQuery;
        this.out = out;
        this.onQuery = onQuery;
        from.set(address(socket.remoteAddress()));
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
        if (pending.length() + bytes.length() > MAX_PENDING) {
            malformed();
            return;
        }
        pending = pending.length() == 0
                ? bytes
                : Buffer.buffer().appendBuffer(pending).appendBuffer(bytes);
        answerAll();
    }

    private void answerAll() {
        int at = 0;
        while (pending.length() - at >= LENGTH_OCTETS) {
            int length = pending.getUnsignedShort(at);
            if (length < QueryReader.HEADER || length > maxQuery) {
                malformed();
                return;
            }
            if (pending.length() - at < LENGTH_OCTETS + length) {
                break;
            }
            if (socket.writeQueueFull()) {
                keepFrom(at);
                socket.pause();
                socket.drainHandler(drained -> {
                    socket.resume();
                    answerAll();
                });
                return;
            }
            at += LENGTH_OCTETS;
            if (!answer(pending.getBytes(at, at + length))) {
                return;
            }
            at += length;
        }
        keepFrom(at);
    }

    /** A stream that holds something else than queries cannot be trusted to hold one later. */
    private void malformed() {
        responder.tally().malformed();
        pending = Buffer.buffer();
        socket.close();
    }

    private boolean answer(byte[] query) {
        int length = responder.respond(ByteBuffer.wrap(query), out, from);
        if (length == 0) {
            pending = Buffer.buffer();
            socket.close();
            return false;
        }
        onQuery.accept(this);
        byte[] answer = new byte[length];
        out.get(0, answer);
        socket.write(Buffer.buffer(LENGTH_OCTETS + length)
                .appendUnsignedShort(length)
                .appendBytes(answer));
        return true;
    }

    private void keepFrom(int at) {
        pending = at == pending.length() ? Buffer.buffer() : pending.getBuffer(at, pending.length());
    }

    void close() {
        socket.close();
    }
}
