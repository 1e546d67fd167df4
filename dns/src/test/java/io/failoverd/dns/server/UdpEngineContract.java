package io.failoverd.dns.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Type;

/** What every UDP engine does, on real loopback sockets. A new engine extends this and nothing more. */
abstract class UdpEngineContract {
    private static final int THREADS = 2;

    private final LocalDns dns = SampleZones.decided();
    private final List<Tally> tallies = new CopyOnWriteArrayList<>();
    private final UdpEngine engine = engine(THREADS);

    abstract UdpEngine engine(int threads);

    @AfterEach
    void close() {
        engine.close();
    }

    private Responder responder() {
        Tally tally = new Tally(Transport.UDP);
        tallies.add(tally);
        return new Responder(Ask.tables(dns), NodeIdentity.of(Optional.empty()), tally, new SplittableRandom(1));
    }

    private InetSocketAddress serve(String host) throws IOException {
        InetSocketAddress address = freePort(host);
        engine.open(List.of(address));
        engine.start(this::responder);
        return address;
    }

    private static InetSocketAddress freePort(String host) throws IOException {
        InetAddress ip = InetAddress.ofLiteral(host);
        assumeTrue(local(ip), host + " is not an address of this machine");
        try (DatagramSocket probe = new DatagramSocket(new InetSocketAddress(ip, 0))) {
            return new InetSocketAddress(ip, probe.getLocalPort());
        }
    }

    private static boolean local(InetAddress ip) throws SocketException {
        return !(ip instanceof Inet6Address) || NetworkInterface.getByInetAddress(ip) != null;
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.99", "::1"})
    void answersFromTheAddressThatWasAsked(String host) throws IOException {
        InetSocketAddress address = serve(host);
        try (DatagramSocket client = client(address.getAddress())) {
            Message query = Ask.query(SampleZones.API, Type.A);
            DatagramPacket reply = exchange(client, address, query.toWire());
            assertThat(reply.getSocketAddress()).isEqualTo(address);
            Message answer = new Message(Arrays.copyOf(reply.getData(), reply.getLength()));
            assertThat(Ask.show(answer)).isEqualTo("NOERROR aa\nan api.gslb.example.com. 30 A 203.0.113.30");
        }
    }

    @Test
    void manyClientsAreSpreadOverTheThreads() throws IOException {
        InetSocketAddress address = serve("127.0.0.1");
        byte[] query = Ask.query(SampleZones.WWW, Type.A).toWire();
        Set<Integer> sizes = new HashSet<>();
        for (int i = 0; i < 64; i++) {
            try (DatagramSocket client = client(address.getAddress())) {
                sizes.add(exchange(client, address, query).getLength());
            }
        }
        assertThat(sizes).hasSize(1);
        assertThat(engine.threads()).hasSize(THREADS).allMatch(EngineThread::alive);
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(engine.threads())
                        .allMatch(t -> t.received() == t.finished())
                        .extracting(EngineThread::received)
                        .allMatch(n -> n > 0));
        assertThat(Tally.sum(tallies).byTransport()).containsEntry(Transport.UDP, 64L);
    }

    @Test
    void garbageCostsNoThreadAndNothingButItsAnswer() throws IOException {
        InetSocketAddress address = serve("127.0.0.1");
        try (DatagramSocket client = client(address.getAddress())) {
            for (int size : new int[] {0, 1, 11, 12, 13, 512, 4096, 5000, 60_000}) {
                byte[] garbage = new byte[size];
                Arrays.fill(garbage, (byte) 0x7F);
                client.send(new DatagramPacket(garbage, size, address));
            }
            byte[] response = Ask.query(SampleZones.API, Type.A).toWire();
            response[2] |= (byte) 0x80;
            client.send(new DatagramPacket(response, response.length, address));
            byte[] query = Ask.query(SampleZones.API, Type.A).toWire();
            client.send(new DatagramPacket(query, query.length, address));
            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(
                            () -> assertThat(Tally.sum(tallies).byCode()).containsEntry(ResponseCode.NOERROR, 1L));
        }
        assertThat(engine.threads()).allMatch(EngineThread::alive);
        assertThat(Tally.sum(tallies).errors()).isZero();
        assertThat(Tally.sum(tallies).dropped()).isGreaterThanOrEqualTo(4);
    }

    @Test
    void aTakenPortIsAnErrorAndLeavesNothingOpen() throws IOException {
        InetSocketAddress free = freePort("127.0.0.1");
        try (DatagramSocket other = client(InetAddress.ofLiteral("127.0.0.1"))) {
            InetSocketAddress taken = (InetSocketAddress) other.getLocalSocketAddress();
            assertThatThrownBy(() -> engine.open(List.of(free, taken)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in use");
        }
        try (DatagramSocket again = new DatagramSocket(free)) {
            assertThat(again.isBound()).isTrue();
        }
        assertThat(engine.threads()).isEmpty();
    }

    @Test
    void closingEndsTheThreadsAndFreesThePort() throws IOException {
        InetSocketAddress address = serve("127.0.0.1");
        engine.close();
        assertThat(engine.threads()).noneMatch(EngineThread::alive);
        try (DatagramSocket again = new DatagramSocket(address)) {
            assertThat(again.isBound()).isTrue();
        }
        engine.close();
    }

    private static DatagramSocket client(InetAddress near) throws SocketException {
        DatagramSocket client = new DatagramSocket(new InetSocketAddress(near, 0));
        client.setSoTimeout(5000);
        return client;
    }

    private static DatagramPacket exchange(DatagramSocket client, InetSocketAddress server, byte[] query)
            throws IOException {
        client.send(new DatagramPacket(query, query.length, server));
        DatagramPacket reply = new DatagramPacket(new byte[4096], 4096);
        client.receive(reply);
        return reply;
    }
}
