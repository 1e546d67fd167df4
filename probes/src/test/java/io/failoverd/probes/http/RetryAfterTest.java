package io.failoverd.probes.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
    private static final String NOON = "Sun, 06 Nov 1994 12:00:00 GMT";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "120 | " + NOON + " | PT2M",
                "0 | " + NOON + " | PT0S",
                "Sun, 06 Nov 1994 12:00:30 GMT | " + NOON + " | PT30S",
                "Sunday, 06-Nov-94 12:00:30 GMT | " + NOON + " | PT30S",
                "Sun, 06 Nov 1994 11:59:00 GMT | " + NOON + " | PT0S",
                "Sun, 06 Nov 1994 12:00:30 GMT | '' | PT0S",
                "-5 | " + NOON + " | PT0S",
                "soon | " + NOON + " | PT0S",
                "99999999999999999999 | " + NOON + " | PT0S",
            })
    void readsSecondsAndDates(String retryAfter, String date, Duration expected) {
        var headers = new DefaultHttpHeaders().set("Retry-After", retryAfter);
        if (!date.isEmpty()) {
            headers.set("Date", date);
        }
        assertThat(RetryAfter.of(headers)).isEqualTo(expected);
    }
}
