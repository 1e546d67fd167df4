package io.failoverd.daemon.e2e;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** A name server, over UDP: the same addresses with a TTL as the answer to everything, or an rcode. */
final class NameServer implements AutoCloseable {
    private final DatagramSocket socket;
    private volatile int rcode = Rcode.NOERROR;
    private volatile List<String> answered = List.of("192.0.2.1");
    private volatile int ttl = 30;

    NameServer(String address, int port) throws IOException {
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(address), port));
        Thread.ofPlatform().daemon().start(this::serve);
    }

    int port() {
        return socket.getLocalPort();
    }

    void rcode(int next) {
        rcode = next;
    }

    void answer(String... addresses) {
        answered = List.of(addresses);
    }

    void ttl(int seconds) {
        ttl = seconds;
    }

    private void serve() {
        byte[] room = new byte[1500];
        while (!socket.isClosed()) {
            try {
                var packet = new DatagramPacket(room, room.length);
                socket.receive(packet);
                byte[] answer = answer(new Message(Arrays.copyOf(room, packet.getLength())))
                        .toWire();
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException _) {
                // Closed; or an answer to a prober that has gone.
            }
        }
    }

    private Message answer(Message query) {
        Record question = query.getQuestion();
        var answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setRcode(rcode);
        answer.addRecord(question, Section.QUESTION);
        if (rcode == Rcode.NOERROR) {
            answered.forEach(address -> answer.addRecord(
                    new ARecord(question.getName(), DClass.IN, ttl, InetAddress.ofLiteral(address)), Section.ANSWER));
        }
        return answer;
    }

    @Override
    public void close() {
        socket.close();
    }
}
