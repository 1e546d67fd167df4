package io.failoverd.dns.server;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Supplier;
import org.xbill.DNS.Message;
import org.xbill.DNS.Type;

/**
 * Sends packets to a server as fast as it takes them and asks it something sensible all the time: after every few
 * packets a normal query, whose answer has to come within a second before there are more. So no packet is lost in a full
 * buffer, and a server that is stuck is found at once.
 */
final class PacketStorm {
    /** Packets between two normal queries: few enough for the smallest receive buffer. */
    private static final int BETWEEN = 50;

    private static final Duration WITHIN = Duration.ofSeconds(1);
    private static final byte[] SENSIBLE = Ask.query(SampleZones.API, Type.A).toWire();

    private final InetSocketAddress server;
    private final Supplier<byte[]> packets;
    private long sent;
    private long answers;
    private long asked;
    private long connections;
    private long longestNanos;

    PacketStorm(InetSocketAddress server, Supplier<byte[]> packets) {
        this.server = server;
        this.packets = packets;
    }

    /**
     * What happened.
     *
     * @param sent packets
     * @param answers to them
     * @param asked normal queries between them, all of them answered
     * @param connections TCP connections that were opened
     * @param longestMillis that a normal query waited for its answer
     */
    record Outcome(long sent, long answers, long asked, long connections, double longestMillis) {
        Outcome plus(Outcome other) {
            return new Outcome(
                    sent + other.sent,
                    answers + other.answers,
                    asked + other.asked,
                    connections + other.connections,
                    Math.max(longestMillis, other.longestMillis));
        }
    }

    private Outcome outcome() {
        return new Outcome(sent, answers, asked, connections, longestNanos / 1e6);
    }

    private byte[] sensible() {
        asked++;
        byte[] query = SENSIBLE.clone();
        query[0] = (byte) (asked >> 8);
        query[1] = (byte) asked;
        return query;
    }

    /** Whether this is the answer to the normal query; every other has to be a response of decent size. */
    private boolean is(byte[] query, byte[] answer, int most) {
        if (answer.length < QueryReader.HEADER || answer.length > most || (answer[2] & 0x80) == 0) {
            throw new AssertionError("after packet " + sent + ": no response: " + Arrays.toString(answer));
        }
        boolean mine = Arrays.equals(answer, 0, 2, query, 0, 2)
                && answer.length > query.length
                && Arrays.equals(answer, QueryReader.HEADER, query.length, query, QueryReader.HEADER, query.length);
        if (!mine) {
            answers++;
        } else if ((answer[3] & 0x0F) != 0 || answer[7] == 0) {
            throw new AssertionError("after packet " + sent + ": a normal query was not answered: " + shown(answer));
        }
        return mine;
    }

    private static String shown(byte[] answer) {
        try {
            return new Message(answer).toString();
        } catch (IOException e) {
            return Arrays.toString(answer);
        }
    }

    private void waited(long since) {
        longestNanos = Math.max(longestNanos, System.nanoTime() - since);
    }

    private AssertionError stuck(IOException cause) {
        return new AssertionError("after packet " + sent + ": no answer to a normal query within " + WITHIN, cause);
    }

    Outcome udp(long count) throws IOException {
        try (var socket = new DatagramSocket()) {
            socket.connect(server);
            socket.setSoTimeout((int) WITHIN.toMillis());
            while (sent < count) {
                for (int i = 0; i < BETWEEN && sent < count; i++, sent++) {
                    byte[] packet = packets.get();
                    socket.send(new DatagramPacket(packet, packet.length));
                }
                byte[] query = sensible();
                long since = System.nanoTime();
                socket.send(new DatagramPacket(query, query.length));
                awaitUdp(socket, query);
                waited(since);
            }
        }
        return outcome();
    }

    private void awaitUdp(DatagramSocket socket, byte[] query) throws IOException {
        var answer = new DatagramPacket(new byte[Responder.MAX_TCP], Responder.MAX_TCP);
        do {
            try {
                answer.setLength(Responder.MAX_TCP);
                socket.receive(answer);
            } catch (SocketTimeoutException e) {
                throw stuck(e);
            }
        } while (!is(query, Arrays.copyOf(answer.getData(), answer.getLength()), ServerOptions.USUAL_UDP_SIZE));
    }

    /**
     * Over TCP, each packet framed as a message. What the server closes a connection for is the last on it.
     *
     * @param onOne packets on one connection on average, and never more than the next whole number
     */
    Outcome tcp(long count, double onOne) throws IOException {
        while (sent < count) {
            connections++;
            try (var socket = new Socket(server.getAddress(), server.getPort())) {
                socket.setTcpNoDelay(true);
                socket.setSoTimeout((int) WITHIN.toMillis());
                stream(socket, Math.clamp(Math.round(connections * onOne), sent + 1, count));
            }
        }
        return outcome();
    }

    private void stream(Socket socket, long until) throws IOException {
        var out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 64 * 1024));
        var in = new DataInputStream(socket.getInputStream());
        boolean open = true;
        while (open && sent < until) {
            for (int i = 0; i < BETWEEN && open && sent < until; i++, sent++) {
                byte[] packet = packets.get();
                out.writeShort(packet.length);
                out.write(packet);
                open = packet.length >= QueryReader.HEADER && (packet[2] & 0x80) == 0;
            }
            open = openAfter(out, in, sensible());
        }
        if (!open) {
            asked--;
            askAnew();
        }
    }

    /** Whether the connection is still good for the normal query, and it was answered. */
    private boolean openAfter(DataOutputStream out, DataInputStream in, byte[] query) {
        long since = System.nanoTime();
        try {
            out.writeShort(query.length);
            out.write(query);
            out.flush();
            awaitTcp(in, query);
            waited(since);
            return true;
        } catch (SocketTimeoutException e) {
            throw stuck(e);
        } catch (IOException e) {
            return false;
        }
    }

    /** A connection that was closed for what came over it must not keep others out. */
    private void askAnew() throws IOException {
        long since = System.nanoTime();
        connections++;
        try (var socket = new Socket(server.getAddress(), server.getPort())) {
            socket.setSoTimeout((int) WITHIN.toMillis());
            byte[] query = sensible();
            var out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
            out.writeShort(query.length);
            out.write(query);
            out.flush();
            awaitTcp(new DataInputStream(socket.getInputStream()), query);
            waited(since);
        } catch (SocketTimeoutException e) {
            throw stuck(e);
        }
    }

    private void awaitTcp(DataInputStream in, byte[] query) throws IOException {
        byte[] answer;
        do {
            answer = new byte[in.readUnsignedShort()];
            in.readFully(answer);
        } while (!is(query, answer, Responder.MAX_TCP));
    }
}
