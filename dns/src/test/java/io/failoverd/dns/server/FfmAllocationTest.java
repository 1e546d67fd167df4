package io.failoverd.dns.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.failoverd.dns.answer.Explanations;
import io.failoverd.dns.server.linux.LinuxSockets;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Type;

/**
 * The engine's own thread allocates nothing for a query: counted from outside, over a million through real sockets, with
 * regional answers, client subnets, cookies, statistics and the rate limit at work.
 */
class FfmAllocationTest {
    private static final int WARM_UP = 200_000;
    private static final int COUNTED = Integer.getInteger("failoverd.allocation.queries", 1_000_000);
    /**
     * Code that is not compiled yet, or is compiled anew, allocates; on a busy machine the compiler's thread is late. What
     * a query itself allocates is there in every round.
     */
    private static final int ROUNDS = 3;
    /** For everybody, so that each query is counted. */
    private static final RateLimit ABOVE_THE_LOAD = new RateLimit(RateLimit.MOST_PER_SECOND, 1, List.of());

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
        LocalDns dns = SampleZones.decided(RegionalAnswersTest.clients(), Explanations.NONE);
        RegionalAnswersTest.publish(dns, SampleZones.WWW, 2, RegionalAnswersTest.NINETY_TO_TEN);
        Shared shared = Ask.shared(dns, Optional.empty(), Optional.of(ABOVE_THE_LOAD), ServerClock.SYSTEM);
        var tally = new Tally(Transport.UDP);
        InetSocketAddress address = UdpEngineContract.freePort("127.0.0.1");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (UdpEngine engine = new FfmUdpEngine(1);
                DatagramChannel client = DatagramChannel.open()) {
            client.connect(address);
            engine.open(List.of(LiveServer.at("0.0.0.0", address.getPort())));
            engine.start(() -> new Responder(shared, tally, new SplittableRandom(1)));
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
            QueryCounts counts = Tally.sum(List.of(tally));
            assertThat(counts.limited().values()).as("answered in full").containsOnly(0L);
            assertThat(counts.cookies().get(CookieVerdict.FIRST)).isGreaterThan(COUNTED / 10);
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
        ByteBuffer[] asked = {
            direct(Ask.query(SampleZones.WWW, Type.A)),
            direct(Ask.withOpt(Ask.query(SampleZones.API, Type.AAAA))),
            direct(RegionalAnswersTest.query(
                    SampleZones.WWW, Type.A, new ClientSubnetOption(24, InetAddress.ofLiteral("198.51.100.0")))),
            direct(Cookies.query(Cookies.CLIENT)),
            direct(Ask.query("static.gslb.example.com", Type.A)),
            direct(Ask.query("gslb.example.com", Type.SOA)),
            direct(Ask.query("no.such.name.gslb.example.com", Type.A))
        };
        ByteBuffer reply = ByteBuffer.allocateDirect(ServerOptions.USUAL_UDP_SIZE);
        int answered = 0;
        for (int sent = 0; answered < queries; ) {
            for (; sent < queries && sent - answered < IN_FLIGHT; sent++) {
                client.write(asked[sent % asked.length].rewind());
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
