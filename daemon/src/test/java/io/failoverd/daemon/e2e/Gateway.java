package io.failoverd.daemon.e2e;

import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A real server on a loopback address of its own; what it does with a connection is its manner, which a test changes
 * while it runs. Killed, its port refuses; started again, it has the same port. One virtual thread a connection.
 */
final class Gateway implements AutoCloseable {
    /** What happens on a connection; returning closes it. */
    @FunctionalInterface
    interface Manner {
        void serve(Socket socket) throws IOException;
    }

    private final InetAddress address;
    private final AtomicInteger served = new AtomicInteger();
    private int port;
    private volatile Manner manner;
    private ServerSocket listener = new ServerSocket();
    private CompletableFuture<Void> accepting = CompletableFuture.completedFuture(null);

    /** Listens; port 0 becomes a free one. */
    Gateway(String address, int port, Manner manner) throws IOException {
        this.address = InetAddress.ofLiteral(address);
        this.port = port;
        this.manner = manner;
        start();
    }

    /** Listens again, if it does not. */
    void start() throws IOException {
        if (listener.isBound() && !listener.isClosed()) {
            return;
        }
        var fresh = new ServerSocket();
        fresh.setReuseAddress(true);
        fresh.bind(new InetSocketAddress(address, port), 256);
        listener = fresh;
        port = fresh.getLocalPort();
        accepting = CompletableFuture.runAsync(
                () -> accept(fresh), task -> Thread.ofVirtual().start(task));
    }

    /** From here on the port refuses: the kernel lets it go when nobody waits on it any more. */
    void kill() throws IOException {
        listener.close();
        accepting.join();
    }

    void behave(Manner next) {
        manner = next;
        served.set(0);
    }

    int port() {
        return port;
    }

    /** Connections served to their end in the present manner. */
    int served() {
        return served.get();
    }

    /** Reads a request and answers with this status. */
    static Manner status(int code) {
        return socket -> {
            readHead(socket.getInputStream());
            String answer = "HTTP/1.1 " + code + " Such\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
        };
    }

    /** Reads a request and answers 200 with this page. */
    static Manner page(String body) {
        return socket -> {
            readHead(socket.getInputStream());
            String answer = "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
        };
    }

    /** Takes a connection, says this, and closes. */
    static Manner greeting(String text) {
        return socket -> {
            socket.getInputStream().read();
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
        };
    }

    /** Takes a connection and closes it at once. */
    static Manner closing() {
        return _ -> {};
    }

    /** Speaks TLS with this certificate, and then as the other manner has it. */
    static Manner tls(X509Bundle certificate, Manner then) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(certificate.toKeyManagerFactory().getKeyManagers(), null, null);
        return plain -> {
            try (var socket = (SSLSocket) context.getSocketFactory().createSocket(plain, null, plain.getPort(), true)) {
                socket.setUseClientMode(false);
                socket.startHandshake();
                then.serve(socket);
            }
        };
    }

    private static void readHead(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("the peer left within its request");
            }
            head.append((char) c);
        }
    }

    private void accept(ServerSocket from) {
        while (!from.isClosed()) {
            try {
                Socket socket = from.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException _) {
                // Closed; or a connection that ended before it was taken.
            }
        }
    }

    private void serve(Socket socket) {
        Manner present = manner;
        try (socket) {
            present.serve(socket);
            if (present.equals(manner)) {
                served.incrementAndGet();
            }
        } catch (IOException _) {
            // The test looks at what the daemon makes of it.
        }
    }

    @Override
    public void close() throws IOException {
        kill();
    }
}
