package io.failoverd.dns.server;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All TCP listeners, deployed as a verticle so that they and their connections share one event loop and one responder.
 * Undeploying closes everything. Listeners do not use SO_REUSEPORT: a port that is in use must be an error.
 */
final class TcpServer extends VerticleBase {
    /** Connections that wait to be accepted while the event loop is busy. */
    private static final int BACKLOG = 1024;

    /** What the system takes of a client that is not read from: hundreds of queries. */
    private static final int RECEIVE_BUFFER = 16 * 1024;

    /** What the system keeps of answers for a client that reads late, so that many of them do not fill its memory. */
    private static final int SEND_BUFFER = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(TcpServer.class);

    private final Responder responder;
    private final TcpLimits limits;
    private final ByteBuffer out = ByteBuffer.allocate(Responder.MAX_TCP);
    /** Those of all listeners, the one longest without a query first. */
    private final Set<TcpConnection> connections = new LinkedHashSet<>();

    TcpServer(Responder responder, TcpLimits limits) {
        this.responder = responder;
        this.limits = limits;
    }

    /** Opens a listener; the address holds the actual port. Called from any thread, after the deployment. */
    Future<Listener> listen(InetSocketAddress address) {
        Promise<Listener> promise = Promise.promise();
        context.runOnContext(start -> {
            Listener listener = new Listener(address);
            listener.open().map(listener).onComplete(promise);
        });
        return promise.future();
    }

    /** One listening socket. */
    final class Listener {
        private final InetSocketAddress address;
        private final NetServer server;

        private Listener(InetSocketAddress address) {
            this.address = address;
            this.server = vertx.createNetServer(new NetServerOptions()
                            .setReusePort(false)
                            .setTcpNoDelay(true)
                            .setAcceptBacklog(BACKLOG)
                            .setReceiveBufferSize(RECEIVE_BUFFER)
                            .setSendBufferSize(SEND_BUFFER)
                            .setIdleTimeout((int) limits.idle().toMillis())
                            .setIdleTimeoutUnit(TimeUnit.MILLISECONDS))
                    .connectHandler(this::connected)
                    .exceptionHandler(e -> LOG.debug("A TCP client could not be accepted", e));
        }

        private Future<NetServer> open() {
            return server.listen(SocketAddress.inetSocketAddress(address));
        }

        InetSocketAddress bound() {
            return new InetSocketAddress(address.getAddress(), server.actualPort());
        }

        Future<Void> close() {
            return server.close();
        }

        private void connected(NetSocket socket) {
            TcpConnection connection = new TcpConnection(socket, responder, limits.queryOctets(), out, this::asked);
            makeRoom(connection.client());
            connections.add(connection);
            socket.handler(connection::received);
            socket.exceptionHandler(e -> LOG.debug("A TCP client failed: {}", e.getMessage()));
            socket.closeHandler(closed -> connections.remove(connection));
        }

        private void asked(TcpConnection connection) {
            if (connections.remove(connection)) {
                connections.add(connection);
            }
        }

        private void makeRoom(TcpConnection.Client newcomer) {
            List<TcpConnection> ofClient = connections.stream()
                    .filter(open -> open.client().equals(newcomer))
                    .toList();
            if (ofClient.size() >= limits.perClient()) {
                close(ofClient.getFirst());
            } else if (connections.size() >= limits.connections()) {
                close(connections.iterator().next());
            }
        }

        private void close(TcpConnection connection) {
            connections.remove(connection);
            connection.close();
        }
    }
}
