package io.failoverd.daemon.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Decisions at random times, faults of the cloud at every step, people at its console; through the real SDK, in virtual
 * time. At the end the cloud holds the last decision, it was never told to answer nothing, nothing was sent that a newer
 * decision had made wrong, and no change was written that was there already. A seed that fails is run again by
 * {@code -Dfailoverd.cloud.seed=N}; how many are run, by {@code -Dfailoverd.cloud.runs=N} (of each kind of place; in CI
 * they are a thousand together).
 */
class CloudChaosTest {
    private static final boolean CI = "true".equals(System.getenv("CI"));
    private static final int RUNS = Integer.getInteger("failoverd.cloud.runs", CI ? 334 : 200);
    private static final long SEED = Long.getLong("failoverd.cloud.seed", -1);

    /** Each kind of fault is met within so many runs. */
    private static final int MANY = 100;

    static Stream<Arguments> places() {
        return Stream.of(
                Arguments.of("Alidns", (Function<Random, Place>) AlidnsPlace::new),
                Arguments.of("GTM 2.0", (Function<Random, Place>) Gtm2Place::new),
                Arguments.of("GTM 3.0", (Function<Random, Place>) Gtm3Place::new));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("places")
    void whatever_happens_the_cloud_ends_at_the_last_decision_and_never_at_nothing(
            String what, Function<Random, Place> place) {
        LongStream seeds = SEED >= 0 ? LongStream.of(SEED) : LongStream.range(0, RUNS);
        Map<String, Integer> faults = new ConcurrentSkipListMap<>();
        seeds.parallel().forEach(seed -> {
            var run = new CloudChaosRun(seed, place);
            assertThat(run.play()).as("%s, seed %d", what, seed).isEmpty();
            run.faults().forEach((fault, times) -> faults.merge(fault, times, Integer::sum));
        });
        if (SEED < 0 && RUNS >= MANY) {
            assertThat(faults.keySet())
                    .as("every fault happened")
                    .containsAll(List.of(
                            "read Stale Normal",
                            "read NotApplied Dropped",
                            "read NotApplied Page",
                            "write Applied Dropped",
                            "write Applied Dripping",
                            "write Applied Page",
                            "write Applied SlowHead",
                            "write AppliedLate Dropped",
                            "write AppliedLate Normal",
                            "write NotApplied Dropped",
                            "write NotApplied Page",
                            "write NotApplied Refused"));
        }
    }
}
