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
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Datagrams through the system calls themselves, on loopback. */
class UdpSocketTest {
    private static final int OCTETS = 64;

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

    private static void send(DatagramSocket from, InetSocketAddress to, String text) throws IOException {
        byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
        from.send(new DatagramPacket(octets, octets.length, to));
    }

    private static String receive(DatagramSocket at) throws IOException {
        at.setSoTimeout(5000);
        DatagramPacket reply = new DatagramPacket(new byte[OCTETS], OCTETS);
        at.receive(reply);
        return new String(reply.getData(), 0, reply.getLength(), StandardCharsets.US_ASCII);
    }

    private static String text(ByteBuffer datagram) {
        return StandardCharsets.US_ASCII.decode(datagram).toString();
    }

    private static void answer(DatagramBatch batch, int index, String text) {
        batch.answer().put(text.getBytes(StandardCharsets.US_ASCII));
        batch.keep(index, text.length());
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1, 7f000001",
        "0.0.0.0, 127.0.0.9, 7f000009",
        "::1, ::1, 00000000000000000000000000000001",
        "::, ::1, 00000000000000000000000000000001"
    })
    void eachDatagramSaysWhoSentIt(String bound, String near, String bits) throws IOException {
        InetSocketAddress at = freePort(near);
        var open = new InetSocketAddress(InetAddress.ofLiteral(bound), at.getPort());
        try (Arena arena = Arena.ofConfined();
                UdpSocket socket = UdpSocket.open(open, false, 1 << 16);
                DatagramSocket client = new DatagramSocket(new InetSocketAddress(at.getAddress(), 0))) {
            var batch = new DatagramBatch(arena, OCTETS, OCTETS, socket.wildcard());
            send(client, at, "one");
            assertThat(socket.receive(batch)).isEqualTo(1);
            assertThat(batch.answerable(0)).isTrue();
            HexFormat hex = HexFormat.of();
            assertThat(
                            batch.isIpv4(0)
                                    ? hex.toHexDigits(batch.ipv4(0))
                                    : hex.toHexDigits(batch.ipv6First(0)) + hex.toHexDigits(batch.ipv6Second(0)))
                    .isEqualTo(bits);
            assertThat(text(batch.query(0))).isEqualTo("one");
        }
    }

    @Test
    void aFullBatchIsTakenInOneCallAndTheRestInTheNext() throws IOException {
        InetSocketAddress at = freePort("127.0.0.1");
        try (Arena arena = Arena.ofConfined();
                UdpSocket socket = UdpSocket.open(at, false, 1 << 20);
                DatagramSocket client = new DatagramSocket(new InetSocketAddress(at.getAddress(), 0))) {
            var batch = new DatagramBatch(arena, OCTETS, OCTETS, false);
            for (int i = 0; i < DatagramBatch.SIZE + 2; i++) {
                send(client, at, "query " + i);
            }
            assertThat(socket.receive(batch)).isEqualTo(DatagramBatch.SIZE);
            for (int i = 0; i < DatagramBatch.SIZE; i++) {
                assertThat(text(batch.query(i))).isEqualTo("query " + i);
                answer(batch, i, "answer " + i);
            }
            assertThat(socket.send(batch)).isZero();
            assertThat(socket.receive(batch)).isEqualTo(2);
            assertThat(text(batch.query(1))).isEqualTo("query 65");
            assertThat(socket.send(batch)).as("nothing kept of the last batch").isZero();
            for (int i = 0; i < DatagramBatch.SIZE; i++) {
                assertThat(receive(client)).isEqualTo("answer " + i);
            }
        }
    }

    /** The system refuses the second and fifth of six: an answer that no packet can hold. */
    @Test
    void anAnswerThatCannotBeSentCostsNoOther() throws IOException {
        InetSocketAddress at = freePort("127.0.0.1");
        try (Arena arena = Arena.ofConfined();
                UdpSocket socket = UdpSocket.open(at, false, 1 << 16);
                DatagramSocket client = new DatagramSocket(new InetSocketAddress(at.getAddress(), 0))) {
            var batch = new DatagramBatch(arena, OCTETS, OCTETS, false);
            for (int i = 0; i < 6; i++) {
                send(client, at, "?");
            }
            assertThat(socket.receive(batch)).isEqualTo(6);
            for (int i = 0; i < 6; i++) {
                if (i == 1 || i == 4) {
                    batch.keep(i, 70_000);
                } else {
                    answer(batch, i, "answer " + i);
                }
            }
            assertThat(socket.send(batch)).isEqualTo(2);
            assertThat(batch.lastFailure()).isEqualTo("Message too long");
            for (int i : new int[] {0, 2, 3, 5}) {
                assertThat(receive(client)).isEqualTo("answer " + i);
            }
        }
    }

    @Test
    void whatIsLongerThanItsRoomIsCut() throws IOException {
        InetSocketAddress at = freePort("127.0.0.1");
        try (Arena arena = Arena.ofConfined();
                UdpSocket socket = UdpSocket.open(at, false, 1 << 16);
                DatagramSocket client = new DatagramSocket(new InetSocketAddress(at.getAddress(), 0))) {
            var batch = new DatagramBatch(arena, 4, OCTETS, false);
            send(client, at, "12345678");
            send(client, at, "");
            assertThat(socket.receive(batch)).isPositive();
            assertThat(text(batch.query(0))).isEqualTo("1234");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "0.0.0.0"})
    void aReaderThatIsStoppedComesBackWithADatagramFromNobody(String host) throws IOException {
        InetSocketAddress at = freePort("127.0.0.1");
        var open = new InetSocketAddress(InetAddress.ofLiteral(host), at.getPort());
        try (Arena arena = Arena.ofConfined();
                UdpSocket socket = UdpSocket.open(open, false, 1 << 16);
                DatagramSocket client = new DatagramSocket(new InetSocketAddress(at.getAddress(), 0))) {
            var batch = new DatagramBatch(arena, OCTETS, OCTETS, socket.wildcard());
            send(client, at, "one");
            assertThat(socket.receive(batch)).isEqualTo(1);
            Thread stopper = Thread.startVirtualThread(socket::stopReceiving);
            int received = socket.receive(batch);
            for (int i = 0; i < received; i++) {
                assertThat(batch.answerable(i)).isFalse();
            }
            assertThat(stopper.isInterrupted()).isFalse();
        }
    }

    @Test
    void aPortIsSharedOnlyIfBothSaySo() throws IOException {
        InetSocketAddress at = freePort("127.0.0.1");
        try (UdpSocket shared = UdpSocket.open(at, true, 1 << 16);
                UdpSocket twin = UdpSocket.open(at, true, 1 << 16)) {
            assertThat(shared.wildcard()).isFalse();
            assertThat(twin.wildcard()).isFalse();
            assertThatThrownBy(() -> UdpSocket.open(at, false, 1 << 16))
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
                        new InetSocketAddress(InetAddress.ofLiteral("203.0.113.1"), 5353), true, 1 << 16))
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
