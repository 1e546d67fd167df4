package io.failoverd.dns.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.failoverd.dns.server.linux.LinuxSockets;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.Type;

/** Opening and closing: all or nothing, and a port in use is never shared. */
class ListenTest {
    @Test
    void aSecondServerOnThePortIsAClearErrorAndOpensNothing() throws IOException {
        InetSocketAddress free;
        try (ServerSocket probe = new ServerSocket(0)) {
            free = LiveServer.at("127.0.0.2", probe.getLocalPort());
        }
        try (LiveServer first = LiveServer.started(TcpLimits.DEFAULT);
                LiveServer second = LiveServer.idle()) {
            InetSocketAddress taken = first.address();
            assertThat(second.listen(free, taken))
                    .isEqualTo(new ListenOutcome.Failed(
                            "127.0.0.1:" + taken.getPort() + ": address already in use (another DNS server?)"));
            assertThat(second.dns().boundAddresses()).isEmpty();
            assertThat(second.dns().engineThreads()).isEmpty();
            try (ServerSocket tcp = new ServerSocket();
                    DatagramSocket udp = new DatagramSocket(free)) {
                tcp.bind(free);
                assertThat(udp.isBound()).isTrue();
            }
        }
    }

    @Test
    void aPortWhoseUdpSideIsTakenIsAnErrorToo() throws IOException {
        try (DatagramSocket other = new DatagramSocket(LiveServer.at("127.0.0.1", 0));
                LiveServer server = LiveServer.idle()) {
            assertThat(server.listen(LiveServer.at("127.0.0.1", other.getLocalPort())))
                    .isEqualTo(new ListenOutcome.Failed(
                            "127.0.0.1:" + other.getLocalPort() + ": address already in use (another DNS server?)"));
            try (ServerSocket tcp = new ServerSocket()) {
                tcp.bind(LiveServer.at("127.0.0.1", other.getLocalPort()));
                assertThat(tcp.isBound()).isTrue();
            }
        }
    }

    @Test
    void anAddressOfAnotherHostIsAClearError() {
        try (LiveServer server = LiveServer.idle()) {
            assertThat(server.listen(LiveServer.at("203.0.113.1", 5353)))
                    .isEqualTo(
                            new ListenOutcome.Failed("203.0.113.1:5353: no interface of this host has this address"));
        }
    }

    @ParameterizedTest
    @EnumSource(EngineChoice.class)
    void bothWildcardsStandSideBySideOnOnePort(EngineChoice choice) throws IOException {
        assumeTrue(NetworkInterface.getByInetAddress(LiveServer.at("::1", 0).getAddress()) != null, "no IPv6 here");
        int port;
        try (ServerSocket probe = new ServerSocket(0)) {
            port = probe.getLocalPort();
        }
        try (LiveServer server = LiveServer.idle()) {
            ListenOutcome outcome = server.listen(
                    choice,
                    LiveServer.at("0.0.0.0", port),
                    LiveServer.at("::", port),
                    LiveServer.at("127.0.0.1", port));
            assertThat(outcome).isInstanceOf(ListenOutcome.Listening.class);
            List<InetSocketAddress> shown = server.dns().boundAddresses();
            if (server.dns().engine().equals(FfmUdpEngine.NAME)) {
                assertThat(shown).containsExactly(LiveServer.at("0.0.0.0", port), LiveServer.at("::", port));
            } else {
                assertThat(shown)
                        .contains(LiveServer.at("127.0.0.1", port), LiveServer.at("::1", port))
                        .doesNotHaveDuplicates()
                        .allMatch(a -> a.getPort() == port && !a.getAddress().isAnyLocalAddress())
                        .anyMatch(a -> a.getAddress() instanceof Inet4Address)
                        .anyMatch(a -> a.getAddress() instanceof Inet6Address);
            }
            for (String host : List.of("127.0.0.1", "::1")) {
                assertAnswers(LiveServer.at(host, port));
            }
        }
    }

