package io.failoverd.dns.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.dns.query.Recursion.Families;
import io.failoverd.dns.query.Recursion.Found;
import io.failoverd.dns.query.Recursion.Nothing;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What recursive resolvers say of a host, and what of it is an answer. */
class RecursionTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Families BOTH = new Families(true, true);

    private static Recursion asking(RecordResolver... resolvers) {
        List<InetSocketAddress> servers =
                Stream.of(resolvers).map(RecordResolver::address).toList();
        return new Recursion(servers, TIMEOUT, List.of("gslb.test"));
    }

    private static List<InetAddress> addresses(String... texts) {
        return Stream.of(texts).map(InetAddress::ofLiteral).toList();
    }

    @Test
    void bothFamiliesAreFoundWithTheShortestTtlOfWhatLedToThem() throws Exception {
        try (var resolver = new RecordResolver("""
                nlb.test. 60 A 192.0.2.2
                nlb.test. 30 A 192.0.2.1
                nlb.test. 45 AAAA 2001:db8::1
                other.test. 1 A 192.0.2.9
                """)) {
            assertThat(asking(resolver).ask("nlb.test", BOTH))
                    .isEqualTo(new Found(addresses("192.0.2.2", "192.0.2.1", "2001:db8::1"), Duration.ofSeconds(30)));
            assertThat(asking(resolver).ask("NLB.test", new Families(true, false)))
                    .isEqualTo(new Found(addresses("192.0.2.2", "192.0.2.1"), Duration.ofSeconds(30)));
            assertThat(asking(resolver).ask("nlb.test", new Families(false, true)))
                    .isEqualTo(new Found(addresses("2001:db8::1"), Duration.ofSeconds(45)));
        }
    }

    @Test
    void anAliasIsFollowedWithItsTtl() throws Exception {
        try (var resolver = new RecordResolver("""
                nlb.test. 300 CNAME a.provider.test.
                a.provider.test. 0 CNAME b.provider.test.
                b.provider.test. 60 A 192.0.2.1
                """)) {
            assertThat(asking(resolver).ask("nlb.test", BOTH))
                    .isEqualTo(new Found(addresses("192.0.2.1"), Duration.ZERO));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                | true  | it does not exist (NXDOMAIN)
            nlb.test. 60 TXT text             | true  | it has no address (NODATA)
            nlb.test. 60 CNAME nlb.test.      | true  | it has no address (NODATA)
            nlb.test. 60 CNAME www.gslb.test. | false | it is an alias of www.gslb.test, which this failoverd answers itself
            """)
    void whatHoldsNoAddressIsToldAtOnce(String records, boolean none, String why) throws Exception {
        try (var resolver = new RecordResolver(records);
                var next = new RecordResolver("nlb.test. 60 A 192.0.2.1")) {
            assertThat(asking(resolver, next).ask("nlb.test", BOTH)).isEqualTo(new Nothing(why, none));
        }
    }

    @Test
    void aResolverThatFailsIsFollowedByTheNext() throws Exception {
        try (var broken = new RecordResolver("SERVFAIL");
                var refusing = new RecordResolver("REFUSED");
                var good = new RecordResolver("nlb.test. 60 A 192.0.2.1")) {
            assertThat(asking(broken, refusing, good).ask("nlb.test", BOTH)).isInstanceOf(Found.class);
            assertThat(asking(broken, refusing).ask("nlb.test", BOTH))
                    .isEqualTo(new Nothing("127.0.0.1 answers the query SERVFAIL for A;"
                            + " 127.0.0.1 answers the query REFUSED for A"));
            assertThat(asking().ask("nlb.test", BOTH)).isEqualTo(new Nothing("there is no resolver to ask"));
        }
    }

    @Test
    void aResolverThatIsGoneOrSilentIsTold() throws Exception {
        InetSocketAddress gone;
        // Nobody has ever read from it, so that it is closed when close() returns.
        try (var never = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))) {
            gone = new InetSocketAddress(never.getLocalAddress(), never.getLocalPort());
        }
        assertThat(new Recursion(List.of(gone), TIMEOUT, List.of()).ask("nlb.test", BOTH))
                .isEqualTo(new Nothing("127.0.0.1, port " + gone.getPort() + ": nobody listens"));
        try (var silent = new RecordResolver("SILENT")) {
            assertThat(new Recursion(List.of(silent.address()), Duration.ofMillis(50), List.of()).ask("nlb.test", BOTH))
                    .isEqualTo(new Nothing("127.0.0.1, port " + silent.address().getPort() + ": no answer in time"));
        }
    }

    @Test
    void aTruncatedAnswerIsAskedForByTcp() throws Exception {
        var records = new StringBuilder();
        for (int i = 1; i <= 40; i++) {
            records.append("nlb.test. 60 A 192.0.2.").append(i).append('\n');
        }
        try (var resolver = new RecordResolver(records.toString())) {
            assertThat(asking(resolver).ask("nlb.test", new Families(true, false)))
                    .isInstanceOfSatisfying(
                            Found.class, found -> assertThat(found.addresses()).hasSize(40));
        }
        for (int i = 41; i <= 80; i++) {
            records.append("nlb.test. 60 A 192.0.2.").append(i).append('\n');
        }
        try (var resolver = new RecordResolver(records.toString())) {
            assertThat(asking(resolver).ask("nlb.test", new Families(true, false)))
                    .isEqualTo(new Nothing("it has more than 64 addresses"));
        }
    }
}
