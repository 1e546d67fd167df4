package io.failoverd.daemon.admin;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The admin HTTP server. Owned by the daemon; its handlers run on Vert.x event loops and only look at the immutable
 * world; what is large is written on a worker thread.
 */
public final class AdminServer {
    /** A status page, Prometheus and a few people; what comes beyond waits for nobody and is closed. */
    public static final int MAX_CONNECTIONS = 128;

    /** Also bounds how long a client may take over its request. */
    public static final int IDLE_SECONDS = 30;

    private static final int MAX_HEADER_BYTES = 8 * 1024;
    private static final int MAX_REQUEST_LINE_BYTES = 4 * 1024;

    /** What came of an attempt to listen. */
    public sealed interface Started {
        record Listening(AdminServer server) implements Started {}

        /**
         * Nothing is listening.
         *
         * @param text says which address and why, for the operator
         */
        record Failed(String text) implements Started {}
    }

    private final HttpServer server;
    private final InetSocketAddress address;

    private AdminServer(HttpServer server, InetSocketAddress address) {
        this.server = server;
        this.address = address;
    }

    /**
     * Listens.
     *
     * @param listen a literal address, never looked up; port 0 for any
     * @param token asked anew for each request, on an event loop
     * @return never fails: a port in use is a {@link Started.Failed}
     */
    public static Future<Started> listen(
            Vertx vertx, InetSocketAddress listen, Supplier<AdminToken> token, DaemonView daemon, Metrics metrics) {
        Router router = new AdminRoutes(vertx, daemon, metrics, new Access(listen, token)).router();
        HttpServer server = vertx.createHttpServer(new HttpServerOptions()
                        .setIdleTimeout(IDLE_SECONDS)
                        .setMaxHeaderSize(MAX_HEADER_BYTES)
                        .setMaxInitialLineLength(MAX_REQUEST_LINE_BYTES)
                        // HTTP/2 has no Host header, which the guard against rebinding looks at.
                        .setHttp2ClearTextEnabled(false)
                        .setCompressionSupported(true))
                .connectionHandler(new ConnectionLimit()::accept)
                .requestHandler(router);
        return server.listen(SocketAddress.inetSocketAddress(listen))
                .<Started>map(up -> new Started.Listening(
                        new AdminServer(up, new InetSocketAddress(listen.getAddress(), up.actualPort()))))
                .otherwise(cause -> new Started.Failed(why(listen, cause)));
    }

    /** Where it listens; the port is the real one. */
    public InetSocketAddress address() {
        return address;
    }

    public Future<Void> close() {
        return server.close();
    }

    private static String why(InetSocketAddress listen, Throwable cause) {
        String said = String.valueOf(cause.getMessage());
        String known = said.toLowerCase(Locale.ROOT);
        String where = show(listen) + ": ";
        if (known.contains("address already in use")) {
            return where + "address already in use (is another failoverd running?)";
        }
        if (known.contains("permission denied")) {
            return where + "permission denied (a port below 1024 needs CAP_NET_BIND_SERVICE)";
        }
        if (known.contains("cannot assign requested address")) {
            return where + "no interface of this host has this address";
        }
        return where + said;
    }

    private static String show(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        String host = ip.getHostAddress();
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + address.getPort() : host + ":" + address.getPort();
    }

    /** Counts the open connections; called on event loops. */
    private static final class ConnectionLimit {
        private final AtomicInteger open = new AtomicInteger();

        void accept(HttpConnection connection) {
            int now = open.incrementAndGet();
            connection.closeHandler(_ -> open.decrementAndGet());
            if (now > MAX_CONNECTIONS) {
                connection.close();
            }
        }
    }
}
