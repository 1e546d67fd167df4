package io.failoverd.dns.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** What a real dig sees of the real server over real sockets. */
class DigTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final LocalDns DNS = SampleZones.decided(
            RegionalAnswersTest.clients(), service -> Optional.of(List.of("hangzhou takes 90 of 100")));
    private static InetSocketAddress address = new InetSocketAddress(0);

    @BeforeAll
    static void start() throws Exception {
        requireDig();
        RegionalAnswersTest.publish(DNS, SampleZones.LATE, 1, RegionalAnswersTest.NINETY_TO_TEN);
        ListenOutcome outcome = DNS.start(
                        VERTX,
                        List.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0)),
                        new ServerOptions(
                                2,
                                EngineChoice.AUTO,
                                Optional.of("bastion-test"),
                                Optional.empty(),
                                ServerOptions.USUAL_UDP_SIZE))
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        switch (outcome) {
            case ListenOutcome.Listening listening ->
                address = listening.addresses().getFirst();
            case ListenOutcome.Failed failed -> fail(failed.problem());
        }
    }

    @AfterAll
    static void stop() {
        DNS.close().toCompletionStage().toCompletableFuture().join();
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    private static void requireDig() {
        boolean there = false;
        try {
            there = new ProcessBuilder("dig", "-v")
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            there = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!there && "true".equals(System.getenv("CI"))) {
            fail("dig is missing: install bind9-dnsutils");
        }
        assumeTrue(there, "dig is not installed (bind9-dnsutils)");
    }

    static final List<Arguments> QUESTIONS = List.of(
            Arguments.of("+short api.gslb.example.com A", "203.0.113.30"),
            Arguments.of("+tcp +short api.gslb.example.com A", "203.0.113.30"),
            Arguments.of("+noedns +short www.gslb.example.com AAAA", "2001:db8::10"),
            Arguments.of(
                    "+short alias2.gslb.example.com AAAA",
                    "alias.gslb.example.com.\nwww.gslb.example.com.\n" + "2001:db8::10"),
            Arguments.of("+short any.wild.gslb.example.com A", "192.0.2.77"),
            Arguments.of(
                    "+short gslb.example.com SOA",
                    "ns1.gslb.example.com. hostmaster.gslb.example.com." + " 1800000000 3600 600 86400 5"),
            Arguments.of("+short txt.gslb.example.com TXT", "\"hello world\" \"again\""),
            Arguments.of("+noall +comments missing.gslb.example.com A", "status: NXDOMAIN"),
            Arguments.of("+noall +authority missing.gslb.example.com A", "IN\tSOA\tns1.gslb.example.com."),
            Arguments.of("+noall +comments www.example.org A", "status: REFUSED"),
            Arguments.of("+noall +question wWw.GSLB.example.com A", ";wWw.GSLB.example.com."),
            Arguments.of("+noall +comments +nsid api.gslb.example.com A", "(\"bastion-test\")"),
            Arguments.of("+noall +comments +dnssec api.gslb.example.com A", "flags: do; udp: 1232"),
            Arguments.of("+noall +comments +edns=1 +noednsnegotiation api.gslb.example.com A", "status: BADVERS"),
            Arguments.of("+noall +comments +ignore +bufsize=512 many.gslb.example.com A", "flags: qr aa tc rd"),
            Arguments.of("+noall +comments +bufsize=512 many.gslb.example.com A", "ANSWER: 40"),
            Arguments.of("+noall +comments +ignore +bufsize=1232 many.gslb.example.com A", "ANSWER: 40"),
            Arguments.of("+noall +comments +opcode=notify gslb.example.com SOA", "status: NOTIMP"),
            Arguments.of("+short id.server CH TXT", "\"bastion-test\""),
            Arguments.of("+noall +answer static.gslb.example.com ANY", "HINFO\t\"RFC8482\" \"\""),
            Arguments.of("+short +subnet=192.0.2.0/24 late.gslb.example.com A", "203.0.113.20"),
            Arguments.of(
                    "+noall +comments +subnet=192.0.2.0/24 late.gslb.example.com A", "CLIENT-SUBNET: 192.0.2.0/24/25"),
            Arguments.of("+tcp +short +subnet=203.0.113.0/24 late.gslb.example.com A", "203.0.113.30"),
            Arguments.of(
                    "+noall +comments +subnet=2001:db8:1::/48 late.gslb.example.com A",
                    "CLIENT-SUBNET: 2001:db8:1::/48/48"),
            Arguments.of("+noall +comments +subnet=0 late.gslb.example.com A", "CLIENT-SUBNET: 0.0.0.0/0/0"),
            Arguments.of(
                    "+noall +comments +subnet=192.0.2.0/24 api.gslb.example.com A", "CLIENT-SUBNET: 192.0.2.0/24/0"),
            Arguments.of("+short _failoverd.late.gslb.example.com TXT", "\"hangzhou takes 90 of 100\""),
            Arguments.of("+noall +comments +cookie api.gslb.example.com A", "(good)"),
            Arguments.of(
                    "+noall +comments +tcp +cookie=0102030405060708 api.gslb.example.com A", "0102030405060708010000"),
            Arguments.of("+noall +comments +header-only +cookie gslb.example.com", "QUERY: 0, ANSWER: 0"),
            Arguments.of("+noall +comments +tcp +keepalive api.gslb.example.com A", "KEEPALIVE: 30"),
            Arguments.of("gslb.example.com AXFR", "Transfer failed"),
            Arguments.of(
                    "-y hmac-sha256:key.example:c2VjcmV0 +noall +comments api.gslb.example.com A", "status: NOTAUTH"),
            Arguments.of("-y hmac-sha256:key.example:c2VjcmV0 +tcp api.gslb.example.com A", " BADKEY 0 "));

    @ParameterizedTest
    @FieldSource("QUESTIONS")
    void sees(String question, String expected) throws Exception {
        assertThat(dig(question))
                .contains(expected)
                .doesNotContain("Got bad packet")
                .doesNotContain("extra bytes");
    }

    @Test
    void seesANewGenerationAtOnce() throws Exception {
        SampleZones.publish(DNS, SampleZones.WILD, 2, "203.0.113.41");
        assertThat(dig("+short t1.tenants.gslb.example.com A").strip()).isEqualTo("203.0.113.41");
    }

    private static String dig(String question) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "dig", "@127.0.0.1", "-p", String.valueOf(address.getPort()), "+tries=1", "+time=5", "+nocookie"));
        command.addAll(List.of(question.split(" ")));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
