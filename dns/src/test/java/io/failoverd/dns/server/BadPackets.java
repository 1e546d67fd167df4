package io.failoverd.dns.server;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSIDOption;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Packets that no well-behaved client sends, the same ones for a seed: noise, good queries that are cut off, that have
 * something behind them, or in which some octets are wrong. A few are good by chance.
 */
final class BadPackets {
    private static final int LONGEST_NOISE = 600;
    private static final int LONGEST_TAIL = 40;

    private final SplittableRandom random;
    private final List<byte[]> good = goodQueries();

    BadPackets(long seed) {
        this.random = new SplittableRandom(seed);
    }

    byte[] next() {
        byte[] from = good.get(random.nextInt(good.size()));
        byte[] packet = switch (random.nextInt(4)) {
            case 0 -> new byte[random.nextInt(LONGEST_NOISE)];
            case 1 -> Arrays.copyOf(from, random.nextInt(from.length + 1));
            case 2 -> Arrays.copyOf(from, from.length + random.nextInt(LONGEST_TAIL));
            default -> from.clone();
        };
        int changes = packet.length == 0 ? 0 : 1 + random.nextInt(packet.length);
        boolean noise = random.nextInt(4) == 0;
        for (int i = 0; i < (noise ? changes : Math.min(3, changes)); i++) {
            packet[random.nextInt(packet.length)] = (byte) random.nextInt(256);
        }
        return packet;
    }

    private static List<byte[]> goodQueries() {
        return Stream.of(
                        edns(SampleZones.WWW, Type.A, subnet(24, "198.51.100.0")),
                        edns("alias.gslb.example.com", Type.A, subnet(56, "2001:db8::")),
                        Ask.query(SampleZones.WWW, Type.AAAA),
                        Ask.query("x.wild.gslb.example.com", Type.TXT),
                        Ask.query("host.sub.gslb.example.com", Type.A),
                        Ask.query("a.old.gslb.example.com", Type.ANY),
                        edns("alias2.gslb.example.com", Type.A, new NSIDOption(new byte[0])))
                .map(Message::toWire)
                .toList();
    }

    private static ClientSubnetOption subnet(int prefix, String address) {
        return new ClientSubnetOption(prefix, InetAddress.ofLiteral(address));
    }

    private static Message edns(String name, int type, EDNSOption option) {
        Message query = Ask.query(name, type);
        query.addRecord(new OPTRecord(ServerOptions.USUAL_UDP_SIZE, 0, 0, 0, List.of(option)), Section.ADDITIONAL);
        return query;
    }
}
