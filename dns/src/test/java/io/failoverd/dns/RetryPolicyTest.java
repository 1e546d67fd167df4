package io.failoverd.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.dns.model.FailureClass;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {
    @ParameterizedTest(name = "{0}, failure {1}: {2} to {3} ms")
    @CsvSource({
        "CHANGED, 1, 0, 20",
        "CHANGED, 4, 0, 160",
        "STALE_ID, 1, 0, 20",
        "AMBIGUOUS, 1, 0, 100",
        "AMBIGUOUS, 40, 0, 5000",
        "TRANSIENT, 1, 0, 200",
        "TRANSIENT, 3, 0, 800",
        "TRANSIENT, 1000000, 0, 10000",
        "THROTTLED, 1, 100, 1000",
        "THROTTLED, 9, 100, 10000",
        "OPERATOR, 1, 30000, 60000",
        "CONFIG, 99, 30000, 600000",
    })
    void the_pause_is_anything_between_its_least_and_a_ceiling_that_doubles(
            FailureClass kind, int inARow, long least, long ceiling) {
        assertThat(RetryPolicy.pause(kind, inARow, 0)).isEqualTo(Duration.ofMillis(least));
        assertThat(RetryPolicy.pause(kind, inARow, 0.5)).isEqualTo(Duration.ofMillis((least + ceiling) / 2));
        assertThat(RetryPolicy.pause(kind, inARow, Math.nextDown(1.0)))
                .isBetween(Duration.ofMillis(ceiling - 1), Duration.ofMillis(ceiling));
    }
}