    /** Over UDP and over TCP, from the address that was asked. */
    private static void assertAnswers(InetSocketAddress server) throws IOException {
        byte[] query = Ask.query(SampleZones.API, Type.A).toWire();
        try (DatagramSocket udp = UdpEngineContract.client(server.getAddress())) {
            assertThat(UdpEngineContract.exchange(udp, server, query).getSocketAddress())
                    .isEqualTo(server);
        }
        try (Socket tcp = new Socket(server.getAddress(), server.getPort())) {
            tcp.setSoTimeout(5000);
            var out = new DataOutputStream(tcp.getOutputStream());
            out.writeShort(query.length);
            out.write(query);
            assertThat(new DataInputStream(tcp.getInputStream()).readUnsignedShort())
                    .isGreaterThan(query.length);
        }
    }

    /** As a stub resolver does on 127.0.0.53, which no interface lists. */
    @Test
    void aPortInUseOnALoopbackAddressKeepsOnlyTheWildcardFromBeingOpenedAsOne() throws IOException {
        for (int attempt = 1; ; attempt++) {
            try (DatagramSocket stub = new DatagramSocket(LiveServer.at("127.0.0.53", 0));
                    LiveServer server = LiveServer.idle()) {
                int port = stub.getLocalPort();
                ListenOutcome outcome = server.listen(EngineChoice.AUTO, LiveServer.at("0.0.0.0", port));
                if (outcome instanceof ListenOutcome.Failed && attempt < 8) {
                    // Somebody's TCP has the port whose UDP side was free.
                    continue;
                }
                assertThat(outcome).isInstanceOf(ListenOutcome.Listening.class);
                assertThat(server.dns().boundAddresses()).contains(LiveServer.at("127.0.0.1", port));
                assertAnswers(LiveServer.at("127.0.0.1", port));
                return;
            }
        }
    }

    @Test
    void portZeroGivesUdpAndTcpTheSamePort() throws SocketException {
        try (LiveServer server = LiveServer.started(TcpLimits.DEFAULT)) {
            assertThat(server.address().getPort()).isPositive();
            assertThat(server.dns().engine()).isEqualTo("nio");
            assertThat(server.dns().engineThreads()).hasSize(2).allMatch(EngineThread::alive);
        }
    }

    @Test
    void theEngineThatWasAskedForRuns() {
        try (LiveServer server = LiveServer.idle()) {
            LocalDns.prepare();
            Optional<String> missing = LinuxSockets.unavailable();
            ListenOutcome outcome = server.listen(EngineChoice.FFM, LiveServer.at("127.0.0.1", 0));
            if (missing.isPresent()) {
                assertThat(outcome)
                        .isEqualTo(new ListenOutcome.Failed("the engine ffm cannot run here: " + missing.get()));
            } else {
                assertThat(outcome).isInstanceOf(ListenOutcome.Listening.class);
                assertThat(server.dns().engine()).isEqualTo("ffm");
            }
        }
    }

    @Test
    void theSamePortCanBeOpenedAgainAfterClosing() {
        InetSocketAddress address;
        try (LiveServer server = LiveServer.started(TcpLimits.DEFAULT)) {
            address = server.address();
        }
        try (LiveServer next = LiveServer.idle()) {
            assertThat(next.listen(address)).isInstanceOf(ListenOutcome.Listening.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, Address already in use, 0.0.0.0:53: address already in use (another DNS server?)",
        "::, bind(..) failed with error(-98): Address already in use, [::]:53: address already in use (another DNS server?)",
        "::1, Permission denied, [::1]:53: permission denied (a port below 1024 needs CAP_NET_BIND_SERVICE)",
        "2001:db8::1:0:0:1, Something else, [2001:db8::1:0:0:1]:53: Something else",
        "2001:db8:1:2:3:4:5:6, Something else, [2001:db8:1:2:3:4:5:6]:53: Something else",
        "fe80::, Something else, [fe80::]:53: Something else"
    })
    void saysWhatAnOperatorCanDo(String host, String system, String expected) {
        assertThat(ListenFailure.text(LiveServer.at(host, 53), new BindException(system)))
                .isEqualTo(expected);
    }
}
