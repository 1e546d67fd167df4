package io.failoverd.daemon.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.failoverd.daemon.config.ConfigLoader;
import io.failoverd.daemon.config.ConfigResult;
import io.failoverd.daemon.config.Configuration;
import io.failoverd.daemon.config.FailoverBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictionTest {
    private static final Duration WINDOW = Duration.ofMinutes(5);

    @TempDir
    Path directory;

    @Test
    void theGuidesDrillWithTheDefaults() throws IOException {
        Prediction refusing = predicted("", Manner.REFUSING, traffic(150, true));
        assertThat(refusing.requests()).isEqualTo(30_000);
        assertThat(refusing.share()).isEqualTo(0.5);
        // 2 s to find it, 15.5 s until caches have forgotten it, half of 100 requests a second
        assertThat(refusing.lost().mean()).isCloseTo(875, within(1e-6));
        assertThat(refusing.share(refusing.lost().mean())).isCloseTo(0.0292, within(0.0001));
        assertThat(refusing.lastLost().worst()).isEqualTo(Duration.ofSeconds(34));

        Prediction hanging = predicted("", Manner.HANGING, traffic(150, true));
        assertThat(hanging.lost().mean()).isCloseTo(1025, within(1e-6));
    }

    @Test
    void theRangeHoldsTheLeastAndTheMostAndWhatChanceMayAdd() throws IOException {
        Prediction prediction = predicted("", Manner.REFUSING, traffic(150, true));
        // least: a probe right after the failure, caches that ask right after the removal: 1 s, 50 requests, σ = 5
        assertThat(prediction.lost().least()).isCloseTo(50 - 3 * 5, within(0.1));
        // most: 3 s and a tenth of the interval to find it, 31 s in the caches: 34.2 s, 1710 requests, σ = 29
        assertThat(prediction.lost().most()).isCloseTo(1710 + 3 * 29.2, within(0.5));
        assertThat(prediction.contains(35)).isTrue();
        assertThat(prediction.contains(34)).isFalse();
    }

    @Test
    void withoutCachesOnlyDetectionIsLost() throws IOException {
        Prediction prediction = predicted("", Manner.REFUSING, traffic(150, false));
        assertThat(prediction.lost().mean()).isCloseTo(100, within(1e-6));
        assertThat(prediction.lastLost().worst()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void aFailureThatEndsSoonerTakesNoMoreThanItLasts() throws IOException {
        Prediction prediction = predicted("", Manner.HANGING, traffic(10, true));
        assertThat(prediction.lost().mean()).isCloseTo(500, within(1e-6));
        assertThat(prediction.lost().least()).isLessThan(200);
    }

    @Test
    void whereNobodyMayLeaveEverythingToItIsLost() throws IOException {
        Prediction prediction = predicted("minAvailable: 2, ", Manner.REFUSING, traffic(150, true));
        assertThat(prediction.lost().mean()).isCloseTo(7_500, within(1e-6));
    }

    @Test
    void theEndpointThatFailsIsTheOneThatIsAskedAbout() throws IOException {
        Prediction prediction = predicted("policy: weighted, ", Manner.REFUSING, traffic(150, true));
        assertThat(prediction.endpoint()).isEqualTo("b");
        assertThat(prediction.share()).isCloseTo(0.1, within(1e-9));
        assertThat(prediction.lost().mean()).isCloseTo(175, within(1e-6));
    }

    private static Prediction.Traffic traffic(long failing, boolean cached) {
        return new Prediction.Traffic(100, WINDOW, Duration.ofSeconds(failing), cached);
    }

    private Prediction predicted(String keys, Manner manner, Prediction.Traffic traffic) throws IOException {
        Path file = Files.writeString(directory.resolve("config.yaml"), """
                zones: [{name: example.com, ns: {ns1.example.com: [192.0.2.53]}}]
                checks: {web: {http: {}}}
                services:
                  - {name: www.example.com, check: web, %sendpoints: [
                      {name: a, region: x, address: 192.0.2.1, weight: 90}, {name: b, region: y, address: 192.0.2.2, weight: 10}]}
                """.formatted(keys));
        ConfigResult result = ConfigLoader.load(file);
        assertThat(result).isInstanceOf(ConfigResult.Loaded.class);
        Configuration configuration = ((ConfigResult.Loaded) result).configuration();
        FailoverBudget budget =
                FailoverBudget.of(configuration, configuration.services().getFirst(), "b", WINDOW);
        return Prediction.of(budget, manner, traffic);
    }
}
