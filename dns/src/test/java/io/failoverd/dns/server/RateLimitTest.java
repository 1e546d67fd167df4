package io.failoverd.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Type;

/** The rate limit on responses: which of them are alike, and what becomes of those that are too many. */
class RateLimitTest {
    private static final InetAddress CLIENT = InetAddress.ofLiteral("198.51.100.7");
    private static final int LIMIT = 5;
    private static final int ASKED = 20;

    private final LocalDns dns = SampleZones.decided();
    private final FixedClock clock = new FixedClock();
    private final Ask server = server(Transport.UDP, 0);

    private Ask server(Transport transport, int slip) {
        Network loopback = new Network(InetAddress.ofLiteral("127.0.0.0"), 8);
        RateLimit limit = new RateLimit(LIMIT, slip, List.of(loopback));
        return Ask.of(Ask.shared(dns, Optional.empty(), Optional.of(limit), clock), transport);
    }

    private static byte[] query(String name, String type, int number) {
        return Ask.query(name.replace("#", "n" + number), Type.value(type)).toWire();
    }

    /** Names with a number in place of #, and how many of twenty are answered. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "api.gslb.example.com, A, 5",
        "api.gslb.example.com, AAAA, 5",
        "static.gslb.example.com, A, 5",
        "gslb.example.com, ANY, 5",
        "#.nothing.gslb.example.com, A, 5",
        "#.child.gslb.example.com, A, 5",
        "#.wild.gslb.example.com, A, 5",
        "#.#.wild.gslb.example.com, TXT, 5",
        "#.wild.gslb.example.com, MX, 5",
        "#.tenants.gslb.example.com, A, 5",
        "#.toservice.gslb.example.com, A, 5",
        "#.old.gslb.example.com, A, 5",
        "#.sub.gslb.example.com, A, 5",
        "www.#.example.org, A, 5",
        "late.gslb.example.com, A, 5",
    })
    void whatAClientCanVaryWithoutEndIsOneAccount(String name, String type, int answered) {
        int seen = 0;
        for (int i = 0; i < ASKED; i++) {
            seen += server.raw(query(name, type, i), CLIENT).length > 0 ? 1 : 0;
        }
        assertThat(seen).isEqualTo(answered);
        QueryCounts counts = server.counts();
        assertThat(counts.limited()).containsEntry(LimitedResponse.DROPPED, (long) ASKED - answered);
        assertThat(counts.answered()).isEqualTo(answered);
        assertThat(counts.dropped()).isZero();
    }

    /** Of as many types that a name has not, or that its alias or delegation answers all alike. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "api.gslb.example.com",
                "static.gslb.example.com",
                "ent.gslb.example.com",
                "alias.gslb.example.com",
                "away.gslb.example.com",
                "n.wild.gslb.example.com",
                "n.old.gslb.example.com",
                "n.sub.gslb.example.com"
            })
    void typesThatANameDoesNotHaveAreOneAccount(String name) {
        int seen = 0;
        for (int i = 0; i < ASKED; i++) {
            seen += server.raw(query(name, "TYPE" + (2000 + i), 0), CLIENT).length > 0 ? 1 : 0;
        }
        assertThat(seen).isEqualTo(LIMIT);
    }

    @Test
    void namesAndTypesThatExistAndZonesHaveAccountsOfTheirOwn() {
        for (String name : List.of(
                "api.gslb.example.com",
                "www.gslb.example.com",
                "static.gslb.example.com",
                "txt.gslb.example.com",
                "#.gslb.example.com",
                "#.child.gslb.example.com",
                "#.example.org")) {
            for (int i = 0; i < LIMIT; i++) {
                assertThat(server.raw(query(name, "A", i), CLIENT)).as(name).isNotEmpty();
            }
            assertThat(server.raw(query(name, "A", 0), CLIENT)).as(name).isEmpty();
        }
        assertThat(server.raw(query("API.gslb.example.com", "A", 0), CLIENT)).isEmpty();
        assertThat(server.raw(query("api.gslb.example.com", "TXT", 0), CLIENT)).isNotEmpty();
        clock.micros += 1_000_000 / LIMIT;
        assertThat(server.raw(query("api.gslb.example.com", "A", 0), CLIENT)).isNotEmpty();
        assertThat(server.raw(query("api.gslb.example.com", "A", 0), CLIENT)).isEmpty();
    }

    @Test
    void garbageIsLimitedToo() {
        byte[] garbage = new byte[40];
        byte[] opcode = new byte[12];
        opcode[2] = 0x78;
        for (byte[] packet : List.of(garbage, opcode)) {
            int seen = 0;
            for (int i = 0; i < ASKED; i++) {
                seen += server.raw(packet, CLIENT).length > 0 ? 1 : 0;
            }
            assertThat(seen).isEqualTo(LIMIT);
        }
    }

    @Test
    void theExemptAndTcpAreNotLimited() {
        Ask tcp = server(Transport.TCP, 0);
        for (int i = 0; i < 10 * ASKED; i++) {
            assertThat(server.raw(query(SampleZones.API, "A", 0))).isNotEmpty();
            assertThat(tcp.raw(query(SampleZones.API, "A", 0), CLIENT)).isNotEmpty();
        }
    }

    /** What a slipped response looks like: never longer than the query, and never an answer. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "many.gslb.example.com, A, NOERROR aa tc",
        "api.gslb.example.com, AAAA, NOERROR aa tc",
        "nothing.gslb.example.com, A, NXDOMAIN aa tc",
        "host.sub.gslb.example.com, A, NOERROR tc",
        "www.example.org, A, REFUSED tc",
    })
    void whatSlipsHasNoRecordsAndMeansTcp(String name, String type, String shown) {
        Ask slipping = server(Transport.UDP, 1);
        Message plain = Ask.query(name, Type.value(type));
        Message edns = Ask.withOpt(Ask.query(name, Type.value(type)));
        for (int i = 0; i < LIMIT; i++) {
            slipping.message(plain, CLIENT);
        }
        for (Message query : List.of(plain, edns)) {
            byte[] wire = query.toWire();
            assertThat(Ask.show(slipping.message(query, CLIENT))).isEqualTo(shown);
            assertThat(slipping.raw(wire, CLIENT)).hasSameSizeAs(wire);
        }
        assertThat(slipping.message(edns, CLIENT).getOPT()).isNotNull();
    }

    @Test
    void withoutALimitThereIsNone() {
        Ask free = Ask.of(Ask.shared(dns, Optional.empty(), Optional.empty(), clock), Transport.UDP);
        for (int i = 0; i < 1000; i++) {
            assertThat(free.raw(query(SampleZones.API, "A", 0), CLIENT)).isNotEmpty();
        }
    }
}
