package io.failoverd.probes.tripwire;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.probes.model.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How many re-checks may the end of many wires start? */
class TripLimitTest {
    private static final Moment NOW = Moment.ofMillis(1_000_000);

    private final TripLimit limit = new TripLimit();

    @Test
    void aGatewayThatDiesIsNeverKeptWaiting() {
        for (int i = 0; i < TripLimit.BURST; i++) {
            assertThat(limit.take(NOW, Duration.ZERO)).isEqualTo(NOW);
        }
    }

    @Test
    void tenThousandWiresThatEndAtOnceAreFiftyProbesASecondAndTheRestIsLeftToTheInterval() {
        Duration interval = Duration.ofSeconds(2);
        List<Moment> slots = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            Moment slot = limit.take(NOW, interval);
            if (slot != null) {
                slots.add(slot);
            }
        }
        assertThat(slots).isSorted().hasSize(TripLimit.BURST + 2 * TripLimit.RATE);
        assertThat(slots.getLast().since(NOW)).isLessThanOrEqualTo(interval);
        for (int second = 0; second < 2; second++) {
            Moment from = NOW.plus(Duration.ofSeconds(second)).plus(Duration.ofNanos(1));
            Moment to = NOW.plus(Duration.ofSeconds(second + 1));
            assertThat(slots.stream().filter(slot -> !slot.isBefore(from) && !slot.isAfter(to)))
                    .hasSize(TripLimit.RATE);
        }
        assertThat(limit.take(NOW.plus(Duration.ofSeconds(4)), Duration.ZERO))
                .as("what was refused has taken no place")
                .isEqualTo(NOW.plus(Duration.ofSeconds(4)));
    }
}
