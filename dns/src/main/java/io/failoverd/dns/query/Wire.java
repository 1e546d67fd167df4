package io.failoverd.dns.query;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * One connection to one server: octets out, octets in, all within a deadline that counts from the start and not from the
 * last octet. Used by one thread; blocks it; an interrupt ends it on a virtual thread.
 */
public interface Wire extends AutoCloseable {
    /** The largest DNS message. */
    int LARGEST = 65_535;

    /** What every server takes by UDP without being told more (RFC 1035, section 4.2.1). */
    int DATAGRAM = 512;

    /** Sends one message. */
    void send(byte[] message) throws IOException;

    /** Receives one message. */
    byte[] receive() throws IOException;

    @Override
    void close();

    static Wire tcp(InetSocketAddress server, Supplier<Duration> remaining) throws IOException {
        var socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(server, millis(remaining));
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return new Wire() {
            @Override
            public void send(byte[] message) throws IOException {
                // In one piece: some servers answer a length that comes alone with a reset.
                byte[] framed = new byte[message.length + 2];
                framed[0] = (byte) (message.length >> 8);
                framed[1] = (byte) message.length;
                System.arraycopy(message, 0, framed, 2, message.length);
                socket.getOutputStream().write(framed);
            }

            @Override
            public byte[] receive() throws IOException {
                var in = new DataInputStream(socket.getInputStream());
                byte[] length = read(in, 2);
                return read(in, (length[0] & 0xff) << 8 | (length[1] & 0xff));
            }

            private byte[] read(DataInputStream in, int length) throws IOException {
                byte[] octets = new byte[length];
                for (int have = 0; have < length; ) {
                    socket.setSoTimeout(millis(remaining));
                    int more = in.read(octets, have, length - have);
                    if (more < 0) {
                        throw new EOFException("the server closed the connection");
                    }
                    have += more;
                }
                return octets;
            }

            @Override
            public void close() {
                closeQuietly(socket::close);
            }
        };
    }

    static Wire udp(InetSocketAddress server, Supplier<Duration> remaining) throws IOException {
        // Connected, so that the kernel drops what comes from elsewhere, and tells of a closed port.
        var socket = new DatagramSocket();
        socket.connect(server);
        return new Wire() {
            @Override
            public void send(byte[] message) throws IOException {
                socket.send(new DatagramPacket(message, message.length));
            }

            @Override
            public byte[] receive() throws IOException {
                byte[] buffer = new byte[LARGEST];
                var packet = new DatagramPacket(buffer, buffer.length);
                socket.setSoTimeout(millis(remaining));
                socket.receive(packet);
                return java.util.Arrays.copyOf(buffer, packet.getLength());
            }

            @Override
            public void close() {
                socket.close();
            }
        };
    }

    /** At least one: zero would wait for ever. */
    private static int millis(Supplier<Duration> remaining) throws SocketTimeoutException {
        long left = remaining.get().toMillis();
        if (left <= 0) {
            throw new SocketTimeoutException("the time is over");
        }
        return (int) Math.min(left, Integer.MAX_VALUE);
    }

    /** Something that may fail to close. */
    interface Closing {
        void close() throws IOException;
    }

    private static void closeQuietly(Closing closing) {
        try {
            closing.close();
        } catch (IOException e) {
            // What was said on it is known already.
        }
    }
}
