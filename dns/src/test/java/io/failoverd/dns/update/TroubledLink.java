package io.failoverd.dns.update;

import io.failoverd.dns.contract.Stage.Trouble;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A TCP link to a primary that breaks when it is told to, and counts the updates that were done. */
final class TroubledLink implements AutoCloseable {
    private static final int UPDATE = 5;

    private final ServerSocket listener;
    private final InetSocketAddress server;
    private final ConcurrentLinkedQueue<Trouble> troubles = new ConcurrentLinkedQueue<>();
    private final AtomicInteger updates = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch over = new CountDownLatch(1);

    TroubledLink(InetSocketAddress server) throws IOException {
        this.server = server;
        this.listener = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        Thread.ofVirtual().start(this::accept);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    }

    void next(Trouble trouble) {
        troubles.add(trouble);
    }

    /** Updates that went to the server. */
    int updates() {
        return updates.get();
    }

    /** Updates that the server answered NOERROR. */
    int done() {
        return done.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                var upstream = new Socket(server.getAddress(), server.getPort())) {
            open.add(upstream);
            var fromClient = new DataInputStream(client.getInputStream());
            var toClient = new DataOutputStream(client.getOutputStream());
            var fromServer = new DataInputStream(upstream.getInputStream());
            var toServer = new DataOutputStream(upstream.getOutputStream());
            while (true) {
                byte[] query = message(fromClient);
                boolean update = (query[2] >> 3 & 15) == UPDATE;
                // A question for the root is the provider warming up.
                Trouble trouble = query[12] == 0 ? null : trouble(update);
                if (trouble == Trouble.READ_FAILS || trouble == Trouble.WRITE_LOST) {
                    return;
                }
                updates.addAndGet(update ? 1 : 0);
                send(toServer, query);
                byte[] answer = message(fromServer);
                done.addAndGet(update && (answer[3] & 15) == 0 ? 1 : 0);
                if (trouble == Trouble.ANSWER_LOST) {
                    return;
                }
                if (trouble == Trouble.WRITE_HANGS || trouble == Trouble.READ_HANGS) {
                    over.await();
                    return;
                }
                send(toClient, answer);
            }
        } catch (IOException e) {
            // One side has gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Trouble trouble(boolean update) {
        Trouble next = troubles.peek();
        if (next == null) {
            return null;
        }
        boolean ofReads = next == Trouble.READ_FAILS || next == Trouble.READ_HANGS;
        return ofReads == update ? null : troubles.poll();
    }

    private static byte[] message(DataInputStream in) throws IOException {
        byte[] octets = new byte[in.readUnsignedShort()];
        in.readFully(octets);
        return octets;
    }

    private static void send(DataOutputStream out, byte[] message) throws IOException {
        var framed = new byte[message.length + 2];
        framed[0] = (byte) (message.length >> 8);
        framed[1] = (byte) message.length;
        System.arraycopy(message, 0, framed, 2, message.length);
        out.write(framed);
        out.flush();
    }

    @Override
    public void close() throws IOException {
        over.countDown();
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
