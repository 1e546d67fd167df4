package io.failoverd.dns.server;

import io.failoverd.dns.answer.Explanations;
import io.failoverd.dns.client.ClientRegions;
import io.failoverd.dns.zone.LoadResult;
import io.failoverd.dns.zone.ZoneSpec;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Reading a query alone, and the whole way from a query to its response, without sockets. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = {"-Xmx512m", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class QueryBenchmark {
    private static final int COOKIE = 10;
    /** As many names are asked in turn, so that a large zone is not one name in the CPU's cache. */
    private static final int NAMES_ASKED = 4096;

    @Param({"10", "99000"})
    int names;

    private final QueryReader reader = new QueryReader(Transport.UDP);
    private final ByteBuffer out = ByteBuffer.allocateDirect(ServerOptions.USUAL_UDP_SIZE);
    private final ClientAddress client = new ClientAddress().set(Ask.LOOPBACK);
    private Ask ask;
    private ByteBuffer plain;
    private ByteBuffer options;
    private ByteBuffer absent;
    private ByteBuffer[] hosts;
    private int turn;

    @Setup
    public void load() {
        var zone = new StringBuilder(SampleZones.GSLB);
        for (int i = 0; i < names; i++) {
            zone.append("h").append(i).append(" A 192.0.2.1\n");
        }
        LoadResult loaded = LocalDns.load(
                List.of(new ZoneSpec("gslb.example.com", new ZoneSpec.MasterFile("gslb.zone", zone.toString()))),
                SampleZones.SERVICES);
        LocalDns dns = LocalDns.open(
                ((LoadResult.Loaded) loaded).zones(), ClientRegions.NONE, Explanations.NONE, SampleZones.LOADED);
        SampleZones.publish(dns, SampleZones.WWW, 1, "203.0.113.10", "203.0.113.20");
        ask = Ask.udp(dns);
        plain = direct(Ask.query(SampleZones.WWW, Type.A));
        options = direct(edns(SampleZones.WWW,
                new GenericEDNSOption(COOKIE, new byte[] {1, 2, 3, 4, 5, 6, 7, 8}),
                new ClientSubnetOption(24, InetAddress.ofLiteral("198.51.100.0"))));
        absent = direct(edns("absent.gslb.example.com"));
        hosts = new ByteBuffer[NAMES_ASKED];
        for (int i = 0; i < NAMES_ASKED; i++) {
            hosts[i] = direct(edns("h" + (i * 2_654_435_761L >>> 3) % names + ".gslb.example.com"));
        }
    }

    @Benchmark
    public Object readPlain() {
        return reader.read(plain);
    }

    @Benchmark
    public Object readOptions() {
        return reader.read(options);
    }

    @Benchmark
    public int answerService() {
        return ask.into(plain, out, client);
    }

    @Benchmark
    public int answerServiceWithOptions() {
        return ask.into(options, out, client);
    }

    @Benchmark
    public int answerStaticName() {
        return ask.into(hosts[turn++ & (NAMES_ASKED - 1)], out, client);
    }

    @Benchmark
    public int answerAbsentName() {
        return ask.into(absent, out, client);
    }

    private static Message edns(String name, EDNSOption... options) {
        Message query = Ask.query(name, Type.A);
        query.addRecord(new OPTRecord(ServerOptions.USUAL_UDP_SIZE, 0, 0, 0, List.of(options)), Section.ADDITIONAL);
        return query;
    }

    private static ByteBuffer direct(Message message) {
        byte[] bytes = message.toWire();
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }
}
