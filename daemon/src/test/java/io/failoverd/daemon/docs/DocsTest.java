package io.failoverd.daemon.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.failoverd.daemon.admin.DnsNumbers;
import io.failoverd.daemon.admin.JournalNumbers;
import io.failoverd.daemon.admin.Metrics;
import io.failoverd.daemon.admin.SampleDaemon;
import io.failoverd.daemon.admin.Scrape;
import io.failoverd.daemon.cli.RootCommand;
import io.failoverd.daemon.config.ConfigLoader;
import io.failoverd.daemon.config.ConfigResult;
import io.failoverd.daemon.config.yaml.Problem;
import io.failoverd.daemon.core.AlertType;
import io.failoverd.daemon.core.Effect;
import io.failoverd.daemon.core.health.Health;
import io.failoverd.daemon.core.pool.ReasonCode;
import io.failoverd.daemon.watch.Told;
import io.failoverd.probes.LaneSnapshot;
import io.failoverd.probes.Lateness;
import io.failoverd.probes.LimitCounts;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.tripwire.TripCounts;
import io.failoverd.probes.tripwire.WireEnd;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages say what is so: every example works, every name exists, and what an operator may meet is explained. */
class DocsTest {
    /** What a load says of a good file of this version; that the secrets are not here is told apart. */
    private static final Set<String> KNOWN_WARNINGS = Set.of("sentinels", "admin.token");

    private static final Lateness ON_TIME = new Lateness(List.of(1L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L), Duration.ZERO);

    private static final Pattern METRIC = Pattern.compile("\\b(failoverd_[a-z_]+)");
    private static final Pattern ALERT = Pattern.compile("(?<![\\w./])(failoverd\\.[a-z]+\\.[a-z_]{2,})");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern CLASS = Pattern.compile("`((?:[a-z]+\\.)+[A-Z][A-Za-z]+)`");
    private static final Pattern INLINE_COMMAND = Pattern.compile("`(?:\\./)?failoverd ([a-z][a-z-]+)");

    @TempDir
    Path directory;

    static List<Page> pages() {
        return Page.all();
    }

