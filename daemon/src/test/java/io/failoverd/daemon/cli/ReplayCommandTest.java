package io.failoverd.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.failoverd.daemon.config.JournalSettings;
import io.failoverd.daemon.journal.events.Day;
import io.failoverd.daemon.journal.events.EventJournal;
import io.failoverd.daemon.journal.events.Journals;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Six hours of two gateways, of which one refuses for the last 20 s of each hour. */
class ReplayCommandTest {
    @TempDir
    private static Path journal;

    @TempDir
    private Path directory;

    private record Said(int code, String out, String err) {}

    @BeforeAll
    static void live() {
        try (EventJournal kept =
                EventJournal.of(journal, Day.run(), JournalSettings.DEFAULT).begin()) {
            new Day(3, (before, event, now, step) -> Journals.tell(kept, before, event, now, step.effects()))
                    .live(Duration.ofHours(6));
        }
    }

    private static Said replay(Path from, String... options) {
        var out = new StringWriter();
        var err = new StringWriter();
        var arguments = new ArrayList<>(List.of("replay", "--journal", from.toString()));
        arguments.addAll(List.of(options));
        int code = RootCommand.commandLine(Map.of())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
        return new Said(code, out.toString(), err.toString());
    }

    private String config(int fall, String interval, String endpoint) throws Exception {
        return Files.writeString(directory.resolve("other.yaml"), """
                node: {name: bastion-1}
                zones:
                  - {name: gslb.example.com, ns: {ns1.gslb.example.com: [198.51.100.1]}}
                checks:
                  productpage:
                    http: {scheme: http, path: /}
                    interval: %s
                    recheck: 500ms
                    fall: %d
                services:
                  - name: www.gslb.example.com
                    check: productpage
                    endpoints:
                      - {name: hangzhou, region: cn-hangzhou, address: 203.0.113.10}
                      - {name: %s, region: cn-shanghai, address: 203.0.113.20}
                """.formatted(interval, fall, endpoint))
                .toString();
    }

    private static JsonObject endpoint(JsonObject report, String name) {
        return report.getJsonArray("endpoints").stream()
                .map(JsonObject.class::cast)
                .filter(each -> each.getString("endpoint").equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void withTheConfigurationThatMadeThemEveryDecisionComesOutTheSame() {
        Said said = replay(journal);
        assertThat(said.code()).as(said.out() + said.err()).isZero();
        assertThat(said.out()).contains("the same, to the last word", "shanghai");

        JsonObject report = new JsonObject(replay(journal, "--json").out());
        assertThat(report.getBoolean("same")).isTrue();
        assertThat(report.getLong("steps")).isGreaterThan(6 * 3600L);
        JsonObject shanghai = endpoint(report, "shanghai").getJsonObject("recorded");
        assertThat(shanghai.getInteger("removals")).isEqualTo(6);
        assertThat(shanghai.getInteger("restores")).isEqualTo(5);
        // Three failures at 2 s and a sentinel that is asked every 10 s; it passes again within thirty.
        assertThat(shanghai.getDouble("detectionMeanSeconds")).isBetween(3.9, 10.0);
        assertThat(shanghai.getInteger("falseRemovals")).isEqualTo(5);
        assertThat(endpoint(report, "hangzhou").getJsonObject("recorded").getInteger("flips"))
                .isZero();
    }

    @Test
    void whatWasWrittenOtherwiseIsFoundWithItsTime() throws Exception {
        Path copy = directory.resolve("journal.db");
        Files.copy(journal.resolve("journal.db"), copy);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy);
                Statement statement = connection.createStatement()) {
            // The run began with another number of generations than it says: each decision has another one.
            statement.execute("UPDATE segments SET run = replace(run, '\"usedBefore\":41', '\"usedBefore\":43')");
        }
        Said said = replay(copy);
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out())
                .contains("came out differently")
                .contains("journalled: www.gslb.example.com: generation 42 answers 203.0.113.10, 203.0.113.20")
                .contains("replayed:   www.gslb.example.com: generation 44 answers 203.0.113.10, 203.0.113.20");
    }

    @Test
    void anotherConfigurationIsShownSideBySide() throws Exception {
        JsonObject report = new JsonObject(replay(journal, "--config", config(9, "2s", "shanghai"), "--json")
                .out());
        JsonObject shanghai = endpoint(report, "shanghai");
        assertThat(shanghai.getJsonObject("recorded").getInteger("removals")).isEqualTo(6);
        // Nine failures at 2 s take 16 s of the 20.
        assertThat(shanghai.getJsonObject("other").getInteger("removals")).isEqualTo(6);
        assertThat(shanghai.getJsonObject("other").getDouble("detectionMeanSeconds"))
                .isCloseTo(16, within(1.0));
        assertThat(report.getInteger("differing")).isBetween(6, 12);
        JsonObject never = new JsonObject(replay(journal, "--config", config(12, "2s", "shanghai"), "--json")
                .out());
        assertThat(endpoint(never, "shanghai").getJsonObject("other").getInteger("removals"))
                .isZero();
        assertThat(never.getInteger("differing")).isEqualTo(6);

        Said text = replay(journal, "--config", config(12, "2s", "shanghai"));
        assertThat(text.code()).isZero();
        assertThat(text.out()).contains("6 → 0", "recorded out, would have been in");
    }

    @Test
    void whatCannotBeReplayedIsSaid() throws Exception {
        Said said = replay(journal, "--config", config(3, "5s", "beijing"));
        assertThat(said.out())
                .contains("check productpage has interval 5 s there and had 2 s")
                .contains("www.gslb.example.com/shanghai/productpage is not in that configuration")
                .contains("www.gslb.example.com/beijing/productpage is not in the journal");
    }

    @Test
    void onlyTheWindowIsCounted() {
        JsonObject report = new JsonObject(
                replay(journal, "--from", "2026-11-22T01:30:00Z", "--to", "2026-11-22T11:30:00+08:00", "--json")
                        .out());
        assertThat(report.getBoolean("same")).isTrue();
        assertThat(endpoint(report, "shanghai").getJsonObject("recorded").getInteger("removals"))
                .isEqualTo(2);
        assertThat(report.getString("last")).isLessThan("2026-11-22T03:31:00Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--from=noon",
                "--from=2026-11-22T02:00:00Z --to=2026-11-22T01:00:00Z",
                "--false-within=soon",
                "--config=/nowhere.yaml",
                "--nonsense"
            })
    void whatIsNotUnderstoodIsRefused(String options) {
        Said said = replay(journal, options.split(" ", -1));
        assertThat(said.code()).as(said.err()).isEqualTo(2);
    }

    @Test
    void withoutAJournalItSaysSo() {
        Said said = replay(directory);
        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains("there is no journal in " + directory);
    }
}
