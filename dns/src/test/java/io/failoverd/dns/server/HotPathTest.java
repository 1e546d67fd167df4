package io.failoverd.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.failoverd.dns.answer.Explanations;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.Type;

/** The way of a query for what clients ask every day allocates nothing. */
class HotPathTest {
    private static final int QUERIES = 50_000;
    private static final String SECRET = "e5e973e5a6b2a43f48e7dc849e37bfcf";
    private static final String OTHER_SECRET = "445536bcd2513298075a5d379663c962";
    private static final String OLD_COOKIE = "2464c4abcf10c957010000005cf79f111f8130c3eee29480";

    @Test
    void allocatesNothing() {
        LocalDns dns = SampleZones.decided(RegionalAnswersTest.clients(), Explanations.NONE);
        RegionalAnswersTest.publish(dns, SampleZones.WWW, 2, RegionalAnswersTest.NINETY_TO_TEN);
        Responder responder = responder(dns);
        ByteBuffer[] queries = queries(dns).stream().map(HotPathTest::direct).toArray(ByteBuffer[]::new);
        ByteBuffer out = ByteBuffer.allocateDirect(ServerOptions.USUAL_UDP_SIZE);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        ClientAddress client = new ClientAddress().set(Ask.LOOPBACK);
        ClientAddress stranger = new ClientAddress().set(InetAddress.ofLiteral("2001:db8::1"));
        long allocated = 0;
        long limited = 0;
        for (int round = 0; round < 4; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < QUERIES; i++) {
                for (ByteBuffer query : queries) {
                    assertPositive(responder.respond(query, out, client));
                }
                limited += responder.respond(queries[0], out, stranger) == 0 ? 1 : 0;
                limited += responder.respond(queries[1], out, stranger) == 0 ? 1 : 0;
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }
        // The last round, compiled: less than one octet for a query is the noise of the measuring itself.
        assertThat(allocated).isLessThan(QUERIES);
        assertThat(limited).as("queries dropped by the rate limit").isGreaterThan(QUERIES);
    }

    private static List<byte[]> queries(LocalDns dns) {
        return List.of(
                Ask.withOpt(Ask.query(SampleZones.MANY, Type.A)).toWire(),
                Ask.query(SampleZones.API, Type.AAAA).toWire(),
                subnet(24, "198.51.100.0"),
                subnet(48, "2001:db8:1::"),
                subnet(32, "203.0.113.1"),
                new byte[40],
                Ask.query("static.gslb.example.com", Type.A).toWire(),
                Ask.query("gslb.example.com", Type.SOA).toWire(),
                Ask.query("gslb.example.com", Type.NS).toWire(),
                Ask.query("static.gslb.example.com", Type.AAAA).toWire(),
                Ask.query("ns1.gslb.example.com", Type.AAAA).toWire(),
                Ask.query("a.b.no.such.name.gslb.example.com", Type.A).toWire(),
                Ask.query("host.tenants.gslb.example.com", Type.A).toWire(),
                Ask.query("https.gslb.example.com", Type.HTTPS).toWire(),
                Ask.query("elsewhere.example.org", Type.A).toWire(),
                Cookies.query(Cookies.CLIENT).toWire(),
                Cookies.query(OLD_COOKIE).toWire(),
                goodCookie(dns));
    }

    /** With everything that a query can meet, and a limit that does not hold for loopback. */
    private static Responder responder(LocalDns dns) {
        Network loopback = new Network(InetAddress.ofLiteral("127.0.0.0"), 8);
        Shared shared = Ask.shared(
                dns,
                Optional.of(Cookies.secrets(SECRET, OTHER_SECRET)),
                Optional.of(new RateLimit(100, 2, List.of(loopback))),
                ServerClock.SYSTEM);
        return new Responder(shared, new Tally(Transport.UDP), new SplittableRandom(1));
    }

    private static byte[] goodCookie(LocalDns dns) {
        Ask other = Ask.of(
                Ask.shared(dns, Optional.of(Cookies.secrets(OTHER_SECRET)), Optional.empty(), ServerClock.SYSTEM),
                Transport.UDP);
        return Cookies.query(Cookies.of(other.message(Cookies.query(Cookies.CLIENT))))
                .toWire();
    }

    private static byte[] subnet(int prefix, String address) {
        return RegionalAnswersTest.query(
                        SampleZones.WWW, Type.A, new ClientSubnetOption(prefix, InetAddress.ofLiteral(address)))
                .toWire();
    }

    private static void assertPositive(int length) {
        if (length <= 0) {
            throw new AssertionError("no answer");
        }
    }

    private static ByteBuffer direct(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }
}
