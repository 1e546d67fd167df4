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
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What every UDP engine does, on real loopback sockets. A new engine extends this and nothing more. */
abstract class UdpEngineContract {
    private static final int THREADS = 2;

    /** Together they fit into the smallest receive buffer that a system gives. */
    private static final int CLIENTS = 8;

    private static final int IN_FLIGHT = 16;
    private static final int BURST = 10_000;

    private final LocalDns dns = SampleZones.decided();
    private final List<Tally> tallies = new CopyOnWriteArrayList<>();
    private final UdpEngine engine = engine(THREADS);

    abstract UdpEngine engine(int threads);

    @AfterEach
    void close() {
        engine.close();
    }

    /** What the engine has room for is what the responder may write, not what is usual. */
    @Test
    void sendsAResponseOfTheLongestSizeThatCanBeChosen() throws IOException {
        String[] addresses = new String[250];
        Arrays.setAll(addresses, i -> "203.0.113." + i);
        SampleZones.publish(dns, SampleZones.MANY, 2, addresses);
        InetSocketAddress address = freePort("127.0.0.1");
        engine.open(List.of(address));
        engine.start(() -> new Responder(
                Ask.still(dns, ServerOptions.MOST_UDP_SIZE), new Tally(Transport.UDP), new SplittableRandom(1)));
        try (DatagramSocket client = client(address.getAddress())) {
            byte[] query = WireQuery.of(0)
                    .question(SampleZones.MANY + ".", Type.A)
                    .opt(65_535, 0, 0, "")
                    .bytes();
            DatagramPacket reply = exchange(client, address, query);
            Message answer = new Message(Arrays.copyOf(reply.getData(), reply.getLength()));
            assertThat(answer.getSection(Section.ANSWER)).hasSize(250);
            assertThat(reply.getLength()).isGreaterThan(4000);
        }
    }

    Responder responder() {
        Tally tally = new Tally(Transport.UDP);
        tallies.add(tally);
        return new Responder(Ask.tables(dns), NodeIdentity.of(Optional.empty()), tally, new SplittableRandom(1));
    }

    QueryCounts counts() {
        return Tally.sum(tallies);
    }

    private InetSocketAddress serve(String host) throws IOException {
        InetSocketAddress address = freePort(host);
        engine.open(List.of(address));
        engine.start(this::responder);
        return address;
    }

