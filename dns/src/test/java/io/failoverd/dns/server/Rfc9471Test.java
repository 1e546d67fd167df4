package io.failoverd.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.dns.answer.Explanations;
import io.failoverd.dns.client.ClientRegions;
import io.failoverd.dns.zone.LoadResult;
import io.failoverd.dns.zone.ZoneSpec;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * RFC 9471: glue that a referral cannot do without is never left out in silence; RFC 2181 section 9: what a client can do
 * without never truncates.
 */
class Rfc9471Test {
    /** A zone in which each of these name servers has an address; those of {@code sub} lie below the cut, at it or beside it. */
    private static LocalDns zone(int below, int beside) {
        String servers = IntStream.range(0, below)
                        .mapToObj(i -> "sub NS server-with-a-long-name-" + i + ".sub\nserver-with-a-long-name-" + i
                                + ".sub AAAA 2001:db8::" + i + "\n")
                        .collect(Collectors.joining())
                + IntStream.range(0, beside)
                        .mapToObj(i -> "sub NS server-with-a-long-name-" + i + ".cousin\nserver-with-a-long-name-" + i
                                + ".cousin AAAA 2001:db8::" + i + "\n")
                        .collect(Collectors.joining());
        String apex = IntStream.range(0, beside)
                .mapToObj(i -> "@ NS server-with-a-long-name-" + i + ".cousin\n")
                .collect(Collectors.joining());
        String text = "$TTL 300\n@ SOA ns hostmaster 1 2 3 4 5\n@ NS ns\nns A 192.0.2.53\n" + apex + servers;
        LoadResult loaded =
                LocalDns.load(List.of(new ZoneSpec("example.com", new ZoneSpec.MasterFile("zone", text))), List.of());
        return LocalDns.open(
                ((LoadResult.Loaded) loaded).zones(), ClientRegions.NONE, Explanations.NONE, Instant.EPOCH);
    }

    /** Servers below the cut, servers beside it, whether the response is cut off, how many addresses come with it. */
    @ParameterizedTest
    @CsvSource({
        "1, 0, false, 1",
        "6, 0, false, 6",
        "8, 0, true, 0", // 512 octets have no room for eight servers and their addresses
        "0, 8, false, 0", // but for eight servers whose addresses can be asked for
        "2, 6, false, 2", // addresses below the cut come first, the others go together
        "1, 2, false, 3"
    })
    void section3p1GlueBelowTheCutIsWholeOrTheResponseIsTruncated(int below, int beside, boolean cut, int addresses) {
        Message response = Ask.udp(zone(below, beside)).message("www.sub.example.com", Type.A);
        assertThat(response.getHeader().getFlag(Flags.TC)).isEqualTo(cut);
        assertThat(response.getSection(Section.ADDITIONAL)).hasSize(addresses);
        if (!cut) {
            assertThat(response.getSection(Section.AUTHORITY)).hasSize(below + beside);
        }
        Message whole = Ask.tcp(zone(below, beside)).message("www.sub.example.com", Type.A);
        assertThat(whole.getSection(Section.ADDITIONAL)).hasSize(below + beside);
    }

    /** Name servers of the zone, and the addresses that come with them over UDP. */
    @ParameterizedTest
    @CsvSource({"1, 2", "5, 6", "9, 0"})
    void rfc2181Section9AdditionalAddressesDoNotTruncate(int beside, int addresses) {
        Message response = Ask.udp(zone(0, beside)).message("example.com", Type.NS);
        assertThat(response.getHeader().getFlag(Flags.TC)).isFalse();
        assertThat(response.getSection(Section.ANSWER)).hasSize(beside + 1);
        assertThat(response.getSection(Section.ADDITIONAL)).hasSize(addresses);
    }
}
