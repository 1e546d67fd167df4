package io.failoverd.daemon.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a name is resolved again. */
class ResolutionsTest {
    @ParameterizedTest
    @CsvSource({"1, PT1S", "2, PT2S", "3, PT4S", "5, PT16S", "6, PT30S", "7, PT30S", "2000000000, PT30S"})
    void aFailureIsTriedAgainSoonAndThenLessOften(int failures, Duration pause) {
        assertThat(Resolutions.retry(failures)).isEqualTo(pause);
    }

    @ParameterizedTest
    @CsvSource({"PT0S, PT5S", "PT4S, PT5S", "PT60S, PT60S", "PT301S, PT5M", "PT596523H, PT5M"})
    void anAbsurdTtlIsBoundedBothWays(Duration ttl, Duration pause) {
        assertThat(Resolutions.bounded(ttl, Duration.ofSeconds(5), Duration.ofMinutes(5)))
                .isEqualTo(pause);
    }
}
