package io.failoverd.daemon.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.config.yaml.YamlReader.Parsed;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlReaderTest {
    @ParameterizedTest
    @CsvSource({
        "a: 12, INTEGER",
        "a: -1, INTEGER",
        "a: 0x1F, INTEGER",
        "a: 1.5, FLOAT",
        "a: .inf, FLOAT",
        "a: 1e3, FLOAT",
        "a: yes, TEXT",
        "a: no, TEXT",
        "a: on, TEXT",
        "a: true, BOOLEAN",
        "a: ~, NULL",
        "a:, NULL",
        "a: null, NULL",
        "a: 192.0.2.1, TEXT",
        "a: 2s, TEXT",
        "'a: \"12\"', TEXT",
        "'a: \"\"', TEXT",
        "a: 2026-01-01, TEXT",
    })
    void scalarsMeanWhatYaml12Says(String text, Yaml.Kind kind) {
        Yaml.Mapping root = (Yaml.Mapping) tree(text);
        assertThat(root.entries().getFirst().value())
                .isInstanceOfSatisfying(
                        Yaml.Scalar.class, scalar -> assertThat(scalar.kind()).isEqualTo(kind));
    }

    @Test
    void anAliasIsItsAnchor() {
        Yaml.Mapping root = (Yaml.Mapping) tree("a: &x {b: 1}\nc: *x\n");
        assertThat(root.entries().get(1).value()).isSameAs(root.entries().get(0).value());
    }

    @Test
    void aFewLinesCannotExpandIntoAllTheMemoryThereIs() {
        StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 20; i++) {
            String before = "*a" + (i - 1);
            text.append(
                    "a%d: &a%d [%s]\n".formatted(i, i, String.join(", ", java.util.Collections.nCopies(10, before))));
        }
        assertThat(YamlReader.read(text.toString()))
                .isInstanceOfSatisfying(
                        Parsed.Broken.class,
                        broken -> assertThat(broken.text()).isEqualTo("more than 2000000 values, aliases expanded"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- "})
    void depthIsBounded(String opening) {
        assertThat(YamlReader.read(opening.repeat(100_000))).isInstanceOf(Parsed.Broken.class);
    }

    @Test
    void aForbiddenCharacterHasAPlace() {
        assertThat(YamlReader.read("a: 1\nbc: \u0007\n"))
                .isEqualTo(new Parsed.Broken(
                        new Place(2, 5), "not valid YAML: the character U+0007 is not allowed", null));
    }

    @ParameterizedTest
    @CsvSource({
        "holdDwon, holdDown, 1",
        "inteval, interval, 1",
        "abc, abc, 0",
        "'', abc, 3",
        "ca, abc, 3",
        "kitten, sitting, 3",
    })
    void theDistanceCountsSwapsAsOne(String a, String b, int distance) {
        assertThat(Suggestion.distance(a, b)).isEqualTo(distance);
        assertThat(Suggestion.distance(b, a)).isEqualTo(distance);
    }

    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S, 500ms", "2s, PT2S, 2s", "1m, PT1M, 1m", "90s, PT1M30S, 1m30s", "1m30s, PT1M30S, 1m30s",
        "1h, PT1H, 1h", "14d, PT336H, 14d", "2500ms, PT2.5S, 2500ms", "0s, PT0S, 0s", "0ms, PT0S, 0s",
    })
    void durationsReadAndWrite(String text, Duration duration, String canonical) {
        assertThat(Durations.parse(text)).isEqualTo(duration);
        assertThat(Durations.format(duration)).isEqualTo(canonical);
        assertThat(Durations.parse(canonical)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "s", "2 s", "2S", "1.5s", "-1s", "2sec", "1000000000000s", "٣s"})
    void whatIsNoDurationIsNone(String text) {
        assertThat(Durations.parse(text)).isNull();
    }

    private static Yaml tree(String text) {
        return ((Parsed.Tree) YamlReader.read(text)).root();
    }
}