    static InetSocketAddress freePort(String host) throws IOException {
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

    /** Nothing but its length says that something is missing: what was received reads as a whole query. */
    @ParameterizedTest
    @CsvSource({"4096, NOERROR qr aa A", "4097, FORMERR qr", "4160, FORMERR qr", "9000, FORMERR qr"})
    void aQueryThatIsTooLongToBeReadIsMalformed(int octets, String seen) throws IOException {
        InetSocketAddress address = serve("127.0.0.1");
        for (int whole : new int[] {4096, Math.min(octets, 4160), octets}) {
            byte[] query = WireQuery.of(0)
                    .question(SampleZones.API + ".", Type.A)
                    .filled(whole)
                    .bytes();
            try (DatagramSocket client = client(address.getAddress())) {
                DatagramPacket reply = exchange(client, address, Arrays.copyOf(query, octets));
                assertThat(WireQuery.seen(Arrays.copyOf(reply.getData(), reply.getLength())))
                        .isEqualTo(seen);
            }
        }
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
    void aBurstFromSeveralClientsIsAnsweredOnceEach() throws Exception {
        InetSocketAddress address = serve("127.0.0.1");
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                answers.add(clients.submit(() -> burst(address, BURST / CLIENTS)));
            }
            for (Future<Integer> each : answers) {
                assertThat(each.get(60, TimeUnit.SECONDS)).isEqualTo(BURST / CLIENTS);
            }
        }
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(engine.threads().stream()
                                .mapToLong(EngineThread::finished)
                                .sum())
                        .isEqualTo(BURST));
        assertThat(counts().errors()).isZero();
    }

    /** Each query has an id of its own; returns how many ids came back, once each. */
    private static int burst(InetSocketAddress address, int queries) throws IOException {
        byte[] query = Ask.query(SampleZones.API, Type.A).toWire();
        BitSet waiting = new BitSet();
        DatagramPacket reply = new DatagramPacket(new byte[4096], 4096);
        int answered = 0;
        try (DatagramSocket client = client(address.getAddress())) {
            for (int id = 0; answered < queries; ) {
                for (; id < queries && waiting.cardinality() < IN_FLIGHT; id++) {
                    ByteBuffer.wrap(query).putShort(0, (short) id);
                    client.send(new DatagramPacket(query, query.length, address));
                    waiting.set(id);
                }
                client.receive(reply);
                int came = ByteBuffer.wrap(reply.getData()).getShort(0) & 0xFFFF;
                assertThat(waiting.get(came))
                        .as("the answer to query %d is awaited", came)
                        .isTrue();
                waiting.clear(came);
                answered++;
            }
            client.setSoTimeout(50);
            assertThatThrownBy(() -> client.receive(reply)).isInstanceOf(SocketTimeoutException.class);
        }
        return answered;
    }

    @Test
    void aClientThatIsGoneCostsNobodyElse() throws IOException {
        InetSocketAddress address = serve("127.0.0.1");
        byte[] query = Ask.query(SampleZones.API, Type.A).toWire();
        try (DatagramSocket stays = client(address.getAddress())) {
            for (int i = 0; i < 100; i++) {
                try (DatagramSocket goes = client(address.getAddress())) {
                    goes.send(new DatagramPacket(query, query.length, address));
                }
                assertThat(exchange(stays, address, query).getLength()).isGreaterThan(query.length);
            }
        }
        assertThat(engine.threads()).allMatch(EngineThread::alive);
    }

    @Test
    void closingUnderLoadEndsTheThreadsAndThePortCanBeOpenedAgain() throws Exception {
        InetSocketAddress address = serve("127.0.0.1");
        byte[] query = Ask.query(SampleZones.API, Type.A).toWire();
        try (ExecutorService load = Executors.newSingleThreadExecutor();
                DatagramSocket flood = client(address.getAddress());
                UdpEngine next = engine(THREADS)) {
            load.execute(() -> flood(flood, new DatagramPacket(query, query.length, address)));
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> engine.threads().stream().anyMatch(t -> t.finished() > 1000));
            engine.close();
            assertThat(engine.threads()).noneMatch(EngineThread::alive).allMatch(t -> t.received() == t.finished());
            next.open(List.of(address));
            next.start(this::responder);
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> next.threads().stream().anyMatch(t -> t.finished() > 1000));
        }
    }

    /** Until the socket is closed. */
    private static void flood(DatagramSocket from, DatagramPacket query) {
        while (!from.isClosed()) {
            try {
                from.send(query);
            } catch (IOException e) {
                assertThat(from.isClosed()).as("only closing ends it: %s", e).isTrue();
            }
        }
    }

    @Test
    void closingWithoutAStartFreesThePort() throws IOException {
        InetSocketAddress address = freePort("127.0.0.1");
        engine.open(List.of(address));
        engine.close();
        try (DatagramSocket again = new DatagramSocket(address)) {
            assertThat(again.isBound()).isTrue();
        }
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

    static DatagramSocket client(InetAddress near) throws SocketException {
        DatagramSocket client = new DatagramSocket(new InetSocketAddress(near, 0));
        client.setSoTimeout(5000);
        return client;
    }

    static DatagramPacket exchange(DatagramSocket client, InetSocketAddress server, byte[] query) throws IOException {
        client.send(new DatagramPacket(query, query.length, server));
        DatagramPacket reply = new DatagramPacket(new byte[4096], 4096);
        client.receive(reply);
        return reply;
    }
}
