package io.failoverd.probes;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.probes.model.Moment;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LaneCountsTest {
    private final LaneCounts counts = new LaneCounts(3, Moment.ZERO);

    @Test
    void aStartCountsInTheFirstBoundThatItKeeps() {
        counts.started(Duration.ofMillis(-2)); // a timer that fired a little early
        counts.started(Duration.ofMillis(1));
        counts.started(Duration.ofNanos(1_000_001));
        counts.started(Duration.ofMillis(50));
        counts.started(Duration.ofSeconds(2));
        assertThat(counts.snapshot().lateness().counts()).containsExactly(2L, 1L, 0L, 0L, 1L, 0L, 0L, 0L, 1L);
        assertThat(counts.snapshot().lateness().sum()).isEqualTo(Duration.ofNanos(2_052_000_001L));
    }

    @Test
    void whatIsUnderWayIsWhatStartedAndHasNotFinished() {
        counts.targets(7);
        counts.started(Duration.ZERO);
        counts.started(Duration.ZERO);
        counts.finished();
        counts.skipped();
        counts.beat(Duration.ofMillis(4), Moment.ZERO.plus(Duration.ofSeconds(9)));
        LaneSnapshot seen = counts.snapshot();
        assertThat(seen)
                .isEqualTo(new LaneSnapshot(
                        3, 7, 2, 1, 1, seen.lateness(), Duration.ofMillis(4), Moment.ZERO.plus(Duration.ofSeconds(9))));
    }
}