    @Test
    void thereAreExamplesToTest() {
        assertThat(pages()).extracting(Page::name).contains("README.md", "docs/operations.md", "docs/architecture.md");
        assertThat(configs(Page.of("README.md"))).isNotEmpty();
        assertThat(Page.of("README.md").commands())
                .extracting(List::getFirst)
                .contains("demo", "check", "probe", "run", "status", "explain", "override");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyWholeConfigurationLoads(Page page) throws IOException {
        for (String config : configs(page)) {
            ConfigResult result = ConfigLoader.load(Files.writeString(directory.resolve("config.yaml"), config));
            assertThat(result).as("%s:%n%s", page.name(), config).isInstanceOf(ConfigResult.Loaded.class);
            if (result instanceof ConfigResult.Loaded loaded) {
                assertThat(loaded.warnings()).extracting(Problem::key).isSubsetOf(KNOWN_WARNINGS);
            }
        }
    }

    /** They are parsed, and never run. */
    @ParameterizedTest
    @MethodSource("pages")
    void everyCommandIsUnderstood(Page page) {
        for (List<String> command : page.commands()) {
            assertThatCode(() -> RootCommand.commandLine(Map.of()).parseArgs(command.toArray(String[]::new)))
                    .as("%s: failoverd %s", page.name(), String.join(" ", command))
                    .doesNotThrowAnyException();
        }
        assertThat(page.mentions(INLINE_COMMAND))
                .as("commands named in %s", page.name())
                .isSubsetOf(RootCommand.commandLine(Map.of()).getSubcommands().keySet());
    }

    @Test
    void theBudgetInTheReadmeIsThatOfItsConfiguration() throws IOException {
        Page readme = Page.of("README.md");
        Path config = Files.writeString(
                directory.resolve("config.yaml"), configs(readme).getFirst());
        var out = new StringWriter();
        RootCommand.commandLine(Map.of())
                .setOut(new PrintWriter(out, true))
                .execute("check", "--config", config.toString());
        String budget = readme.blocks("text").stream()
                .map(Page.Block::text)
                .filter(text -> text.contains("found when it refuses"))
                .findFirst()
                .orElseThrow();
        assertThat(out.toString()).containsIgnoringWhitespaces(budget);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyMetricExists(Page page) {
        assertThat(page.mentions(METRIC)).as("metrics named in %s", page.name()).isSubsetOf(scraped());
    }

    @Test
    void everyMetricIsExplained() {
        Set<String> families = scraped().stream()
                .map(name -> name.replaceAll("_(bucket|count|sum)$", ""))
                .collect(Collectors.toSet());
        assertThat(Page.of("docs/operations.md").mentions(METRIC)).containsAll(families);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyAlertTypeExists(Page page) {
        assertThat(page.mentions(ALERT)).as("alerts named in %s", page.name()).isSubsetOf(words());
    }

    @Test
    void everyAlertTypeIsExplained() {
        assertThat(Page.of("docs/operations.md").text())
                .contains(words().stream().map(word -> "| `" + word + "` |").toList());
    }

    @Test
    void everyReasonIsExplained() {
        assertThat(Page.of("docs/operations.md").text())
                .contains(Arrays.stream(ReasonCode.values())
                        .map(code -> "`" + code + "`")
                        .toList());
        assertThat(Page.of("docs/probes.md").text())
                .contains(Arrays.stream(FailureReason.values())
                        .map(reason -> "| `" + reason.label() + "` |")
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsSomewhere(Page page) {
        for (String link : page.mentions(LINK)) {
            if (link.startsWith("https://")) {
                continue;
            }
            String[] parts = link.split("#", 2);
            Path target = parts[0].isEmpty()
                    ? page.file()
                    : page.file().resolveSibling(parts[0]).normalize();
            assertThat(target).as("%s links to %s", page.name(), link).exists();
            if (parts.length == 2) {
                assertThat(Page.of(Page.ROOT.relativize(target).toString()).anchors())
                        .as("%s links to %s", page.name(), link)
                        .contains(parts[1]);
            }
        }
    }

    /** {@code run.EventPump} is short for {@code io.failoverd.daemon.run.EventPump}. */
    @ParameterizedTest
    @MethodSource("pages")
    void everyClassExists(Page page) {
        for (String name : page.mentions(CLASS)) {
            String path = name.replace('.', '/') + ".java";
            List<String> places = List.of(
                    "daemon/src/main/java/io/failoverd/daemon/" + path,
                    "probes/src/main/java/io/failoverd/" + path,
                    "dns/src/main/java/io/failoverd/" + path);
            assertThat(name.startsWith("java.")
                            || places.stream().anyMatch(place -> Files.exists(Page.ROOT.resolve(place))))
                    .as("%s names the class %s", page.name(), name)
                    .isTrue();
        }
    }

    /** Those that have services; a shorter example shows only a part. */
    private static List<String> configs(Page page) {
        return page.blocks("yaml").stream()
                .map(Page.Block::text)
                .filter(text -> Pattern.compile("^services:", Pattern.MULTILINE)
                        .matcher(text)
                        .find())
                .toList();
    }

    private static Set<String> words() {
        return Arrays.stream(AlertType.values()).map(AlertType::word).collect(Collectors.toSet());
    }

    /** The name of every sample of ours, and of every family, that a daemon with a bit of everything shows. */
    private static Set<String> scraped() {
        var daemon = new SampleDaemon();
        daemon.watched();
        daemon.heardOthers();
        try (var metrics = new Metrics("1.2.3")) {
            metrics.bind(daemon);
            metrics.bindDns(() -> new DnsNumbers(
                    "nio",
                    List.of(new DnsNumbers.Queries("A", "udp", 1)),
                    Map.of("NOERROR", 1L),
                    Map.of("dropped", 1L),
                    Map.of("valid", 1L),
                    0,
                    0,
                    0,
                    0));
            metrics.bindJournal(() -> new JournalNumbers(4096, 7, Duration.ofSeconds(3)));
            metrics.bindLimits(() -> LimitCounts.NONE);
            metrics.bindTripwires(() -> new TripCounts(3, 4, Map.of(WireEnd.FIN, 2L), 1, 5));
            metrics.bindLoops(
                    () -> List.of(new LaneSnapshot(0, 1, 1, 0, 0, ON_TIME, Duration.ZERO, Moment.ZERO)), List.of());
            daemon.named();
            metrics.answer(new Told.Settled(SampleDaemon.WWW, "8.8.8.8", true, Duration.ofSeconds(12), "gone"));
            metrics.answer(new Told.GivenUp(SampleDaemon.WWW, "8.8.8.8", Told.Why.STALE, "still there"));
            metrics.configured(daemon.world());
            metrics.probed(daemon.probed(SampleDaemon.WWW, "hangzhou", new ProbeResult.Up("HTTP 200")));
            metrics.healthChanged(SampleDaemon.WWW, "hangzhou", Health.UP);
            daemon.effects.stream()
                    .filter(Effect.Publish.class::isInstance)
                    .forEach(effect -> metrics.decided(((Effect.Publish) effect).decision()));
            SampleDaemon.published().forEach(event -> metrics.published("bind-hz", event));
            var names = new TreeSet<String>();
            Scrape.of(metrics).lines().map(line -> line.split("[{ ]", 4)).forEach(words -> {
                String name = words[0].equals("#") ? words[2] : words[0];
                if (name.startsWith("failoverd_")) {
                    names.add(name);
                }
            });
            return names;
        }
    }
}
