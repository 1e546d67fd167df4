package io.failoverd.dns.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** DNS over TCP, with real sockets: framing, pipelining, and clients that misbehave. */
class Rfc7766Test {
    private static final TcpLimits LIMITS = new TcpLimits(4, 3, Duration.ofMillis(700), 4096);

    private static LiveServer server;

    @BeforeAll
    static void start() {
        server = LiveServer.started(LIMITS);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Socket connect() throws IOException {
        return connect("127.0.0.1");
    }

    private static Socket connect(String from) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
        socket.connect(server.address(), 5000);
        socket.setSoTimeout(5000);
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static byte[] framed(int id, String name, int type) throws IOException {
        Message query = Ask.query(name, type);
        query.getHeader().setID(id);
        byte[] wire = query.toWire();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeShort(wire.length);
        out.write(wire);
        return bytes.toByteArray();
    }

    private static Message answer(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] wire = new byte[in.readUnsignedShort()];
        in.readFully(wire);
        return new Message(wire);
    }

    @Test
    void section5AnswersThatUdpTruncatesAreWhole() throws IOException {
        assertWholeAnswer();
    }

    private static void assertWholeAnswer() throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(framed(1, SampleZones.MANY, Type.A));
            assertThat(answer(socket).getSection(Section.ANSWER)).hasSize(40);
        }
    }

    @Test
    void section6211PipelinedQueriesAreAnsweredInOrder() throws IOException {
        try (Socket socket = connect()) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int id = 1; id <= 200; id++) {
                all.write(framed(id, id % 2 == 0 ? SampleZones.API : "nothing.gslb.example.com", Type.A));
            }
            socket.getOutputStream().write(all.toByteArray());
            for (int id = 1; id <= 200; id++) {
                assertThat(answer(socket).getHeader().getID()).isEqualTo(id);
            }
        }
    }

    @Test
    void section8AFrameMayComeByteByByte() throws IOException {
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            byte[] two = new byte[0];
            for (int id = 1; id <= 2; id++) {
                byte[] frame = framed(id, SampleZones.API, Type.A);
                byte[] joined = Arrays.copyOf(two, two.length + frame.length);
                System.arraycopy(frame, 0, joined, two.length, frame.length);
                two = joined;
            }
            for (byte b : two) {
                out.write(b);
                out.flush();
            }
            assertThat(answer(socket).getHeader().getID()).isEqualTo(1);
            assertThat(answer(socket).getHeader().getID()).isEqualTo(2);
        }
    }

    @Test
    void aClientThatReadsLateGetsEverything() throws IOException {
        int queries = 4000;
        try (Socket socket = connect()) {
            Thread writer = Thread.ofVirtual().start(() -> {
                try {
                    for (int id = 0; id < queries; id++) {
                        socket.getOutputStream().write(framed(id, SampleZones.MANY, Type.A));
                    }
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            for (int id = 0; id < queries; id++) {
                assertThat(answer(socket).getHeader().getID()).isEqualTo(id);
            }
            await().atMost(Duration.ofSeconds(5)).until(() -> !writer.isAlive());
        }
    }

    @Test
    void section8BrokenFramesEndTheConnectionOnly() throws IOException {
        byte[][] streams = {
            {0, 0},
            {0, 5, 1, 2, 3, 4, 5},
            {(byte) 0xFF, (byte) 0xFF, 1},
            "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)
        };
        for (byte[] stream : streams) {
            long before = server.dns().counts().malformed();
            try (Socket socket = connect()) {
                socket.getOutputStream().write(stream);
                assertThat(endsWithin(socket)).isTrue();
            }
            assertThat(server.dns().counts().malformed()).isEqualTo(before + 1);
        }
        assertWholeAnswer();
    }

    @Test
    void aMalformedMessageInAGoodFrameIsAnsweredAndTheConnectionGoesOn() throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(new byte[] {0, 12, 0, 9, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0});
            assertThat(Ask.show(answer(socket))).isEqualTo("FORMERR");
            socket.getOutputStream().write(framed(3, SampleZones.API, Type.A));
            assertThat(answer(socket).getHeader().getID()).isEqualTo(3);
        }
    }

    @Test
    void section623IdleConnectionsAreClosed() throws IOException {
        try (Socket silent = connect();
                Socket half = connect()) {
            half.getOutputStream().write(new byte[] {0, 40, 1});
            assertThat(endsWithin(silent)).isTrue();
            assertThat(endsWithin(half)).isTrue();
        }
    }

    /** Where from, and which of the connections has to make room for one more. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "the total is reached, 127.0.0.1 127.0.0.2 127.0.0.1 127.0.0.2, 127.0.0.3, 1",
        "the total by one of its own, 127.0.0.1 127.0.0.2 127.0.0.3 127.0.0.4, 127.0.0.4, 1",
        "one client has its share, 127.0.0.2 127.0.0.1 127.0.0.1 127.0.0.1, 127.0.0.1, 1",
        "one client has its share and others are idle, 127.0.0.1 127.0.0.2 127.0.0.2 127.0.0.2, 127.0.0.2, 1",
        "there is room for others, 127.0.0.1 127.0.0.1 127.0.0.1, 127.0.0.2, -1",
    })
    void section62OneMoreConnectionClosesTheOneLongestWithoutAQuery(
            String what, String clients, String newcomer, int closed) throws IOException {
        List<Socket> open = new ArrayList<>();
        try {
            for (String client : clients.split(" ", -1)) {
                open.add(asked(connect(client)));
            }
            asked(open.getFirst());
            open.add(asked(connect(newcomer)));
            for (int i = 0; i < open.size(); i++) {
                if (i == closed) {
                    assertThat(endsWithin(open.get(i))).as(what).isTrue();
                } else {
                    asked(open.get(i));
                }
            }
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    private static Socket asked(Socket socket) throws IOException {
        int id = ThreadLocalRandom.current().nextInt(0x10000);
        socket.getOutputStream().write(framed(id, SampleZones.API, Type.A));
        assertThat(answer(socket).getHeader().getID()).isEqualTo(id);
        return socket;
    }

    @Test
    void aClientThatNeverReadsIsClosedAndCostsTheOthersNothing() throws IOException {
        byte[] query = framed(1, SampleZones.MANY, Type.A);
        AtomicLong written = new AtomicLong();
        try (Socket deaf = new Socket()) {
            deaf.setReceiveBufferSize(4096);
            deaf.connect(server.address(), 5000);
            // A thread of the system's: virtual ones share two, which the tests of other classes may hold.
            Thread writer = Thread.ofPlatform().daemon().start(() -> {
                try {
                    while (true) {
                        deaf.getOutputStream().write(query);
                        written.incrementAndGet();
                    }
                } catch (IOException closed) {
                    // This is how it ends.
                }
            });
            await().alias("closed after " + LIMITS.idle())
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> {
                        assertWholeAnswer();
                        assertThat(writer.isAlive())
                                .as(() -> written + " queries written, and now "
                                        + Arrays.toString(writer.getStackTrace()))
                                .isFalse();
                    });
        }
    }

    @Test
    void section623AClientThatHasNoMoreQueriesGetsItsAnswers() throws IOException {
        try (Socket socket = connect()) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int id = 1; id <= 50; id++) {
                all.write(framed(id, SampleZones.API, Type.A));
            }
            socket.getOutputStream().write(all.toByteArray());
            socket.shutdownOutput();
            for (int id = 1; id <= 50; id++) {
                assertThat(answer(socket).getHeader().getID()).isEqualTo(id);
            }
            assertThat(endsWithin(socket)).isTrue();
        }
    }

    /** What it leaves unread has to lie somewhere: five hundred such clients would take the heap of a small host. */
    @Test
    void ofAClientThatDoesNotReadFewQueriesAreAnswered() throws IOException {
        try (LiveServer other = LiveServer.started(TcpLimits.DEFAULT);
                Socket deaf = new Socket()) {
            deaf.setReceiveBufferSize(4096);
            deaf.connect(other.address(), 5000);
            byte[] query = framed(1, SampleZones.MANY, Type.A);
            AtomicLong written = new AtomicLong();
            AtomicLong seen = new AtomicLong();
            Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        deaf.getOutputStream().write(query);
                        written.incrementAndGet();
                    }
                } catch (IOException closed) {
                    // This is how it ends.
                }
            });
            await().atMost(Duration.ofSeconds(20))
                    .during(Duration.ofMillis(500))
                    .until(() -> {
                        long now = written.get();
                        return seen.getAndSet(now) == now && now > 1000 && answeredOverTcp(other) > 0;
                    });
            assertThat(answeredOverTcp(other)).isLessThan(1000);
        }
    }

    private static long answeredOverTcp(LiveServer server) {
        return server.dns().counts().byTransport().getOrDefault(Transport.TCP, 0L);
    }

    /** More answers than the system holds for it, so that most of them wait for the client long after its last octet. */
    @Test
    void section623AClientThatHasNoMoreQueriesAndReadsLateGetsAllItsAnswers() throws IOException {
        int queries = 20_000;
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(server.address(), 5000);
            socket.setSoTimeout(5000);
            byte[] query = framed(1, SampleZones.MANY, Type.A);
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int i = 0; i < queries; i++) {
                all.write(query);
            }
            Thread writer = Thread.ofVirtual().start(() -> {
                try {
                    socket.getOutputStream().write(all.toByteArray());
                    socket.shutdownOutput();
                } catch (IOException closed) {
                    // Then there are answers missing below.
                }
            });
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            for (int i = 0; i < queries; i++) {
                in.skipNBytes(in.readUnsignedShort());
            }
            assertThat(in.read()).isEqualTo(-1);
            await().atMost(Duration.ofSeconds(5)).until(() -> !writer.isAlive());
        }
    }

    @Test
    void closingTheServerClosesItsConnectionsAndPorts() throws IOException {
        LiveServer other = LiveServer.started(TcpLimits.DEFAULT);
        try (Socket socket =
                new Socket(other.address().getAddress(), other.address().getPort())) {
            socket.setSoTimeout(5000);
            int port = other.address().getPort();
            other.close();
            assertThat(endsWithin(socket)).isTrue();
            await().atMost(Duration.ofSeconds(5)).until(() -> refused(port));
        }
    }

    private static boolean refused(int port) {
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
            return !socket.isConnected();
        } catch (IOException e) {
            return true;
        }
    }

    /** True when the server ends the connection before the socket's own timeout. */
    private static boolean endsWithin(Socket socket) {
        try {
            return socket.getInputStream().read() == -1;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }
}
