package io.failoverd.daemon.core.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator reads of a share: at most two decimals, and never nothing or all of what is not quite that. */
class ShareTextTest {
    @ParameterizedTest
    @CsvSource({
        "0, 1, 0 %",
        "1, 1, 100 %",
        "9, 10, 90 %",
        "1, 3, 33.33 %",
        "2, 3, 66.67 %",
        "1, 8, 12.5 %",
        "101, 1000, 10.1 %",
        "1, 1000, 0.1 %",
        "5, 10000, 0.05 %",
        "1, 20000, 0.01 %",
        "1, 20001, under 0.01 %",
        "19999, 20000, 99.99 %",
        "29999, 30000, 99.99 %",
        "5, 4, 125 %",
    })
    void text(long part, long whole, String text) {
        assertThat(Share.of(part, whole).text()).isEqualTo(text);
    }

    @Test
    void roundsAsDecimalsDo() {
        var random = new SplittableRandom(20_261_123);
        for (int i = 0; i < 10_000; i++) {
            long whole = 1 + random.nextLong(1L << (1 + random.nextInt(62)));
            long part = random.nextLong(whole + 1);
            Share share = Share.of(part, whole);
            BigDecimal exact = BigDecimal.valueOf(part).scaleByPowerOfTen(2);
            BigDecimal shown = exact.divide(BigDecimal.valueOf(whole), 2, RoundingMode.HALF_UP);
            boolean edge = share.isZero() || shown.signum() == 0 || shown.compareTo(BigDecimal.valueOf(100)) == 0;
            if (!edge) {
                assertThat(share.text()).isEqualTo(shown.stripTrailingZeros().toPlainString() + " %");
            }
        }
    }

    @Test
    void toDoubleIsTheNearest() {
        assertThat(Share.of(1, 3).toDouble()).isEqualTo(1.0 / 3);
        BigInteger huge = BigInteger.TWO.pow(2000);
        assertThat(new Share(huge, huge.multiply(BigInteger.valueOf(4)).add(BigInteger.ONE)).toDouble())
                .isEqualTo(0.25);
    }
}
