package io.failoverd.probes.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.failoverd.probes.Attempt;
import io.failoverd.probes.ConnectionlessContract;
import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.DnsCheck;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.LatencyLimits;
import io.failoverd.probes.model.Probed;
import io.failoverd.probes.model.RecordTest;
import io.failoverd.probes.model.RecordTest.Kind;
import io.failoverd.probes.model.Target;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

class DnsUdpProberTest extends ConnectionlessContract {
    private static final String ADDRESS = "127.0.0.2";

    private final DnsProber prober = new DnsProber(dialer);
    private final List<NameServer> servers = new ArrayList<>();

    @AfterEach
    void closeServers() {
        servers.forEach(NameServer::close);
        servers.clear();
    }

    @Override
    protected Attempt start(Target target) {
        return prober.start(target, (DnsCheck) target.check());
    }

    @Override
    protected Target healthy(Cadence cadence) {
        return target(
                ADDRESS,
                check(server(NameServer.answering(Rcode.NOERROR, "A 192.0.2.1")).port(), cadence));
    }

    @Override
    protected Target silent(Cadence cadence) {
        return target(ADDRESS, check(server((_, _) -> List.of()).port(), cadence));
    }

    @Override
    protected FailureReason whenSilent() {
        return FailureReason.FIRST_BYTE_TIMEOUT;
    }

    /** The servers of a test are closed at its end, and have three descriptors each. */
    @Override
    protected int rounds() {
        return 20;
    }

    private NameServer server(NameServer.Manner manner) {
        NameServer server = servers.isEmpty() ? NameServer.on(ADDRESS, manner) : servers.getFirst();
        if (servers.isEmpty()) {
            servers.add(server);
        }
        server.behave(manner);
        return server;
    }

    private static DnsCheck check(int port, Cadence cadence) {
        return check(port, List.of("NOERROR"), List.of(), null, cadence);
    }

    private static DnsCheck check(
            int port, List<String> rcodes, List<RecordTest> expect, @Nullable InetAddress source, Cadence cadence) {
        return new DnsCheck(
                "dns",
                port,
                null,
                "A",
                DnsCheck.Transport.UDP,
                false,
                rcodes,
                expect,
                LatencyLimits.NONE,
                source,
                cadence);
    }

    private Probed ask(NameServer.Manner manner) {
        return probe(target(ADDRESS, check(server(manner).port(), PATIENT)));
    }

    /** @param expected outcome, reason and detail without the question */
    record Case(String story, List<String> rcodes, List<RecordTest> expect, NameServer.Manner manner, String expected) {
        @Override
        public String toString() {
            return story;
        }
    }

    private static Case of(String story, RecordTest test, String expected) {
        return new Case(
                story,
                List.of("NOERROR"),
                List.of(test),
                NameServer.answering(Rcode.NOERROR, "A 192.0.2.1", "A 192.0.2.2"),
                expected);
    }

    private static RecordTest values(Kind kind, boolean negated, String... values) {
        return new RecordTest.Values(kind, List.of(values), negated);
    }

    static Stream<Case> answers() {
        String both = "NOERROR with 192.0.2.1, 192.0.2.2";
        return Stream.of(
                of("one of them", values(Kind.ANY, false, "192.0.2.9", "192.0.2.2"), "UP none " + both),
                of(
                        "none of them",
                        values(Kind.ANY, false, "192.0.2.8", "192.0.2.9"),
                        "DOWN dns_records " + both + ", expected any of 192.0.2.8, 192.0.2.9"),
                of(
                        "a forbidden one",
                        values(Kind.ANY, true, "192.0.2.2"),
                        "DOWN dns_records " + both + ", expected none of 192.0.2.2"),
                of("no forbidden one", values(Kind.ANY, true, "192.0.2.9"), "UP none " + both),
                of("all, and more", values(Kind.ALL, false, "192.0.2.2"), "UP none " + both),
                of(
                        "not all",
                        values(Kind.ALL, false, "192.0.2.2", "192.0.2.3"),
                        "DOWN dns_records " + both + ", expected all of 192.0.2.2, 192.0.2.3"),
                of("exactly these", values(Kind.ONLY, false, "192.0.2.2", "192.0.2.1"), "UP none " + both),
                of(
                        "these and another",
                        values(Kind.ONLY, false, "192.0.2.2"),
                        "DOWN dns_records " + both + ", expected only 192.0.2.2"),
                of("enough", new RecordTest.AtLeast(2, false), "UP none " + both),
                of(
                        "too few",
                        new RecordTest.AtLeast(3, false),
                        "DOWN dns_records " + both + ", expected at least 3 records"));
    }

