package io.failoverd.daemon.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SurvivorWatchTest {
    private final SurvivorWatch watch = new SurvivorWatch(0.1);

    private boolean over(int millis, boolean good) {
        return watch.ended(Duration.ofMillis(millis), good) != null;
    }

    @Test
    void aTenthMayFailAndNotOneMore() {
        assertThat(IntStream.range(0, 100).anyMatch(i -> over(10 * i, i % 10 != 9)))
                .isFalse();
        assertThat(over(1_001, false)).isTrue();
    }

    @Test
    void aFewSayNothing() {
        assertThat(IntStream.range(0, SurvivorWatch.FEWEST - 1).anyMatch(i -> over(i, false)))
                .isFalse();
        assertThat(watch.ended(Duration.ofMillis(30), false))
                .isEqualTo("20 of the last 20 requests to the other gateways failed within 5 s, more than 10 %");
    }

    @Test
    void whatIsLongAgoIsForgotten() {
        IntStream.range(0, 19).forEach(i -> assertThat(over(i, false)).isFalse());
        IntStream.range(0, 200).forEach(i -> assertThat(over(6_000 + i, true)).isFalse());
        assertThat(IntStream.range(0, 22).filter(i -> over(6_300, false)).count())
                .isZero();
        assertThat(over(6_300, false)).isTrue();
    }
}
