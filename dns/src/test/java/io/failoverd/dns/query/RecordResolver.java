package io.failoverd.dns.query;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Master;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** A recursive resolver of a small world, over UDP and TCP on one port: a few records, or one word for all it does. */
final class RecordResolver implements AutoCloseable {
    private static final String SILENT = "SILENT";

    private final String text;
    private final List<Record> records = new ArrayList<>();
    private final DatagramSocket udp;
    private final ServerSocket tcp;

    /** @param text records of a master file; or an rcode, or SILENT */
    RecordResolver(String text) throws IOException {
        this.text = text.strip();
        if (!isWord()) {
            try (var master = new Master(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)))) {
                for (Record next = master.nextRecord(); next != null; next = master.nextRecord()) {
                    records.add(next);
                }
            }
        }
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        ServerSocket listener = null;
        DatagramSocket socket = null;
        while (socket == null) { // a port that is free for both
            listener = new ServerSocket(0, 16, loopback);
            try {
                socket = new DatagramSocket(listener.getLocalPort(), loopback);
            } catch (IOException e) {
                listener.close();
            }
        }
        udp = socket;
        tcp = listener;
        Thread.ofPlatform().daemon().start(this::datagrams);
        Thread.ofPlatform().daemon().start(this::connections);
    }

    private boolean isWord() {
        return !text.isEmpty() && text.indexOf(' ') < 0;
    }

    InetSocketAddress address() {
        return new InetSocketAddress(udp.getLocalAddress(), udp.getLocalPort());
    }

    private void datagrams() {
        byte[] room = new byte[512];
        while (!udp.isClosed()) {
            try {
                var packet = new DatagramPacket(room, room.length);
                udp.receive(packet);
                if (!text.equals(SILENT)) {
                    Message answer = answer(new Message(Arrays.copyOf(room, packet.getLength())));
                    byte[] bytes = answer.toWire(512); // sets TC where it has to
                    udp.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
                }
            } catch (IOException _) {
                // Closed.
            }
        }
    }

    private void connections() {
        while (!tcp.isClosed()) {
            try (Socket socket = tcp.accept()) {
                var in = new DataInputStream(socket.getInputStream());
                byte[] query = in.readNBytes(in.readUnsignedShort());
                byte[] answer = answer(new Message(query)).toWire(65_535);
                var out = new DataOutputStream(socket.getOutputStream());
                out.writeShort(answer.length);
                out.write(answer);
                out.flush();
            } catch (IOException _) {
                // Closed, by one side or the other.
            }
        }
    }

    private Message answer(Message query) {
        Record question = query.getQuestion();
        var answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.RA);
        answer.addRecord(question, Section.QUESTION);
        if (isWord()) {
            answer.getHeader().setRcode(Rcode.value(text));
            return answer;
        }
        Name at = question.getName();
        for (int i = 0; i <= records.size(); i++) {
            for (Record record : records) {
                if (record.getName().equals(at) && record.getType() == question.getType()) {
                    answer.addRecord(record, Section.ANSWER);
                }
            }
            CNAMERecord alias = alias(at);
            if (alias == null || answer.findRecord(alias)) {
                break;
            }
            answer.addRecord(alias, Section.ANSWER);
            at = alias.getTarget();
        }
        Name asked = question.getName();
        if (records.stream().noneMatch(record -> record.getName().equals(asked))) {
            answer.getHeader().setRcode(Rcode.NXDOMAIN);
        }
        return answer;
    }

    private CNAMERecord alias(Name at) {
        return records.stream()
                .filter(record ->
                        record instanceof CNAMERecord && record.getName().equals(at))
                .map(CNAMERecord.class::cast)
                .findFirst()
                .orElse(null);
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
    }
}
