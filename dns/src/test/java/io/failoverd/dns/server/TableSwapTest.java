package io.failoverd.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.dns.client.ClientRegions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Queries run while generations and whole tables are swapped; each answer is of one generation, and time goes one way. */
class TableSwapTest {
    private static final int GENERATIONS = 3000;
    private static final int RELOAD_EVERY = 100;
    private static final int LIVE_SWAPS = 200;

    private final LocalDns dns = SampleZones.decided();
    private final AtomicBoolean done = new AtomicBoolean();
    private final CountDownLatch asked = new CountDownLatch(2);

    @Test
    void noAnswerIsTornAndNoneIsOlderThanOneBefore() throws Exception {
        publish(1000);
        try (ExecutorService readers = Executors.newFixedThreadPool(2)) {
            List<Future<Set<Integer>>> seen =
                    List.of(readers.submit(() -> read("www")), readers.submit(() -> read("alias")));
            asked.await();
            for (int generation = 1001; generation <= 1000 + GENERATIONS; generation++) {
                publish(generation);
                if (generation % RELOAD_EVERY == 0) {
                    dns.replaceZones(SampleZones.zones(), ClientRegions.NONE, SampleZones.LOADED);
                }
            }
            done.set(true);
            for (Future<Set<Integer>> reader : seen) {
                assertThat(reader.get()).hasSizeGreaterThan(5).contains(1000 + GENERATIONS);
            }
        }
    }

    /** The short form of bench/swaps: over sockets, and no query that leaves after a swap sees what was before it. */
    @Test
    void aLiveServerLosesNothingTearsNothingAndForgetsWhatWas() throws Exception {
        try (LiveServer server = LiveServer.idle()) {
            server.listen(EngineChoice.AUTO, LiveServer.at("127.0.0.1", 0));
            SwapRun.Outcome seen =
                    new SwapRun(server.dns(), server.address()).run(2, generation -> generation <= LIVE_SWAPS);
            assertThat(seen).isEqualTo(new SwapRun.Outcome(seen.answers(), seen.generations(), 0, 0, 0, 0));
            assertThat(seen.generations()).isGreaterThan(5);
        }
    }

    /** The last two octets of each address carry the generation. */
    private void publish(int generation) {
        String tail = (generation >> 8) + "." + (generation & 0xFF);
        SampleZones.publish(dns, SampleZones.WWW, generation, "10.1." + tail, "10.2." + tail, "10.3." + tail);
    }

    private Set<Integer> read(String label) {
        Ask ask = Ask.udp(dns);
        Set<Integer> generations = new HashSet<>();
        int latest = 0;
        boolean last;
        do {
            last = done.get();
            Message answer = ask.message(label + ".gslb.example.com", Type.A);
            List<String> addresses = answer.getSection(Section.ANSWER).stream()
                    .filter(r -> r.getType() == Type.A)
                    .map(Record::rdataToString)
                    .toList();
            Set<Integer> here = new HashSet<>();
            addresses.forEach(address -> here.add(generation(address)));
            assertThat(addresses).hasSize(3).doesNotHaveDuplicates();
            assertThat(here).as("torn: %s", addresses).hasSize(1);
            int generation = here.iterator().next();
            assertThat(generation).isGreaterThanOrEqualTo(latest);
            latest = generation;
            generations.add(generation);
            asked.countDown();
        } while (!last);
        return generations;
    }

    private static int generation(String address) {
        String[] octets = address.split("\\.", -1);
        return (Integer.parseInt(octets[2]) << 8) + Integer.parseInt(octets[3]);
    }
}
