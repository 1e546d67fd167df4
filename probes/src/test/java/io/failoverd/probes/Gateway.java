package io.failoverd.probes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A real server on a loopback address; what it does with a connection is its manner. One virtual thread each. */
public final class Gateway implements AutoCloseable {
    /** What happens on a connection; returning closes it. */
    @FunctionalInterface
    public interface Manner {
        void serve(Socket socket) throws IOException, InterruptedException;
    }

    private final ServerSocket listener;
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger closedByPeer = new AtomicInteger();
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final List<InetAddress> peers = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private volatile Manner manner;

    public Gateway(ServerSocket listener, Manner manner) {
        this.listener = listener;
        this.manner = manner;
        Thread.ofVirtual().start(this::accept);
    }

    public static Gateway on(String address, Manner manner) {
        return onPort(address, 0, manner);
    }

    public static Gateway onPort(String address, int port, Manner manner) {
        try {
            var listener = new ServerSocket();
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port), 256);
            return new Gateway(listener, manner);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    public int accepted() {
        return accepted.get();
    }

    /** Connections of which the server has seen the end, by FIN or RST, while it was waiting for input. */
    public int closedByPeer() {
        return closedByPeer.get();
    }

    public List<String> heads() {
        return heads;
    }

    public List<InetAddress> peers() {
        return peers;
    }

    public void behave(Manner next) {
        manner = next;
    }

    /** Reads a request and answers with these bytes. */
    public Manner answering(String answer) {
        return socket -> {
            readHead(socket);
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
        };
    }

    /** Says nothing until the peer goes away. */
    public Manner hanging() {
        return this::awaitEnd;
    }

    /** Reads a request, sends the head of an answer, and then a byte of the body every 50 ms. */
    public Manner trickling(String head) {
        return socket -> {
            readHead(socket);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            var never = new CountDownLatch(1);
            try {
                while (!never.await(50, TimeUnit.MILLISECONDS)) {
                    socket.getOutputStream().write('.');
                    socket.getOutputStream().flush();
                }
            } catch (IOException _) {
                closedByPeer.incrementAndGet();
            }
        };
    }

    public void readHead(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) {
                closedByPeer.incrementAndGet();
                throw new IOException("the peer left within its request");
            }
            head.append((char) c);
        }
        heads.add(head.toString());
    }

    private void awaitEnd(Socket socket) {
        try {
            while (socket.getInputStream().read() >= 0) {
                // What the peer says does not matter.
            }
        } catch (IOException _) {
            // A reset is an end too.
        }
        closedByPeer.incrementAndGet();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                accepted.incrementAndGet();
                peers.add(socket.getInetAddress());
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException _) {
                // Closed; or a connection that ended before it was taken.
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            manner.serve(socket);
        } catch (IOException | InterruptedException _) {
            // The test looks at the probe's outcome.
        } finally {
            open.remove(socket);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
