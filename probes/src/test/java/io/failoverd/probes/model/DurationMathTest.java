package io.failoverd.probes.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DurationMathTest {
    @Test
    void saysWhatTheJdkSays() {
        var random = new SplittableRandom(20_261_123);
        for (int i = 0; i < 10_000; i++) {
            Duration some =
                    Duration.ofSeconds(random.nextLong(1L << random.nextInt(40)), random.nextInt(1_000_000_000));
            long number = 1 + random.nextLong(1L << random.nextInt(20));
            assertThat(DurationMath.times(some, number)).isEqualTo(some.multipliedBy(number));
            assertThat(DurationMath.times(some.negated(), number))
                    .isEqualTo(some.negated().multipliedBy(number));
            assertThat(DurationMath.divided(some, number)).isEqualTo(some.dividedBy(number));
        }
    }

    @Test
    void saysSoWhereThereIsNoSuchDuration() {
        Duration longest = Duration.ofSeconds(Long.MAX_VALUE);
        assertThatThrownBy(() -> DurationMath.times(longest, 2)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> DurationMath.divided(longest, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DurationMath.divided(Duration.ofNanos(-1), 2))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(DurationMath.divided(longest, 1)).isEqualTo(longest);
    }
}
