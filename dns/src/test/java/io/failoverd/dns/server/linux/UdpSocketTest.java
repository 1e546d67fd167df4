package io.failoverd.dns.server.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Datagrams through the system calls themselves, on loopback. */
class UdpSocketTest {
    private static final int OCTETS = 64;
    private static final int RECEIVE_BUFFER = 1 << 20;

    @BeforeEach
    void onlyWhereItRuns() {
        assumeTrue(LinuxSockets.unavailable().isEmpty(), "these system calls are not here");
    }

    private static InetSocketAddress freePort(String host) throws IOException {
        InetAddress ip = InetAddress.ofLiteral(host);
        assumeTrue(!host.contains(":") || NetworkInterface.getByInetAddress(ip) != null, "no IPv6 here");
        try (DatagramSocket probe = new DatagramSocket(new InetSocketAddress(ip, 0))) {
            return new InetSocketAddress(ip, probe.getLocalPort());
        }
    }

    /** A bound socket, a client of its own, and a batch that ends with them. */
    private record Open(InetSocketAddress at, UdpSocket socket, DatagramSocket client, Arena arena, DatagramBatch batch)
            implements AutoCloseable {
        /**
         * Opens it.
         *
         * @param bound an address of this host or a wildcard
         * @param near where the client asks
         */
        static Open of(String bound, String near, int queryOctets) throws IOException {
            InetSocketAddress at = freePort(near);
            var socket = UdpSocket.open(
                    new InetSocketAddress(InetAddress.ofLiteral(bound), at.getPort()), false, RECEIVE_BUFFER);
            var client = new DatagramSocket(new InetSocketAddress(at.getAddress(), 0));
            Arena arena = Arena.ofConfined();
            return new Open(
                    at, socket, client, arena, new DatagramBatch(arena, queryOctets, OCTETS, socket.wildcard()));
        }

        static Open of(String host) throws IOException {
            return of(host, host, OCTETS);
        }

        void ask(String text) throws IOException {
            byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
            client.send(new DatagramPacket(octets, octets.length, at));
        }

        void answer(int index, String text) {
            batch.answer().put(text.getBytes(StandardCharsets.US_ASCII));
            batch.keep(index, text.length());
        }

        String query(int index) {
            return StandardCharsets.US_ASCII.decode(batch.query(index)).toString();
        }

        String answered() throws IOException {
            client.setSoTimeout(5000);
            DatagramPacket reply = new DatagramPacket(new byte[OCTETS], OCTETS);
            client.receive(reply);
            return new String(reply.getData(), 0, reply.getLength(), StandardCharsets.US_ASCII);
        }

        @Override
        public void close() {
            socket.close();
            client.close();
            arena.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1, 7f000001",
        "0.0.0.0, 127.0.0.9, 7f000009",
        "::1, ::1, 00000000000000000000000000000001",
        "::, ::1, 00000000000000000000000000000001"
    })
    void eachDatagramSaysWhoSentIt(String bound, String near, String bits) throws IOException {
        try (Open open = Open.of(bound, near, OCTETS)) {
            open.ask("one");
            assertThat(open.socket().receive(open.batch())).isEqualTo(1);
            DatagramBatch batch = open.batch();
            assertThat(batch.answerable(0)).isTrue();
            HexFormat hex = HexFormat.of();
            assertThat(
                            batch.isIpv4(0)
                                    ? hex.toHexDigits(batch.ipv4(0))
                                    : hex.toHexDigits(batch.ipv6First(0)) + hex.toHexDigits(batch.ipv6Second(0)))
                    .isEqualTo(bits);
            assertThat(open.query(0)).isEqualTo("one");
        }
    }

    @Test
    void aFullBatchIsTakenInOneCallAndTheRestInTheNext() throws IOException {
        try (Open open = Open.of("127.0.0.1")) {
            for (int i = 0; i < DatagramBatch.SIZE + 2; i++) {
                open.ask("query " + i);
            }
            assertThat(open.socket().receive(open.batch())).isEqualTo(DatagramBatch.SIZE);
            for (int i = 0; i < DatagramBatch.SIZE; i++) {
                assertThat(open.query(i)).isEqualTo("query " + i);
                open.answer(i, "answer " + i);
            }
            assertThat(open.socket().send(open.batch())).isZero();
            assertThat(open.socket().receive(open.batch())).isEqualTo(2);
            assertThat(open.query(1)).isEqualTo("query 65");
            assertThat(open.socket().send(open.batch()))
                    .as("nothing kept of the last batch")
                    .isZero();
            for (int i = 0; i < DatagramBatch.SIZE; i++) {
                assertThat(open.answered()).isEqualTo("answer " + i);
            }
        }
    }

