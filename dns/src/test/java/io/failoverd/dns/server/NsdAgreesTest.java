package io.failoverd.dns.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.failoverd.dns.answer.Explanations;
import io.failoverd.dns.client.ClientRegions;
import io.failoverd.dns.zone.LoadResult;
import io.failoverd.dns.zone.Zone;
import io.failoverd.dns.zone.ZoneSet;
import io.failoverd.dns.zone.ZoneSpec;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A server that others wrote reads the same zone files, and says the same of every name in them and around them. */
class NsdAgreesTest {
    private static final String PROGRAM = "/usr/sbin/nsd";
    private static final int[] TYPES = {
        Type.A, Type.AAAA, Type.NS, Type.SOA, Type.TXT, Type.MX, Type.CNAME, Type.DNAME, Type.DS, Type.HTTPS, 65_400
    };
    private static final List<String> BELOW = List.of("", "x.", "*.", "a.b.");
    /** The serial is the time of a change with us, whatever the file says. */
    private static final Map<String, String> ZONES = Map.of(
            "gslb.example.com", SampleZones.GSLB.replace("hostmaster 7 ", "hostmaster 1800000000 "),
            "child.gslb.example.com", SampleZones.CHILD.replace(" 1 2 3 4 30", " 1800000000 2 3 4 30"));

    @Test
    void ofEveryNameAndType(@TempDir Path folder) throws Exception {
        boolean there = Files.isExecutable(Path.of(PROGRAM));
        assertThat(there || !"true".equals(System.getenv("CI")))
                .as("apt-get install nsd")
                .isTrue();
        assumeTrue(there, "nsd is missing: apt-get install nsd");
        InetSocketAddress address = UdpEngineContract.freePort("127.0.0.1");
        Process nsd = start(folder, address.getPort());
        try (DatagramSocket client = UdpEngineContract.client(address.getAddress())) {
            client.setSoTimeout(1000);
            await().atMost(Duration.ofSeconds(20)).until(() -> answers(client, address));
            ZoneSet zones = zones();
            Ask ours = Ask.udp(LocalDns.open(zones, ClientRegions.NONE, Explanations.NONE, SampleZones.LOADED));
            for (String name : names(zones)) {
                for (int type : TYPES) {
                    Message query = Ask.withOpt(Ask.query(name, type));
                    assertThat(shown(ours.message(query)))
                            .as("%s %s", name, Type.string(type))
                            .isEqualTo(shown(ask(client, address, query)));
                }
            }
        } finally {
            nsd.destroy();
            assertThat(nsd.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static ZoneSet zones() {
        LoadResult loaded = LocalDns.load(
                ZONES.entrySet().stream()
                        .map(zone ->
                                new ZoneSpec(zone.getKey(), new ZoneSpec.MasterFile(zone.getKey(), zone.getValue())))
                        .toList(),
                List.of());
        return ((LoadResult.Loaded) loaded).zones();
    }

    /** Those that exist, and others below them; but for the two that the servers give up on at different lengths. */
    private static Set<String> names(ZoneSet zones) {
        return zones.zones().stream()
                .map(Zone::names)
                .flatMap(Set::stream)
                .flatMap(name -> BELOW.stream().map(label -> label + name.toString(true)))
                .filter(name -> !name.contains("round.") && !name.contains("loop"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Code, flags and records; which name servers accompany an answer is a server's own choice. */
    private static String shown(Message message) {
        List<Record> authority = message.getSection(Section.AUTHORITY);
        boolean says = message.getSection(Section.ANSWER).isEmpty()
                || authority.stream().anyMatch(record -> record.getType() == Type.SOA);
        return Stream.concat(
                        message.getSection(Section.ANSWER).stream(), says ? authority.stream() : Stream.<Record>empty())
                .map(record -> "\n" + record.getName().canonicalize() + " " + record.getTTL() + " "
                        + Type.string(record.getType()) + " " + Arrays.toString(record.rdataToWireCanonical()))
                .sorted()
                .collect(Collectors.joining(
                        "",
                        Rcode.string(message.getRcode()) + message.getHeader().getFlag(Flags.AA),
                        ""));
    }

    private static Process start(Path folder, int port) throws IOException {
        StringBuilder config = new StringBuilder("""
            server:
              ip-address: 127.0.0.1@%1$d
              username: ""
              chroot: ""
              database: ""
              zonesdir: "%2$s"
              pidfile: "%2$s/nsd.pid"
              xfrdfile: "%2$s/xfrd.state"
              zonelistfile: "%2$s/zone.list"
              server-count: 1
              rrl-ratelimit: 0
            remote-control:
              control-enable: no
            """.formatted(port, folder));
        for (Map.Entry<String, String> zone : ZONES.entrySet()) {
            Files.writeString(folder.resolve(zone.getKey()), zone.getValue());
            config.append("zone:\n  name: %1$s\n  zonefile: %1$s\n".formatted(zone.getKey()));
        }
        Path file = Files.writeString(folder.resolve("nsd.conf"), config);
        return new ProcessBuilder(PROGRAM, "-d", "-c", file.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("nsd.log").toFile())
                .start();
    }

    private static boolean answers(DatagramSocket client, InetSocketAddress address) {
        try {
            return ask(client, address, Ask.query("child.gslb.example.com", Type.SOA))
                    .getHeader()
                    .getFlag(Flags.AA);
        } catch (IOException e) {
            return false;
        }
    }

    /** A query may meet a server that has just begun to listen. */
    private static Message ask(DatagramSocket client, InetSocketAddress address, Message query) throws IOException {
        byte[] wire = query.toWire();
        for (int attempt = 0; attempt < 3; attempt++) {
            try {
                DatagramPacket reply = UdpEngineContract.exchange(client, address, wire);
                return new Message(Arrays.copyOf(reply.getData(), reply.getLength()));
            } catch (SocketTimeoutException lost) {
                // A datagram may be lost on a busy machine; the next one is asked anew.
            }
        }
        throw new IOException("no answer to " + query.getQuestion());
    }
}