    static Stream<Case> poorAnswers() {
        return Stream.of(
                new Case(
                        "nothing there",
                        List.of("NOERROR"),
                        List.of(new RecordTest.AtLeast(1, false)),
                        NameServer.answering(Rcode.NOERROR),
                        "DOWN dns_records NOERROR with no record, expected at least 1 record"),
                new Case(
                        "another type's records do not count",
                        List.of("NOERROR"),
                        List.of(new RecordTest.AtLeast(1, false)),
                        NameServer.answering(Rcode.NOERROR, "CNAME a.example."),
                        "DOWN dns_records NOERROR with no record, expected at least 1 record"),
                new Case(
                        "a failing server",
                        List.of("NOERROR", "NXDOMAIN"),
                        List.of(),
                        NameServer.answering(Rcode.SERVFAIL),
                        "DOWN dns_rcode SERVFAIL, expected NOERROR or NXDOMAIN"),
                new Case(
                        "a rcode that passes needs no records",
                        List.of("NOERROR", "NXDOMAIN"),
                        List.of(new RecordTest.AtLeast(1, false)),
                        NameServer.answering(Rcode.NXDOMAIN),
                        "UP none NXDOMAIN"),
                new Case(
                        "a refusal without the question",
                        List.of("NOERROR"),
                        List.of(),
                        (query, _) -> {
                            Message answer = NameServer.answer(query, Rcode.REFUSED);
                            answer.removeAllRecords(Section.QUESTION);
                            return List.of(answer.toWire());
                        },
                        "DOWN dns_rcode REFUSED, expected NOERROR"));
    }

    @ParameterizedTest
    @MethodSource({"answers", "poorAnswers"})
    void judgesAnAnswer(Case c) {
        int port = server(c.manner()).port();
        Probed probed = probe(target(ADDRESS, check(port, c.rcodes(), c.expect(), null, PATIENT)));
        assertThat(line(probed).replace("www.gslb.test A: ", "")).isEqualTo(c.expected());
        assertThat(probed.timings().firstByte()).isPositive();
    }

    @Test
    void asksWhatItWasTold() {
        Probed probed = ask(NameServer.answering(Rcode.NOERROR, "A 192.0.2.1"));
        assertThat(probed.result().detail()).isEqualTo("www.gslb.test A: NOERROR with 192.0.2.1");
        Message query = servers.getFirst().queries().getFirst();
        assertThat(query.getQuestion()).hasToString("www.gslb.test.\t\t0\tIN\tA");
        assertThat(query.getHeader().getFlag(Flags.RD)).isFalse();
        assertThat(query.getOPT().getPayloadSize()).isEqualTo(1232);
    }

    @Test
    void whatWasCutIsAskedForAgainOverTcp() {
        NameServer.Manner manner = (query, overTcp) -> {
            Message answer = NameServer.answer(query, Rcode.NOERROR, overTcp ? "A 192.0.2.2" : "A 192.0.2.1");
            if (!overTcp) {
                answer.getHeader().setFlag(Flags.TC);
            }
            return List.of(answer.toWire());
        };
        Probed probed = ask(manner);
        assertThat(line(probed))
                .isEqualTo("UP none www.gslb.test A: NOERROR with 192.0.2.2 (over TCP, truncated over UDP)");
        assertThat(probed.timings().connect()).isNotNull();

        Probed silent = probe(target(
                ADDRESS,
                check(
                        server((query, tcp) -> tcp ? List.of() : manner.answers(query, false))
                                .port(),
                        QUICK)));
        assertDown(silent, FailureReason.TOTAL_TIMEOUT);
        assertThat(silent.result().detail())
                .isEqualTo("www.gslb.test A: truncated over UDP, and no answer over TCP within 2000 ms");
    }

