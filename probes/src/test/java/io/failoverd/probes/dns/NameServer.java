package io.failoverd.probes.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** A name server over UDP and TCP on one port of a loopback address, whose manner says what it answers to what. */
public final class NameServer implements AutoCloseable {
    /** No octets: no answer. More than one message: one datagram each. */
    @FunctionalInterface
    public interface Manner {
        List<byte[]> answers(Message query, boolean overTcp) throws IOException;
    }

    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final List<Message> queries = new CopyOnWriteArrayList<>();
    private final List<InetAddress> peers = new CopyOnWriteArrayList<>();
    private volatile Manner manner;

    private NameServer(DatagramSocket udp, ServerSocket tcp, Manner manner) {
        this.udp = udp;
        this.tcp = tcp;
        this.manner = manner;
        Thread.ofPlatform().daemon().start(this::serveUdp);
        Thread.ofVirtual().start(this::serveTcp);
    }

    /** A port that is free for UDP may be taken for TCP. */
    public static NameServer on(String address, Manner manner) {
        var host = InetAddress.ofLiteral(address);
        for (int attempt = 0; ; attempt++) {
            try {
                var tcp = new ServerSocket(0, 64, host);
                try {
                    return new NameServer(
                            new DatagramSocket(new InetSocketAddress(host, tcp.getLocalPort())), tcp, manner);
                } catch (BindException e) {
                    tcp.close();
                    if (attempt == 20) {
                        throw e;
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Answers with these records, as zone files have them: {@code "A 192.0.2.1"}. */
    public static Manner answering(int rcode, String... records) {
        return (query, _) -> List.of(answer(query, rcode, records).toWire());
    }

    public static Message answer(Message query, int rcode, String... records) throws IOException {
        var answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setRcode(rcode);
        answer.addRecord(query.getQuestion(), Section.QUESTION);
        for (String record : records) {
            String[] words = record.split(" ", 2);
            answer.addRecord(
                    Record.fromString(
                            query.getQuestion().getName(),
                            org.xbill.DNS.Type.value(words[0]),
                            DClass.IN,
                            30,
                            words[1],
                            Name.root),
                    Section.ANSWER);
        }
        return answer;
    }

    public int port() {
        return tcp.getLocalPort();
    }

    public List<Message> queries() {
        return queries;
    }

    public List<InetAddress> peers() {
        return peers;
    }

    public void behave(Manner next) {
        manner = next;
    }

    private void serveUdp() {
        byte[] room = new byte[1500];
        while (!udp.isClosed()) {
            try {
                var packet = new DatagramPacket(room, room.length);
                udp.receive(packet);
                peers.add(packet.getAddress());
                for (byte[] answer : answers(packet.getData(), packet.getLength(), false)) {
                    udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            } catch (IOException _) {
                // Closed; or an answer to a prober that has gone.
            }
        }
    }

    private List<byte[]> answers(byte[] octets, int length, boolean overTcp) throws IOException {
        var query = new Message(java.util.Arrays.copyOf(octets, length));
        queries.add(query);
        return manner.answers(query, overTcp);
    }

    private void serveTcp() {
        while (!tcp.isClosed()) {
            try {
                Socket socket = tcp.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException _) {
                // Closed.
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = new DataInputStream(socket.getInputStream());
            var out = new DataOutputStream(socket.getOutputStream());
            while (true) {
                byte[] query = in.readNBytes(in.readUnsignedShort());
                for (byte[] answer : answers(query, query.length, true)) {
                    out.writeShort(answer.length);
                    out.write(answer);
                }
                out.flush();
            }
        } catch (IOException _) {
            // The peer has gone.
        }
    }

    @Override
    public void close() {
        udp.close();
        try {
            tcp.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
