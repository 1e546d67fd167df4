package io.failoverd.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Interoperable server cookies. */
class Rfc9018Test {
    private static final String SECRET = "e5e973e5a6b2a43f48e7dc849e37bfcf";
    private static final String NEXT = "445536bcd2513298075a5d379663c962";
    private static final InetAddress HOME = InetAddress.ofLiteral("198.51.100.100");

    private final LocalDns dns = SampleZones.decided();
    private final FixedClock clock = new FixedClock();

    private Ask server(CookieSecrets secrets) {
        return Ask.of(Ask.shared(dns, Optional.of(secrets), Optional.empty(), clock), Transport.UDP);
    }

    /** When, who, what is sent, whether it is good, what is answered. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "A.1 a new cookie, 1559731985, 198.51.100.100, 2464c4abcf10c957, NOERROR,"
                + "2464c4abcf10c957010000005cf79f111f8130c3eee29480",
        "A.2 renewed, 1559734385, 198.51.100.100, 2464c4abcf10c957010000005cf79f111f8130c3eee29480, NOERROR valid,"
                + "2464c4abcf10c957010000005cf7a871d4a564a1442aca77",
        "A.3 reserved octets, 1559727985, 203.0.113.203, fc93fc62807ddb8601abcdef5cf78f71a314227b6679ebf5,"
                + "NOERROR valid, fc93fc62807ddb8601abcdef5cf78f71a314227b6679ebf5",
        "A.3 another one, 1559734700, 203.0.113.203, fc93fc62807ddb8601abcdef5cf78f71a314227b6679ebf5, NOERROR,"
                + "fc93fc62807ddb86010000005cf7a9acf73a7810aca2381e",
    })
    void appendixA(String what, long now, String from, String sent, String worth, String answered) {
        clock.seconds = now;
        InetAddress client = InetAddress.ofLiteral(from);
        Ask server = server(Cookies.secrets(SECRET));
        assertThat(Cookies.asked(server, sent, client)).as(what).isEqualTo(worth);
        assertThat(Cookies.of(server.message(Cookies.query(sent), client)))
                .as(what)
                .isEqualTo(answered);
    }

    @Test
    void appendixA4AfterAChangeOfTheSecret() {
        clock.seconds = 1559741961;
        InetAddress client = InetAddress.ofLiteral("2001:db8:220:1:59de:d0f4:8769:82b8");
        String old = "22681ab97d52c298010000005cf7c57926556bd0934c72f8";
        String renewed = "22681ab97d52c298010000005cf7c609a6bb79d16625507a";
        Ask server = server(Cookies.secrets(NEXT, "dd3bdf9344b678b185a6f5cb60fca715"));
        assertThat(Cookies.asked(server, old, client)).isEqualTo("NOERROR valid");
        assertThat(Cookies.of(server.message(Cookies.query(old), client))).isEqualTo(renewed);
        assertThat(Cookies.asked(server, renewed, client)).isEqualTo("NOERROR valid");
        assertThat(Cookies.asked(server(Cookies.secrets(NEXT)), old, client)).isEqualTo("NOERROR");
    }

    /** Section 4.3: how old a cookie may be, and when the response has a new one. */
    @ParameterizedTest(name = "{0} s old")
    @CsvSource({
        "-301, false, true",
        "-300, true, false",
        "0, true, false",
        "1800, true, false",
        "1801, true, true",
        "3600, true, true",
        "3601, false, true",
        "2147483648, false, true",
        "4294967290, true, false",
    })
    void section43(long age, boolean valid, boolean renewed) {
        for (long start : new long[] {1_800_000_000L, 0x1_0000_0000L - 5}) {
            clock.seconds = start;
            Ask server = server(Cookies.secrets(SECRET));
            String cookie = Cookies.of(server.message(Cookies.query(Cookies.CLIENT), HOME));
            clock.seconds = start + age;
            assertThat(Cookies.asked(server, cookie, HOME)).isEqualTo(valid ? "NOERROR valid" : "NOERROR");
            String next = Cookies.of(server.message(Cookies.query(cookie), HOME));
            assertThat(!next.equals(cookie)).isEqualTo(renewed);
            assertThat(Cookies.asked(server, next, HOME)).isEqualTo("NOERROR valid");
        }
    }

    /** Section 4: what is no cookie of ours, octet by octet. */
    @Test
    void section4EveryOctetCounts() {
        Ask server = server(Cookies.secrets(SECRET));
        String cookie = Cookies.of(server.message(Cookies.query(Cookies.CLIENT), HOME));
        assertThat(Cookies.asked(server, cookie, HOME)).isEqualTo("NOERROR valid");
        for (int at = 0; at < cookie.length(); at++) {
            char changed = cookie.charAt(at) == '0' ? '8' : '0';
            String other = cookie.substring(0, at) + changed + cookie.substring(at + 1);
            assertThat(Cookies.asked(server, other, HOME)).as("%s", other).isEqualTo("NOERROR");
        }
        assertThat(Cookies.asked(server, cookie + "00", HOME)).isEqualTo("NOERROR");
        assertThat(Cookies.asked(server, cookie, InetAddress.ofLiteral("198.51.100.101")))
                .isEqualTo("NOERROR");
        assertThat(Cookies.asked(server, cookie, InetAddress.ofLiteral("::c633:6464")))
                .isEqualTo("NOERROR");
    }

    /** Section 5: the servers of an anycast address are told a new secret one after another, in three rounds. */
    @Test
    void section5AClientNeverLosesItsCookie() {
        var rounds = new CookieSecrets[] {
            Cookies.secrets(SECRET), Cookies.secrets(SECRET, NEXT), Cookies.secrets(NEXT, SECRET), Cookies.secrets(NEXT)
        };
        for (int round = 0; round + 1 < rounds.length; round++) {
            Ask told = server(rounds[round + 1]);
            Ask waiting = server(rounds[round]);
            String fromWaiting = Cookies.of(waiting.message(Cookies.query(Cookies.CLIENT), HOME));
            String fromTold = Cookies.of(told.message(Cookies.query(Cookies.CLIENT), HOME));
            assertThat(Cookies.asked(told, fromWaiting, HOME))
                    .as("round %d", round)
                    .isEqualTo("NOERROR valid");
            assertThat(Cookies.asked(waiting, fromTold, HOME))
                    .as("round %d", round)
                    .isEqualTo("NOERROR valid");
        }
    }

    @Test
    void withoutASecretThereIsARandomOneThatChanges() {
        ServerCookies cookies = new ServerCookies();
        CookieSecrets first = cookies.secrets();
        cookies.rotate();
        assertThat(cookies.secrets().current()).isNotEqualTo(first.current());
        assertThat(cookies.secrets().other()).isEqualTo(first.current());
        CookieSecrets configured = Cookies.secrets(SECRET);
        cookies.configure(Optional.of(configured));
        cookies.rotate();
        assertThat(cookies.secrets()).isEqualTo(configured);
        cookies.configure(Optional.empty());
        assertThat(cookies.secrets().current()).isNotEqualTo(configured.current());
        assertThat(cookies.secrets().other()).isEqualTo(configured.current());
        CookieSecrets random = cookies.secrets();
        cookies.configure(Optional.empty());
        assertThat(cookies.secrets()).isEqualTo(random);
        assertThat(random.toString() + configured).doesNotContain("e5e9", SECRET, "-", "3");
    }
}
