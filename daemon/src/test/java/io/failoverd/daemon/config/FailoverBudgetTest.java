package io.failoverd.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.failoverd.daemon.config.FailoverBudget.Estimate;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailoverBudgetTest {
    @TempDir
    Path directory;

    @Test
    void theDefaultsGiveWhatTheDesignPromises() {
        FailoverBudget budget = budget(TestFiles.SMALL);
        assertThat(budget.refused()).isEqualTo(new Estimate(Duration.ofSeconds(2), Duration.ofSeconds(3)));
        assertThat(budget.hanging()).isEqualTo(new Estimate(Duration.ofSeconds(5), Duration.ofSeconds(6)));
        assertThat(budget.publication()).isZero();
        assertThat(budget.ttlResidue()).isEqualTo(new Estimate(Duration.ofMillis(15_500), Duration.ofSeconds(31)));
        assertThat(budget.lostRefused().mean()).isCloseTo(17.5 / 300 / 2, within(1e-9));
        assertThat(budget.lostHanging().worst()).isCloseTo(37.0 / 300 / 2, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({
        // what the check says, mean refused, worst refused, mean hanging, worst hanging
        "'http: {}, interval: 200ms, recheck: 50ms, timeout: 1s', PT0.2S, PT0.3S, PT1.2S, PT1.3S",
        "'http: {}, fall: 1', PT1S, PT2S, PT4S, PT5S",
        "'http: {}, interval: 10s, recheck: 2s, fall: 4, timeout: 5s', PT11S, PT16S, PT16S, PT21S",
        "'http: {}, minSpan: 2100ms', PT3.5S, PT4.5S, PT6.5S, PT7.5S",
    })
    void detectionFollowsFromTheCheck(
            String check, Duration meanRefused, Duration worstRefused, Duration meanHanging, Duration worstHanging) {
        FailoverBudget budget = budget(TestFiles.SMALL.replace("http: {}", check));
        assertThat(budget.refused()).isEqualTo(new Estimate(meanRefused, worstRefused));
        assertThat(budget.hanging()).isEqualTo(new Estimate(meanHanging, worstHanging));
    }

    @Test
    void aLossIsNeverMoreThanTheEndpointsShare() {
        FailoverBudget budget =
                budget(TestFiles.SMALL.replace("    check: web", "    check: web\n    ttl: {steady: 1h}"));
        assertThat(budget.lostHanging().worst()).isEqualTo(0.5);
    }

    @Test
    void whereNobodyMayLeaveTheLossLastsAsLongAsTheOutage() {
        FailoverBudget budget =
                budget(TestFiles.SMALL.replace("    check: web", "    check: web\n    minAvailable: 2"));
        assertThat(budget.canFailOver()).isFalse();
        assertThat(budget.lostRefused().mean()).isEqualTo(0.5);
        assertThat(budget.render()).contains("no endpoint may leave the answer");
    }

    @Test
    void itReadsAsATable() {
        assertThat(budget(TestFiles.SMALL).render()).isEqualTo("""
                www.example.com: 2 endpoints, check web
                                                             mean    worst
                  found when it refuses                     2.0 s    3.0 s
                  found when it hangs                       5.0 s    6.0 s
                  published                                 0.0 s    0.0 s
                  forgotten by resolvers                   15.5 s   31.0 s
                  of requests lost in 300 s, refusing       2.9 %    5.7 %
                  of requests lost in 300 s, hanging        3.4 %    6.2 %
                """);
    }

    @Test
    void itsValuesHaveBaseUnits() {
        assertThat(budget(TestFiles.SMALL).values())
                .containsEntry("detectionHangingSeconds", java.util.Map.of("mean", 5.0, "worst", 6.0))
                .containsEntry("windowSeconds", 300L)
                .containsEntry("service", "www.example.com");
    }

    private FailoverBudget budget(String text) {
        Configuration config =
                TestFiles.loaded(TestFiles.write(directory, text)).configuration();
        return FailoverBudget.of(config.services().getFirst(), config.checks().get("web"));
    }
}