    /** The system refuses the second and fifth of six: an answer that no packet can hold. */
    @Test
    void anAnswerThatCannotBeSentCostsNoOther() throws IOException {
        try (Open open = Open.of("127.0.0.1")) {
            for (int i = 0; i < 6; i++) {
                open.ask("?");
            }
            assertThat(open.socket().receive(open.batch())).isEqualTo(6);
            for (int i = 0; i < 6; i++) {
                if (i == 1 || i == 4) {
                    open.batch().keep(i, 70_000);
                } else {
                    open.answer(i, "answer " + i);
                }
            }
            assertThat(open.socket().send(open.batch())).isEqualTo(2);
            assertThat(open.batch().lastFailure()).isEqualTo("Message too long");
            for (int i : new int[] {0, 2, 3, 5}) {
                assertThat(open.answered()).isEqualTo("answer " + i);
            }
        }
    }

    @Test
    void whatIsLongerThanItsRoomIsCut() throws IOException {
        try (Open open = Open.of("127.0.0.1", "127.0.0.1", 4)) {
            open.ask("12345678");
            open.ask("");
            assertThat(open.socket().receive(open.batch())).isPositive();
            assertThat(open.query(0)).isEqualTo("1234");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "0.0.0.0"})
    void aReaderThatIsStoppedComesBackWithADatagramFromNobody(String host) throws Exception {
        try (Open open = Open.of(host, "127.0.0.1", OCTETS)) {
            open.ask("one");
            assertThat(open.socket().receive(open.batch())).isEqualTo(1);
            Thread stopper = Thread.startVirtualThread(open.socket()::stopReceiving);
            int received = open.socket().receive(open.batch());
            for (int i = 0; i < received; i++) {
                assertThat(open.batch().answerable(i)).isFalse();
            }
            stopper.join();
        }
    }

    /** The next file that is opened gets the descriptor of the one that was closed. Twenty times: one may be in time. */
    @Test
    void stoppingAClosedSocketStopsNobodyElse() throws Exception {
        Open closed = Open.of("127.0.0.1");
        closed.socket().close();
        try (Open next = Open.of("127.0.0.1")) {
            closed.socket().stopReceiving();
            closed.socket().close();
            for (int i = 0; i < 20; i++) {
                FutureTask<Void> later = new FutureTask<>(() -> {
                    next.ask("late");
                    return null;
                });
                Thread.startVirtualThread(later);
                assertThat(next.socket().receive(next.batch())).isEqualTo(1);
                assertThat(next.batch().answerable(0)).as("it waited").isTrue();
                later.get();
            }
        } finally {
            closed.close();
        }
    }

    @Test
    void aPortIsSharedOnlyIfBothSaySo() throws IOException {
        InetSocketAddress at = freePort("127.0.0.1");
        try (UdpSocket shared = UdpSocket.open(at, true, RECEIVE_BUFFER);
                UdpSocket twin = UdpSocket.open(at, true, RECEIVE_BUFFER)) {
            assertThat(shared.wildcard()).isFalse();
            assertThat(twin.wildcard()).isFalse();
            assertThatThrownBy(() -> UdpSocket.open(at, false, RECEIVE_BUFFER))
                    .isInstanceOf(BindException.class)
                    .hasMessage("Address already in use");
        }
        try (DatagramSocket again = new DatagramSocket(at)) {
            again.setSoTimeout(20);
            assertThatThrownBy(() -> again.receive(new DatagramPacket(new byte[1], 1)))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void anAddressOfAnotherHostCannotBeBound() {
        assertThatThrownBy(() -> UdpSocket.open(
                        new InetSocketAddress(InetAddress.ofLiteral("203.0.113.1"), 5353), true, RECEIVE_BUFFER))
                .isInstanceOf(BindException.class)
                .hasMessage("Cannot assign requested address");
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, ''",
        "Linux, aarch64, ''",
        "Linux, riscv64, 'this processor is riscv64, and only amd64 and aarch64 are known'",
        "Mac OS X, aarch64, this is Mac OS X and not Linux"
    })
    void saysWhyItCannotRun(String system, String processor, String expected) {
        assertThat(LinuxSockets.unsupported(system, processor).orElse("")).isEqualTo(expected);
    }
}
