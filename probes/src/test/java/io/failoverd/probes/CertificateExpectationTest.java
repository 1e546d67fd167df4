package io.failoverd.probes;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.probes.model.TlsSettings;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateExpectationTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    /** {@code asked} is what the check says, {@code life} how long the certificate was made for. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                " | P90D | P8D |",
                " | P90D | P6DT23H | the certificate ends in 6 days, on 2026-03-08",
                " | P90D | PT47H30M | the certificate ends in 47 hours, on 2026-03-03",
                " | P90D | PT5M | the certificate ends in 0 hours, on 2026-03-01",
                " | P6D | P3D |",
                " | P6D | PT47H | the certificate ends in 47 hours, on 2026-03-03",
                "P30D | P90D | P29D | the certificate ends in 29 days, on 2026-03-30",
                "P30D | P90D | P31D |",
                "P30D | P6D | P5D | the certificate ends in 5 days, on 2026-03-06",
                "PT0S | P90D | PT5M |",
            })
    void saysHowLongIsLeft(@Nullable Duration asked, Duration life, Duration left, @Nullable String said) {
        Instant end = NOW.plus(left);
        assertThat(CertificateExpectation.concern(end.minus(life), end, NOW, new TlsSettings(null, null, asked)))
                .isEqualTo(said);
    }
}
