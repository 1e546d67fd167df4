package io.failoverd.dns.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.dns.model.DesiredRecords;
import io.failoverd.dns.model.Selection;
import io.failoverd.dns.model.WeightedAddress;
import io.failoverd.dns.zone.LoadResult;
import io.failoverd.dns.zone.SoaSpec;
import io.failoverd.dns.zone.Zone;
import io.failoverd.dns.zone.ZoneLoader;
import io.failoverd.dns.zone.ZoneSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** The prepared bytes: what stands in them and how many there are. */
class AnswerCompilerTest {
    private static final Name NAME = Name.fromConstantString("www.example.com.");
    private static final List<String> REGIONS = List.of("one", "two", "three");

    private static Zone zone() {
        ZoneSpec spec = new ZoneSpec(
                "example.com", new ZoneSpec.Inline("z", Map.of("ns.example.net", List.of()), SoaSpec.DEFAULT));
        LoadResult result = ZoneLoader.load(List.of(spec), List.of("www.example.com"));
        return ((LoadResult.Loaded) result).zones().zones().getFirst();
    }

    private static CompiledAnswer compile(Selection common, Map<String, Selection> byRegion) {
        DesiredRecords desired = new DesiredRecords(
                "www.example.com", 1, Duration.ofSeconds(30), common, new TreeMap<>(byRegion), Instant.EPOCH);
        return AnswerCompiler.compile(NAME, zone(), REGIONS, desired);
    }

    private static Selection of(int answers, Object... addressesAndWeights) {
        List<WeightedAddress> weighted = new ArrayList<>();
        for (int i = 0; i < addressesAndWeights.length; i += 2) {
            weighted.add(new WeightedAddress(
                    InetAddress.ofLiteral((String) addressesAndWeights[i]), (int) addressesAndWeights[i + 1]));
        }
        return new Selection(weighted, answers);
    }

    private static List<String> read(WireAnswer answer, int first) {
        ByteBuffer out = ByteBuffer.allocate(65_535);
        answer.copyTo(out, NAME.length(), 0, first);
        byte[] bytes = new byte[answer.length(NAME.length())];
        out.get(0, bytes);
        try {
            return new Message(bytes)
                    .getSection(Section.ANSWER).stream()
                            .map(Record::rdataToString)
                            .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anyOfTheRecordsOfASetCanLead() {
        AddressAnswers answers = compile(
                        of(3, "192.0.2.1", 1, "192.0.2.2", 1, "192.0.2.3", 1, "192.0.2.1", 4), Map.of())
                .of(false, 0);
        assertThat(read(answers.pick(0), 0)).containsExactly("192.0.2.1", "192.0.2.2", "192.0.2.3");
        assertThat(read(answers.pick(0), 1)).containsExactly("192.0.2.2", "192.0.2.3", "192.0.2.1");
        assertThat(read(answers.pick(0), 2)).containsExactly("192.0.2.3", "192.0.2.1", "192.0.2.2");
    }

    @Test
    void theFastWayAndTheSlowWayDrawAlike() {
        AddressAnswers answers = compile(
                        of(2, "2001:db8:0:0:0:0:0:1", 5, "2001:db8:0:0:0:0:0:2", 2, "2001:db8:0:0:0:0:0:3", 3),
                        Map.of())
                .of(true, 0);
        for (long random = 0; random < 64; random++) {
            long set = random << 58;
            long first = random << 60;
            assertThat(answers.draw(set, first).stream()
                            .map(InetAddress::getHostAddress)
                            .toList())
                    .isEqualTo(read(answers.pick(set), answers.first(first)));
        }
    }

    @Test
    void regionsWithTheSameSelectionShareTheirBytes() {
        Selection all = of(1, "192.0.2.1", 9, "192.0.2.2", 1);
        CompiledAnswer same = compile(all, Map.of("one", all, "unheard of", of(1, "192.0.2.9", 1)));
        assertThat(same.regional()).isFalse();
        CompiledAnswer two = compile(all, Map.of("one", of(1, "192.0.2.1", 1), "three", of(1, "192.0.2.1", 1)));
        assertThat(two.regional()).isTrue();
        assertThat(two.of(false, 1)).isSameAs(two.of(false, 3)).isNotSameAs(two.of(false, 0));
        assertThat(two.of(false, 2)).isSameAs(two.of(false, 0));
        assertThat(two.of(true, 1).isNodata()).isTrue();
    }

    /** Addresses, answers wanted, and how many stand in a response. */
    @ParameterizedTest
    @CsvSource({"4, 4, 4", "4, 2, 2", "100, 64, 64", "500, 500, 500", "500, 250, 15", "4000, 1, 1", "4500, 4500, 1"})
    void memoryIsBoundedAndAnswersAreMany(int addresses, int wanted, int expected) {
        Object[] many = new Object[2 * addresses];
        for (int i = 0; i < addresses; i++) {
            many[2 * i] = "10.0." + i / 250 + "." + i % 250;
            many[2 * i + 1] = 1 + i % 7;
        }
        AddressAnswers answers = compile(of(wanted, many), Map.of()).of(false, 0);
        assertThat(read(answers.pick(-1), 0)).hasSize(expected).doesNotHaveDuplicates();
        int evenWithOneAnswer = addresses * 64;
        assertThat(answers.octets()).isLessThanOrEqualTo(Math.max(AnswerCompiler.MAX_OCTETS, evenWithOneAnswer));
    }
}
