package io.failoverd.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.config.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each {@code invalid-*.yaml} is refused with exactly the lines of the {@code .txt} beside it; each
 * {@code warning-*.yaml} is taken with exactly those lines.
 */
class BadConfigTest {
    static List<Path> invalid() {
        return TestFiles.cases("invalid-");
    }

    static List<Path> unwise() {
        return TestFiles.cases("warning-");
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void everyProblemIsReportedWithItsPlaceAndAFix(Path file) throws IOException {
        assertThat(lines(TestFiles.rejected(file).problems().stream())).isEqualTo(expected(file));
    }

    @ParameterizedTest
    @MethodSource("unwise")
    void whatIsUnwiseIsTakenWithAWarning(Path file) throws IOException {
        ConfigResult.Loaded loaded = TestFiles.loaded(file);
        assertThat(lines(Stream.concat(loaded.warnings().stream(), loaded.unreadableSecrets().stream())))
                .isEqualTo(expected(file));
    }

    @Test
    void theTableIsFound() {
        assertThat(invalid()).hasSizeGreaterThan(90);
        assertThat(unwise()).hasSizeGreaterThan(10);
    }

    @Test
    void noMessageRepeatsASecret() {
        for (Path file : TestFiles.cases("")) {
            assertThat(ConfigLoader.load(file, TestFiles.MACHINE).toString())
                    .as("%s", file)
                    .doesNotContain(
                            "hunter2",
                            TestFiles.GOOD,
                            TestFiles.TSIG,
                            TestFiles.COOKIE,
                            TestFiles.ACCESS_KEY,
                            TestFiles.CLIENT_KEY.lines().skip(1).findFirst().orElseThrow());
        }
    }

    private static String lines(Stream<Problem> problems) {
        StringBuilder text = new StringBuilder();
        problems.forEach(problem ->
                text.append(problem.line().replace(TestFiles.CASES + "/", "")).append('\n'));
        return text.toString();
    }

    private static String expected(Path file) throws IOException {
        return Files.readString(
                file.resolveSibling(file.getFileName().toString().replace(".yaml", ".txt")));
    }
}
