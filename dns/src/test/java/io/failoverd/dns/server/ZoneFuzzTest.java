package io.failoverd.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.failoverd.dns.answer.Explanations;
import io.failoverd.dns.client.ClientRegions;
import io.failoverd.dns.zone.LoadResult;
import io.failoverd.dns.zone.ZoneSpec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.xbill.DNS.Type;

/**
 * Whatever stands in a zone file, it is loaded and answered or its faults are named. Each build runs the inputs in the
 * resources; {@code JAZZER_FUZZ=1} looks for new ones.
 */
class ZoneFuzzTest {
    /** A file longer than this says nothing that a shorter one does not. */
    private static final int MAX_OCTETS = 4096;

    @FuzzTest(maxDuration = "10m")
    void anyText(byte[] bytes) {
        if (bytes.length > MAX_OCTETS) {
            return;
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        var zone = new ZoneSpec("example.com", new ZoneSpec.MasterFile("fuzz.zone", text));
        switch (LocalDns.load(List.of(zone), List.of("www.example.com"))) {
            case LoadResult.Rejected rejected ->
                assertThat(rejected.problems())
                        .isNotEmpty()
                        .allSatisfy(problem -> assertThat(problem.text()).isNotBlank());
            case LoadResult.Loaded loaded -> {
                LocalDns dns = LocalDns.open(loaded.zones(), ClientRegions.NONE, Explanations.NONE, Instant.EPOCH);
                SampleZones.publish(dns, "www.example.com", 1, "192.0.2.1");
                Ask ask = Ask.udp(dns);
                for (int type : new int[] {Type.A, Type.SOA, Type.NS, Type.ANY, Type.HTTPS}) {
                    ask.message("example.com", type);
                    ask.message("www.example.com", type);
                    ask.message("no.such.name.example.com", type);
                }
                assertThat(Tally.sum(List.of(ask.tally())).errors()).isZero();
            }
        }
    }
}
