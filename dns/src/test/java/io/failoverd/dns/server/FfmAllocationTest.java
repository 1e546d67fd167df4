package io.failoverd.dns.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.failoverd.dns.server.linux.LinuxSockets;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** The engine's own thread allocates nothing for a query: counted from outside, over a million through real sockets. */
class FfmAllocationTest {
    private static final int WARM_UP = 200_000;
    private static final int COUNTED = Integer.getInteger("failoverd.allocation.queries", 1_000_000);
    /**
     * Code that is not compiled yet, or is compiled anew, allocates; on a busy machine the compiler's thread is late. What
     * a query itself allocates is there in every round.
     */
    private static final int ROUNDS = 3;
    /** Fewer than a receive buffer of the usual size holds. */
    private static final int IN_FLIGHT = 128;

    /** On a wildcard, which does all that a single address does, and tells where to answer from. */
    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void aMillionQueriesAllocateNothing() throws IOException {
        assumeTrue(LinuxSockets.unavailable().isEmpty(), "no such engine here");
        assumeTrue(
                ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                        .noneMatch(option -> option.startsWith("-XX:TieredStopAtLevel")),
                "this JVM may not use its optimizing compiler, which keeps short-lived objects off the heap");
        LocalDns dns = SampleZones.decided();
        InetSocketAddress address = UdpEngineContract.freePort("127.0.0.1");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (UdpEngine engine = new FfmUdpEngine(1);
                DatagramChannel client = DatagramChannel.open()) {
            client.connect(address);
            engine.open(List.of(LiveServer.at("0.0.0.0", address.getPort())));
            engine.start(() -> new Responder(
                    Ask.tables(dns),
                    NodeIdentity.of(Optional.of("node-1")),
                    new Tally(Transport.UDP),
                    new SplittableRandom(1)));
            long id = threadId(engine.threads().getFirst().name());
            ask(client, WARM_UP);
            long allocated = -1;
            for (int round = 0; round < ROUNDS && allocated != 0; round++) {
                long before = threads.getThreadAllocatedBytes(id);
                ask(client, COUNTED);
                allocated = threads.getThreadAllocatedBytes(id) - before;
            }
            assertThat(allocated).isZero();
            assertThat(engine.threads().getFirst().finished()).isGreaterThanOrEqualTo(WARM_UP + COUNTED);
        }
    }

    private static long threadId(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .findFirst()
                .orElseThrow()
                .threadId();
    }

    /** Keeps so many queries in flight; the kernel loses none of so few on loopback. */
    private static void ask(DatagramChannel client, int queries) throws IOException {
        Message plain = Ask.query(SampleZones.WWW, Type.A);
        Message extended = Ask.query(SampleZones.API, Type.AAAA);
        extended.addRecord(new OPTRecord(1232, 0, 0, 0), Section.ADDITIONAL);
        ByteBuffer[] asked = {direct(plain), direct(extended)};
        ByteBuffer reply = ByteBuffer.allocateDirect(Responder.MAX_UDP);
        int answered = 0;
        for (int sent = 0; answered < queries; ) {
            for (; sent < queries && sent - answered < IN_FLIGHT; sent++) {
                client.write(asked[sent & 1].rewind());
            }
            client.read(reply.clear());
            answered++;
        }
    }

    private static ByteBuffer direct(Message message) {
        byte[] wire = message.toWire();
        return ByteBuffer.allocateDirect(wire.length).put(wire);
    }
}
