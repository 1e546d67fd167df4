package io.failoverd.dns.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.failoverd.dns.server.linux.LinuxSockets;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Type;

/** The contract, and what only this engine can do: wildcards. */
class FfmUdpEngineTest extends UdpEngineContract {
    @BeforeAll
    static void onlyWhereItRuns() {
        assumeTrue(
                LinuxSockets.unavailable().isEmpty(),
                () -> LinuxSockets.unavailable().orElse(""));
    }

    @Override
    UdpEngine engine(int threads) {
        return new FfmUdpEngine(threads);
    }

    /** No interface lists 127.0.0.77: it is what an address would be that came up after the start. */
    @ParameterizedTest
    @CsvSource({"0.0.0.0, 127.0.0.1", "0.0.0.0, 127.0.0.2", "0.0.0.0, 127.0.0.77", "::, ::1"})
    void aWildcardAnswersFromTheAddressThatWasAsked(String wildcard, String asked) throws IOException {
        InetSocketAddress address = freePort(asked);
        try (UdpEngine engine = engine(2);
                DatagramSocket client = client(address.getAddress())) {
            engine.open(List.of(new InetSocketAddress(InetAddress.ofLiteral(wildcard), address.getPort())));
            engine.start(this::responder);
            for (int i = 0; i < 50; i++) {
                DatagramPacket reply = exchange(
                        client, address, Ask.query(SampleZones.API, Type.A).toWire());
                assertThat(reply.getSocketAddress()).isEqualTo(address);
                Message answer = new Message(Arrays.copyOf(reply.getData(), reply.getLength()));
                assertThat(Ask.show(answer)).isEqualTo("NOERROR aa\nan api.gslb.example.com. 30 A 203.0.113.30");
            }
        }
    }

    @Test
    void bothWildcardsStandSideBySideWithAnAddressOfTheirOwn() throws IOException {
        InetSocketAddress ipv6 = freePort("::1");
        int port = ipv6.getPort();
        try (UdpEngine engine = engine(2);
                DatagramSocket near = client(ipv6.getAddress());
                DatagramSocket far = client(InetAddress.ofLiteral("127.0.0.1"))) {
            engine.open(List.of(
                    new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), port),
                    new InetSocketAddress(InetAddress.ofLiteral("::"), port),
                    new InetSocketAddress(InetAddress.ofLiteral("127.0.0.5"), port)));
            engine.start(this::responder);
            byte[] query = Ask.query(SampleZones.API, Type.A).toWire();
            assertThat(exchange(near, ipv6, query).getSocketAddress()).isEqualTo(ipv6);
            for (String host : List.of("127.0.0.1", "127.0.0.5")) {
                InetSocketAddress asked = new InetSocketAddress(InetAddress.ofLiteral(host), port);
                assertThat(exchange(far, asked, query).getSocketAddress()).isEqualTo(asked);
            }
            assertThat(engine.threads()).hasSize(6);
        }
    }

    /** One query to a broadcast address would have the answers of every server on the link. */
    @Test
    void whatWasSentToABroadcastAddressIsNotAnswered() throws IOException {
        InetSocketAddress address = freePort("127.0.0.1");
        try (UdpEngine engine = engine(1);
                DatagramSocket client = client(address.getAddress())) {
            engine.open(List.of(new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), address.getPort())));
            engine.start(this::responder);
            client.setBroadcast(true);
            byte[] query = Ask.query(SampleZones.API, Type.A).toWire();
            InetAddress everyone = InetAddress.ofLiteral("127.255.255.255");
            client.send(new DatagramPacket(query, query.length, everyone, address.getPort()));
            await().atMost(Duration.ofSeconds(5)).until(() -> counts().dropped() == 1);
            assertThat(exchange(client, address, query).getLength()).isGreaterThan(query.length);
            client.setSoTimeout(50);
            assertThatThrownBy(() -> client.receive(new DatagramPacket(new byte[512], 512)))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }
}