    /** The answers of another id, another name, and a query are no answers; the one behind them is. */
    @Test
    void whatAnswersAnotherQueryIsPassedOver() {
        NameServer.Manner foreign = (query, _) -> {
            byte[] otherId = NameServer.answer(query, Rcode.SERVFAIL).toWire();
            otherId[0] ^= 1;
            Message otherName = NameServer.answer(query, Rcode.SERVFAIL);
            otherName.removeAllRecords(Section.QUESTION);
            otherName.addRecord(
                    org.xbill.DNS.Record.newRecord(org.xbill.DNS.Name.fromConstantString("x."), 1, 1),
                    Section.QUESTION);
            return List.of(otherId, otherName.toWire(), query.toWire(), new byte[] {1});
        };
        Probed found = ask((query, tcp) -> {
            var all = new ArrayList<>(foreign.answers(query, tcp));
            all.add(NameServer.answer(query, Rcode.NOERROR, "A 192.0.2.1").toWire());
            return all;
        });
        assertThat(line(found)).isEqualTo("UP none www.gslb.test A: NOERROR with 192.0.2.1");

        Probed never = probe(target(ADDRESS, check(server(foreign).port(), QUICK)));
        assertDown(never, FailureReason.FIRST_BYTE_TIMEOUT);
        assertThat(never.result().detail())
                .isEqualTo("www.gslb.test A: 4 datagrams that answer another query, and no answer within 2000 ms");
    }

    /** Over UDP and over TCP. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aServerThatNeverStopsAnsweringOthersIsLeft(boolean cut) {
        Probed probed = ask((query, tcp) -> {
            if (cut && !tcp) {
                Message truncated = NameServer.answer(query, Rcode.NOERROR);
                truncated.getHeader().setFlag(Flags.TC);
                return List.of(truncated.toWire());
            }
            byte[] otherId = NameServer.answer(query, Rcode.NOERROR).toWire();
            otherId[0] ^= 1;
            return Collections.nCopies(100, otherId);
        });
        assertThat(line(probed))
                .isEqualTo("DOWN protocol_error www.gslb.test A: " + (cut ? "truncated over UDP; over TCP: " : "")
                        + "more than 64 messages that answer another query");
    }

    @Test
    void whatCannotBeReadIsAFaultOfTheServer() {
        Probed probed = ask((query, _) -> {
            byte[] answer =
                    NameServer.answer(query, Rcode.NOERROR, "A 192.0.2.1").toWire();
            return List.of(Arrays.copyOf(answer, answer.length - 2));
        });
        assertDown(probed, FailureReason.PROTOCOL_ERROR);
        assertThat(probed.result().detail()).startsWith("www.gslb.test A: the answer cannot be read: ");
    }

    @Test
    void aPortThatNobodyListensOnIsRefused() throws Exception {
        int port;
        try (var unused = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(ADDRESS), 0))) {
            port = unused.getLocalPort();
        }
        Probed probed = probe(target(ADDRESS, check(port, PATIENT)));
        assertDown(probed, FailureReason.CONNECT_REFUSED);
        assertThat(probed.result().detail()).isEqualTo("www.gslb.test A: refused by 127.0.0.2:" + port);
    }

    @Test
    void queriesLeaveFromTheSourceAddress() {
        NameServer server = server(NameServer.answering(Rcode.NOERROR, "A 192.0.2.1"));
        var source = InetAddress.ofLiteral("127.0.0.77");
        probe(target(ADDRESS, check(server.port(), List.of("NOERROR"), List.of(), source, PATIENT)));
        await().atMost(PATIENCE).until(() -> !server.peers().isEmpty());
        assertThat(server.peers()).containsOnly(source);
        var foreign = InetAddress.ofLiteral("192.0.2.1");
        assertInconclusive(
                probe(target(ADDRESS, check(server.port(), List.of("NOERROR"), List.of(), foreign, PATIENT))),
                FailureReason.LOCAL_ADDRESS);
    }
}
