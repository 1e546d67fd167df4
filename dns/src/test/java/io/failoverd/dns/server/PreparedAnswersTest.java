package io.failoverd.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.dns.client.ClientRegions;
import io.failoverd.dns.zone.ZoneSet;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSIDOption;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Whatever is asked, the prepared response has the same bytes as the one that dnsjava composes. */
class PreparedAnswersTest {
    private static final int QUERIES = 4_000;
    private static final int ZONES = 60;
    private static final int[] TYPES = {
        Type.A,
        Type.AAAA,
        Type.NS,
        Type.SOA,
        Type.TXT,
        Type.MX,
        Type.SRV,
        Type.CNAME,
        Type.DNAME,
        Type.DS,
        Type.HTTPS,
        Type.SVCB,
        Type.ANY,
        Type.AXFR,
        Type.MAILB,
        Type.CAA,
        65_280
    };
    /** One table, asked in both ways. */
    private record Both(Responder prepared, Responder composed, Transport transport) {
        static Both of(LocalDns dns, Transport transport, long seed) {
            Shared shared = Ask.still(dns);
            return new Both(
                    new Responder(shared, new Tally(transport), new SplittableRandom(seed)),
                    Responder.composing(shared, new Tally(transport), new SplittableRandom(seed)),
                    transport);
        }

        private byte[] ask(Responder responder, byte[] query, InetAddress from) {
            ByteBuffer out =
                    ByteBuffer.allocate(transport == Transport.UDP ? ServerOptions.USUAL_UDP_SIZE : Responder.MAX_TCP);
            int length = responder.respond(ByteBuffer.wrap(query), out, new ClientAddress().set(from));
            return Arrays.copyOf(out.array(), length);
        }

        void same(Message query, InetAddress from) {
            byte[] wire = query.toWire();
            assertThat(ask(prepared, wire, from)).as("%s", query).isEqualTo(ask(composed, wire, from));
        }
    }

    private static final InetAddress[] CLIENTS = {
        InetAddress.ofLiteral("127.0.0.1"),
        InetAddress.ofLiteral("198.51.100.7"),
        InetAddress.ofLiteral("2001:db8:1::9")
    };

    private static Message query(SplittableRandom random, Name name, int type) {
        var query = new Message(random.nextInt(65_536));
        query.addRecord(
                Record.newRecord(name, type, random.nextInt(40) == 0 ? DClass.CH : DClass.IN), Section.QUESTION);
        if (random.nextBoolean()) {
            List<EDNSOption> options = new ArrayList<>();
            if (random.nextInt(3) == 0) {
                options.add(new ClientSubnetOption(24, InetAddress.ofLiteral("198.51.100.0")));
            }
            if (random.nextInt(3) == 0) {
                options.add(new NSIDOption(new byte[0]));
            }
            if (random.nextInt(3) == 0) {
                options.add(new CookieOption(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}));
            }
            int payload = random.nextBoolean() ? 1232 : 512;
            query.addRecord(
                    new OPTRecord(payload, 0, 0, random.nextBoolean() ? 0x8000 : 0, options), Section.ADDITIONAL);
        }
        return query;
    }

    private static <T> T any(SplittableRandom random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** Other case here and there, since the client's comes back. */
    private static String cased(SplittableRandom random, String name) {
        var cased = new StringBuilder();
        name.chars().forEach(c -> cased.append((char) (random.nextInt(4) == 0 ? Character.toUpperCase(c) : c)));
        return cased.toString();
    }

    private static Name name(String text) {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException e) {
            throw new AssertionError(text, e);
        }
    }

    /** Names of the zones, below them, above them and beside them. */
    private static String someName(SplittableRandom random, List<String> known) {
        String base = random.nextInt(20) == 0 ? "elsewhere.org" : any(random, known);
        for (int more = random.nextInt(3); more > 0; more--) {
            base = ZoneMaker.LABELS[random.nextInt(ZoneMaker.LABELS.length)] + "." + base;
        }
        if (random.nextInt(10) == 0 && base.indexOf('.') > 0) {
            base = base.substring(base.indexOf('.') + 1);
        }
        return cased(random, base);
    }

    private static void ask(LocalDns dns, List<String> known, long seed, int queries) {
        var random = new SplittableRandom(seed);
        for (Transport transport : Transport.values()) {
            Both both = Both.of(dns, transport, seed);
            for (int i = 0; i < queries; i++) {
                Message query = query(random, name(someName(random, known)), TYPES[random.nextInt(TYPES.length)]);
                both.same(query, CLIENTS[random.nextInt(CLIENTS.length)]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theSampleZones(long seed) {
        LocalDns dns = SampleZones.decided(
                RegionalAnswersTest.clients(),
                service -> service.startsWith("www") ? Optional.of(List.of("why")) : Optional.empty());
        RegionalAnswersTest.publish(dns, SampleZones.WWW, 2, RegionalAnswersTest.NINETY_TO_TEN);
        Set<String> known = new TreeSet<>();
        SampleZones.zones().zones().forEach(zone -> zone.names().forEach(name -> known.add(name.toString(true))));
        ask(dns, List.copyOf(known), seed, QUERIES);
    }

    @Test
    void zonesMadeByChance() {
        int loaded = 0;
        for (long seed = 0; seed < ZONES; seed++) {
            var random = new SplittableRandom(seed);
            var made = new ZoneMaker(random);
            Optional<ZoneSet> zones = made.zones();
            if (zones.isPresent()) {
                loaded++;
                LocalDns dns =
                        LocalDns.open(zones.get(), ClientRegions.NONE, s -> Optional.empty(), SampleZones.LOADED);
                int generation = 1;
                for (String service : made.services()) {
                    if (random.nextInt(5) > 0) {
                        SampleZones.publish(dns, service, generation++, made.addresses());
                    }
                }
                ask(dns, made.names(), seed, 400);
            }
        }
        assertThat(loaded).as("zones that were good").isGreaterThan(ZONES * 3 / 4);
    }
}
