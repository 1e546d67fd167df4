package io.failoverd.daemon.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code failoverd demo} tells what it saw and nothing else. To it an answer after two seconds is a lost one. */
@Tag("alone")
class DemoTest {
    private static final long SECONDS = 150;

    @TempDir
    private Path folder;

    @Test
    void seesTheWholeStory() throws Exception {
        Ended demo = demo("demo", "--json");
        assertThat(demo.exitCode()).as(demo.said()).isZero();
        JsonObject figures = demo.json();
        assertThat(figures.fieldNames())
                .contains(
                        "removalMillis",
                        "restoreMillis",
                        "queriesSent",
                        "queriesLost",
                        "wrongAnswers",
                        "alertsReceived",
                        "steps");
        assertThat(figures.getLong("removalMillis")).isPositive();
        assertThat(figures.getLong("restoreMillis")).isPositive();
        assertThat(figures.getInteger("queriesSent")).isPositive();
        assertThat(figures.getInteger("queriesLost")).isZero();
        assertThat(figures.getInteger("wrongAnswers")).isZero();
        assertThat(figures.getInteger("alertsReceived")).isGreaterThanOrEqualTo(2);
        assertThat(figures.getString("missingStep")).isNull();
        assertThat(RunningDaemon.objects(figures, "steps")).isNotEmpty().allMatch(step -> step.getBoolean("seen"));
        List<Long> times = RunningDaemon.objects(figures, "steps")
                .filter(step -> step.getString("name").startsWith("address-"))
                .map(step -> step.getLong("atMillis"))
                .toList();
        assertThat(times).hasSize(2).isSorted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rfc2136", "alidns", "gtm"})
    void seesTheWholeStoryThroughSomebodyElsesNameServers(String publisher) throws Exception {
        if (publisher.equals("rfc2136")) {
            Tools.need("named", "bind9");
        }
        Ended demo = demo("demo", "--json", "--publisher", publisher);
        assertThat(demo.exitCode()).as(demo.said()).isZero();
        JsonObject figures = demo.json();
        assertThat(figures.getLong("removalMillis")).isPositive();
        assertThat(figures.getLong("publishedMillis")).isPositive();
        assertThat(figures.getLong("verifiedMillis")).isGreaterThanOrEqualTo(figures.getLong("publishedMillis"));
        assertThat(figures.getInteger("queriesLost")).isZero();
        assertThat(figures.getInteger("wrongAnswers")).isZero();
        assertThat(RunningDaemon.objects(figures, "steps")
                        .filter(step -> step.getBoolean("seen"))
                        .map(step -> step.getString("name")))
                .contains("published", "publication-verified", "address-restored");
    }

    /** A threshold of 1000 does not condemn in time, and so the demo must not pass. */
    @Test
    void namesTheStepThatItDidNotSee() throws Exception {
        Ended demo = demo("demo", "--json", "--fall", "1000", "--patience", "10s");
        assertThat(demo.exitCode()).as(demo.said()).isEqualTo(1);
        assertThat(demo.said()).contains("failoverd demo: address-removed was not seen");
        JsonObject figures = demo.json();
        assertThat(figures.getString("missingStep")).isEqualTo("address-removed");
        assertThat(figures.getValue("removalMillis")).isNull();
        assertThat(RunningDaemon.objects(figures, "steps")
                        .filter(step -> step.getBoolean("seen"))
                        .map(step -> step.getString("name")))
                .containsExactly("both-answered", "gateway-killed", "suspect");
    }

    private record Ended(int exitCode, String said) {
        JsonObject json() {
            return new JsonObject(said.lines()
                    .filter(line -> line.startsWith("{"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no JSON: " + said)));
        }
    }

    private Ended demo(String... arguments) throws Exception {
        Path out = folder.resolve("out");
        Process process = RunningDaemon.failoverd(out, arguments);
        try {
            assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS))
                    .as(Files.readString(out))
                    .isTrue();
        } finally {
            process.destroy();
        }
        return new Ended(process.exitValue(), Files.readString(out));
    }
}
