package io.failoverd.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** DNS cookies, as a server has them. */
class Rfc7873Test {
    private static final String ANSWER = "NOERROR aa\nan api.gslb.example.com. 30 A 203.0.113.30";
    private static final RateLimit ONE = new RateLimit(1, 1, List.of());

    private final LocalDns dns = SampleZones.decided();
    private final FixedClock clock = new FixedClock();

    private Ask server(Transport transport, Optional<RateLimit> limit) {
        return Ask.of(Ask.shared(dns, Optional.empty(), limit, clock), transport);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void section521WithoutACookieThereIsNone(Transport transport) {
        Ask server = server(transport, Optional.empty());
        Message plain = server.message(SampleZones.API, Type.A);
        Message edns = server.message(Ask.withOpt(Ask.query(SampleZones.API, Type.A)));
        assertThat(plain.getOPT()).isNull();
        assertThat(Cookies.of(edns)).isEmpty();
        assertThat(server.counts().cookies().values()).containsOnly(0L);
    }

    /** Octets of the option, and whether that is malformed. */
    @ParameterizedTest(name = "{0} octets")
    @CsvSource({
        "0, true",
        "1, true",
        "7, true",
        "8, false",
        "9, true",
        "15, true",
        "16, false",
        "24, false",
        "40, false",
        "41, true",
        "64, true"
    })
    void section522AMalformedLength(int octets, boolean malformed) {
        for (Transport transport : Transport.values()) {
            Message response = server(transport, Optional.empty()).message(Cookies.query("ab".repeat(octets)));
            assertThat(response.getRcode()).isEqualTo(malformed ? Rcode.FORMERR : Rcode.NOERROR);
            assertThat(response.getSection(Section.ANSWER)).hasSize(malformed ? 0 : 1);
            assertThat(Cookies.of(response).isEmpty()).isEqualTo(malformed);
            assertThat(response.getOPT()).as("RFC 6891 section 6.1.1").isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void section523AClientCookieAloneGetsAServerCookie(Transport transport) {
        Ask server = server(transport, Optional.empty());
        Message response = server.message(Cookies.query(Cookies.CLIENT));
        assertThat(Ask.show(response)).isEqualTo(ANSWER);
        assertThat(Cookies.of(response)).startsWith(Cookies.CLIENT + "01000000").hasSize(48);
        assertThat(server.counts().cookies()).containsEntry(CookieVerdict.FIRST, 1L);
    }

    @ParameterizedTest
    @CsvSource({"0102030405060708", "0100000000000000ffffffffffffffff", "0200000000000000ffffffffffffffffff"})
    void section524AWrongServerCookieCountsAsNone(String wrong) {
        Ask server = server(Transport.UDP, Optional.empty());
        Message response = server.message(Cookies.query(Cookies.CLIENT + wrong));
        assertThat(Ask.show(response)).isEqualTo(ANSWER);
        assertThat(Cookies.of(response)).startsWith(Cookies.CLIENT + "01000000").doesNotContain(wrong);
        assertThat(server.counts().cookies()).containsEntry(CookieVerdict.INVALID, 1L);
        assertThat(Cookies.asked(server, Cookies.of(response), Ask.LOOPBACK)).isEqualTo("NOERROR valid");
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void section525TheRightServerCookieIsValidOverBothTransports(Transport transport) {
        Shared shared = Ask.shared(dns, Optional.empty(), Optional.empty(), clock);
        String cookie = Cookies.of(Ask.of(shared, Transport.UDP).message(Cookies.query(Cookies.CLIENT)));
        assertThat(Cookies.asked(Ask.of(shared, transport), cookie, Ask.LOOPBACK))
                .isEqualTo("NOERROR valid");
    }

    /** Section 5.2.3, where we ask for a cookie: over the rate limit, instead of TC. */
    @Test
    void section523OverTheRateLimitACookieIsDemanded() {
        Ask server = server(Transport.UDP, Optional.of(ONE));
        Message first = server.message(Cookies.query(Cookies.CLIENT));
        Message limited = server.message(Cookies.query(Cookies.CLIENT));
        assertThat(Ask.show(first)).isEqualTo(ANSWER);
        assertThat(Ask.show(limited)).isEqualTo("BADCOOKIE");
        assertThat(Cookies.of(limited)).isEqualTo(Cookies.of(first));
        assertThat(server.message(Cookies.query(Cookies.CLIENT + "00".repeat(16)))
                        .getRcode())
                .isEqualTo(Rcode.BADCOOKIE);
        assertThat(Ask.show(server.message(SampleZones.API, Type.A))).isEqualTo("NOERROR aa tc");
        for (int i = 0; i < 100; i++) {
            assertThat(Ask.show(server.message(Cookies.query(Cookies.of(limited)))))
                    .isEqualTo(ANSWER);
        }
        assertThat(server.counts().limited())
                .containsEntry(LimitedResponse.BAD_COOKIE, 2L)
                .containsEntry(LimitedResponse.SLIPPED, 1L)
                .containsEntry(LimitedResponse.DROPPED, 0L);
    }

    /** Section 5.4: no question, what is sent, what comes back. */
    @Test
    void section54AskingForACookieAlone() throws IOException {
        for (Transport transport : Transport.values()) {
            Ask server = server(transport, Optional.empty());
            Message fresh = withoutQuestion(server, Cookies.option(Cookies.CLIENT));
            assertThat(fresh.getRcode()).isEqualTo(Rcode.NOERROR);
            assertThat(Cookies.of(fresh)).startsWith(Cookies.CLIENT).hasSize(48);
            Message good = withoutQuestion(server, Cookies.option(Cookies.of(fresh)));
            assertThat(good.getRcode()).isEqualTo(Rcode.NOERROR);
            assertThat(Cookies.of(good)).isEqualTo(Cookies.of(fresh));
            Message bad = withoutQuestion(server, Cookies.option(Cookies.CLIENT + "00".repeat(16)));
            assertThat(bad.getRcode()).isEqualTo(Rcode.BADCOOKIE);
            assertThat(Cookies.of(bad)).isEqualTo(Cookies.of(fresh));
            assertThat(withoutQuestion(server).getRcode()).as("RFC 9619").isEqualTo(Rcode.FORMERR);
        }
    }

    private static Message withoutQuestion(Ask server, org.xbill.DNS.EDNSOption... options) throws IOException {
        Message query = new Message(4712);
        query.getHeader().unsetFlag(Flags.RD);
        Message response = new Message(server.raw(Ask.withOpt(query, options).toWire()));
        for (int section = Section.QUESTION; section <= Section.AUTHORITY; section++) {
            assertThat(response.getSection(section)).isEmpty();
        }
        assertThat(response.getHeader().getID()).isEqualTo(4712);
        return response;
    }

    /** Section 5.2: of several options the first counts. */
    @Test
    void section52OnlyTheFirstOptionCounts() {
        Ask server = server(Transport.UDP, Optional.empty());
        Message query = Ask.withOpt(
                Ask.query(SampleZones.API, Type.A),
                Cookies.option(Cookies.CLIENT),
                Cookies.option("1122334455667788"),
                Cookies.option("11"));
        assertThat(Cookies.of(server.message(query))).startsWith(Cookies.CLIENT);
    }

    /** Section 5.2: every response has the cookie, errors and truncated ones as well; each is what a client caches. */
    @ParameterizedTest
    @CsvSource({
        "www.gslb.example.com, AAAA, NOERROR",
        "nothing.gslb.example.com, A, NXDOMAIN",
        "empty.gslb.example.com, A, NOERROR",
        "late.gslb.example.com, A, SERVFAIL",
        "www.example.org, A, REFUSED",
        "gslb.example.com, AXFR, REFUSED",
        "static.gslb.example.com, TXT, NOERROR",
    })
    void section52ErrorsHaveTheCookieToo(String name, String type, String rcode) {
        Ask server = server(Transport.UDP, Optional.empty());
        Message query = Ask.withOpt(Ask.query(name, Type.value(type)), Cookies.option(Cookies.CLIENT));
        Message response = server.message(query);
        assertThat(Rcode.string(response.getRcode())).isEqualTo(rcode);
        assertThat(Cookies.of(response)).startsWith(Cookies.CLIENT).hasSize(48);
    }

    @Test
    void theLongestNameTheCookieAndTheOtherOptionsFitFiveHundredTwelveOctets() throws IOException {
        byte[] query = HexFormat.of()
                .parseHex("126701000001000000000001"
                        + ("3f" + "61".repeat(63)).repeat(3)
                        + "3d"
                        + "61".repeat(61)
                        + "0000010001"
                        + "0000290200000000000028"
                        + "00030000"
                        + "000a0008"
                        + Cookies.CLIENT
                        + "00080014000280002001" + "0db8".repeat(7));
        NodeIdentity longest = NodeIdentity.of(Optional.of("n".repeat(200)));
        Shared shared = Shared.of(Ask.tables(dns), longest);
        byte[] response = Ask.of(shared, Transport.UDP).raw(query);
        assertThat(response.length).isBetween(400, 512);
        assertThat(Ask.show(new Message(response))).isEqualTo("REFUSED");
        assertThat(Arrays.copyOf(response, 2)).isEqualTo(Arrays.copyOf(query, 2));
        assertThat(new Message(response).getOPT().getOptions()).hasSize(3);
    }

    @Test
    void anotherVersionOfEdnsHasNoCookies() {
        Message query = Ask.query(SampleZones.API, Type.A);
        query.addRecord(new OPTRecord(1232, 0, 1, 0, List.of(Cookies.option(Cookies.CLIENT))), Section.ADDITIONAL);
        Message response = server(Transport.UDP, Optional.empty()).message(query);
        assertThat(response.getRcode()).isEqualTo(Rcode.BADVERS);
        assertThat(response.getOPT().getOptions()).isEmpty();
    }
}
