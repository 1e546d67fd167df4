package io.failoverd.daemon.e2e;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A client that asks a server on 127.0.0.1 over UDP, one datagram a question. */
record Dns(int port) {
    /** An answer on loopback takes microseconds; a busy machine, seconds. */
    private static final int TIMEOUT_MILLIS = 20_000;

    private static final int MAX_BYTES = 65_535;

    /** One query without recursion, and its answer. */
    Message ask(String name, int type) throws IOException {
        return exchange(name, type, false);
    }

    private Message exchange(String name, int type, boolean recursive) throws IOException {
        Message query = Message.newQuery(Record.newRecord(Name.fromString(name + "."), type, DClass.IN));
        if (!recursive) {
            query.getHeader().unsetFlag(Flags.RD);
        }
        byte[] bytes = query.toWire();
        try (var socket = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            socket.send(new DatagramPacket(bytes, bytes.length));
            var packet = new DatagramPacket(new byte[MAX_BYTES], MAX_BYTES);
            socket.receive(packet);
            byte[] answer = Arrays.copyOf(packet.getData(), packet.getLength());
            return new Message(answer);
        } catch (SocketTimeoutException e) {
            throw new IOException("no answer for " + name + " within " + TIMEOUT_MILLIS + " ms", e);
        }
    }

    /** The addresses of a name's answer. */
    Set<String> addresses(String name) throws IOException {
        return addresses(ask(name, Type.A));
    }

    /** The first address of each of many answers, asked for one client subnet (RFC 7871) over one socket. */
    List<String> forClients(String name, String subnet, int queries) throws IOException {
        String[] parts = subnet.split("/", -1);
        Message query = Message.newQuery(Record.newRecord(Name.fromString(name + "."), Type.A, DClass.IN));
        var option = new ClientSubnetOption(Integer.parseInt(parts[1]), InetAddress.ofLiteral(parts[0]));
        query.addRecord(new OPTRecord(1232, 0, 0, 0, List.of(option)), Section.ADDITIONAL);
        byte[] bytes = query.toWire();
        var answers = new ArrayList<String>();
        try (var socket = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            var packet = new DatagramPacket(new byte[MAX_BYTES], MAX_BYTES);
            while (answers.size() < queries) {
                socket.send(new DatagramPacket(bytes, bytes.length));
                socket.receive(packet);
                Message answer = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
                answers.add(answer.getSection(Section.ANSWER).stream()
                        .filter(ARecord.class::isInstance)
                        .map(each -> ((ARecord) each).getAddress().getHostAddress())
                        .findFirst()
                        .orElse(""));
            }
        }
        return answers;
    }

    /** The addresses that a resolver finds. */
    Set<String> resolved(String name) throws IOException {
        return addresses(exchange(name, Type.A, true));
    }

    private static Set<String> addresses(Message answer) {
        return answer.getSection(Section.ANSWER).stream()
                .filter(ARecord.class::isInstance)
                .map(each -> ((ARecord) each).getAddress().getHostAddress())
                .collect(Collectors.toSet());
    }

    /** Waits until the name answers just these. */
    void await(String name, String... addresses) {
        Set<String> expected = Set.of(addresses);
        Awaitility.await(name + " answers " + expected)
                .atMost(RunningDaemon.PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> addresses(name), expected::equals);
    }
}
