package io.failoverd.daemon.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotifySettingsTest {
    private static final long US = 4711;

    @ParameterizedTest
    @CsvSource({
        // WATCHDOG_USEC, WATCHDOG_PID, timeout in ms
        "30000000, 4711, 30000",
        "30000000,     , 30000",
        "  500000, 4711,   500",
        "30000000, 4712,      ",
        "30000000, junk,      ",
        "       0, 4711,      ",
        "      -1, 4711,      ",
        "    junk, 4711,      ",
        "99999999999999999999, , ",
        "        , 4711,      ",
    })
    void theWatchdogIsReadAsTheManagerMeansIt(String micros, String pid, Long expectedMillis) {
        var environment = new HashMap<String, String>();
        if (micros != null) {
            environment.put("WATCHDOG_USEC", micros);
        }
        if (pid != null) {
            environment.put("WATCHDOG_PID", pid);
        }
        var expected = expectedMillis == null ? null : Duration.ofMillis(expectedMillis);
        assertThat(NotifySettings.of(environment, US).watchdog().orElse(null)).isEqualTo(expected);
    }
}
