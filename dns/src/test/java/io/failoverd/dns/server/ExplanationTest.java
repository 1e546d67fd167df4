package io.failoverd.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.dns.answer.Explanations;
import io.failoverd.dns.client.ClientRegions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** Why a service answers what it answers, asked over DNS. */
class ExplanationTest {
    private static final String NAME = "_failoverd." + SampleZones.WWW;
    private static final String SOA = "\nau gslb.example.com. 5 SOA ns1.gslb.example.com. hostmaster.gslb.example.com."
            + " 1800000000 3600 600 86400 5";

    private final AtomicReference<List<String>> sentences =
            new AtomicReference<>(List.of("hangzhou is in", "all is \"well\""));
    private final LocalDns dns = SampleZones.decided(
            ClientRegions.NONE,
            service -> service.equals(SampleZones.WWW) ? Optional.of(sentences.get()) : Optional.empty());
    private final Ask ask = Ask.tcp(dns);

    @Test
    void isTheTextOfTheMoment() {
        assertThat(ask.text("_Failoverd.WWW.gslb.example.com", Type.TXT))
                .isEqualTo(
                        "NOERROR aa\nan _Failoverd.WWW.gslb.example.com. 0 TXT \"hangzhou is in\" \"all is \\\"well\\\"\"");
        sentences.set(List.of());
        assertThat(ask.text(NAME, Type.TXT)).isEqualTo("NOERROR aa\nan " + NAME + ". 0 TXT \"\"");
    }

    @Test
    void hasNoOtherTypesAndNothingBelow() {
        assertThat(ask.text(NAME, Type.A)).isEqualTo("NOERROR aa" + SOA);
        assertThat(ask.text(NAME, Type.MX)).isEqualTo("NOERROR aa" + SOA);
        assertThat(ask.text(NAME, Type.ANY)).startsWith("NOERROR aa\nan " + NAME + ". 3600 HINFO");
        assertThat(ask.text("x." + NAME, Type.TXT)).isEqualTo("NXDOMAIN aa" + SOA);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_failoverd.api.gslb.example.com",
                "_failoverd.gslb.example.com",
                "_failoverd.no.gslb.example.com"
            })
    void whatIsNotExplainedDoesNotExist(String name) {
        assertThat(ask.text(name, Type.TXT)).isEqualTo("NXDOMAIN aa" + SOA);
    }

    @Test
    void withoutTheFunctionThereIsNoSuchName() {
        LocalDns silent = SampleZones.decided(ClientRegions.NONE, Explanations.NONE);
        assertThat(Ask.udp(silent).text(NAME, Type.TXT)).isEqualTo("NXDOMAIN aa" + SOA);
    }

    @ParameterizedTest
    @ValueSource(ints = {254, 255, 256, 300, 400, 510, 511, 600, 700, 760, 765, 900, 1000, 1020, 1100, 5000, 100_000})
    void isCutToWhatFitsADatagram(int length) {
        String sentence = "ü".repeat(length);
        sentences.set(List.of("first", sentence, "last"));
        Message query = RegionalAnswersTest.query(NAME, Type.TXT);
        byte[] wire = Ask.udp(dns).raw(query.toWire());
        assertThat(wire).hasSizeLessThanOrEqualTo(1232);
        Message answer = Ask.udp(dns).message(query);
        assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
        TXTRecord record = (TXTRecord) answer.getSection(Section.ANSWER).getFirst();
        List<byte[]> strings = record.getStringsAsByteArrays();
        assertThat(strings).allMatch(s -> s.length <= 255);
        String all =
                strings.stream().map(s -> new String(s, StandardCharsets.UTF_8)).reduce("", String::concat);
        assertThat(all).startsWith("firstü").doesNotContain("\uFFFD");
        if (all.endsWith("last")) {
            assertThat(all).isEqualTo("first" + sentence + "last");
        } else {
            assertThat(all).endsWith("…");
            assertThat(2 * length).isGreaterThan(980);
            assertThat(wire).hasSizeGreaterThan(1232 - 170 - 255);
        }
    }

    @Test
    void aFunctionThatFailsCostsThisAnswerOnly() {
        LocalDns broken = SampleZones.decided(ClientRegions.NONE, service -> {
            throw new IllegalStateException("a bug");
        });
        Ask there = Ask.udp(broken);
        assertThat(there.text(NAME, Type.TXT)).isEqualTo("SERVFAIL");
        assertThat(there.text(SampleZones.API, Type.A)).startsWith("NOERROR");
    }
}
