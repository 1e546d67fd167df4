package io.failoverd.daemon.cli;

import io.failoverd.daemon.config.ConfigLoader;
import io.failoverd.daemon.config.ConfigResult;
import io.failoverd.daemon.config.yaml.Durations;
import io.failoverd.daemon.config.yaml.Problem;
import io.failoverd.daemon.core.Plan;
import io.failoverd.daemon.journal.events.JournalReader;
import io.failoverd.daemon.replay.ReplayWindow;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code failoverd replay}: what was decided, once more, or what another configuration would have decided. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        versionProvider = RootCommand.VersionLine.class,
        description = {
            "Runs the decisions of a journal again. Without --config, with the configuration that made them: each must"
                    + " come out the same, else exit code 1. With --config, side by side with what that one would have"
                    + " decided of the same events.",
            "Reads the state directory of a running daemon, or a copy of it, and changes nothing."
        },
        footer = {
            "",
            "Example: would five failures instead of three have been better yesterday?",
            "  failoverd replay --journal /var/lib/failoverd --config five.yaml --from 2026-11-21T00:00:00Z"
        })
final class ReplayCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--journal",
            required = true,
            paramLabel = "DIR",
            description = "The state directory, or the file journal.db.")
    private Path journal = Path.of("");

    @Option(names = "--config", paramLabel = "FILE", description = "Another configuration to decide with.")
    private Optional<Path> config = Optional.empty();

    @Option(names = "--from", paramLabel = "TIME", description = "Count from here on, like 2026-11-22T08:00:00Z.")
    private Optional<String> from = Optional.empty();

    @Option(names = "--to", paramLabel = "TIME", description = "Count until here.")
    private Optional<String> to = Optional.empty();

    @Option(
            names = "--false-within",
            paramLabel = "DURATION",
            defaultValue = "30s",
            description = "A removal was false if the endpoint passed again so soon. Default: ${DEFAULT-VALUE}")
    private String falseWithin = "30s";

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        @Nullable Duration within = Durations.parse(falseWithin);
        if (within == null || within.isNegative()) {
            throw usage("--false-within: " + falseWithin + " is no duration; " + Durations.HOW);
        }
        Instant start = from.map(text -> time("--from", text)).orElse(Instant.MIN);
        Instant end = to.map(text -> time("--to", text)).orElse(Instant.MAX);
        if (!start.isBefore(end)) {
            throw usage("--from is not before --to");
        }
        Terminal terminal = Terminal.of(spec);
        terminal.silenceLogs();
        Optional<Plan> other = config.map(file -> plan(file, terminal));
        return switch (JournalReader.open(journal)) {
            case JournalReader.Opening.Refused refused -> {
                terminal.error(refused.message());
                yield ExitCode.USAGE;
            }
            case JournalReader.Opening.Opened opened ->
                replay(opened.reader(), other, new ReplayWindow(start, end), within, terminal);
        };
    }

    private int replay(
            JournalReader reader, Optional<Plan> other, ReplayWindow window, Duration within, Terminal terminal) {
        try (reader) {
            var progress = ReplayProgress.on(terminal, reader.steps());
            var run = new ReplayRun(reader, window, within, progress);
            ReplayReport report = other.isPresent()
                    ? run.whatIf(other.get(), config.map(Path::toString).orElse(""))
                    : run.exact();
            progress.end();
            if (json) {
                terminal.line(report.json().encodePrettily());
            } else {
                report.print(terminal);
            }
            return report.exitCode();
        } catch (SQLException e) {
            terminal.error("cannot read the journal: " + e.getMessage());
            return ExitCode.USAGE;
        }
    }

    private Plan plan(Path file, Terminal terminal) {
        return switch (ConfigLoader.load(file)) {
            case ConfigResult.Loaded loaded -> loaded.configuration().plan();
            case ConfigResult.Rejected rejected -> {
                List<Problem> problems = rejected.problems();
                ConfigOption.print(problems, terminal);
                throw usage("--config: " + file + " has " + problems.size() + " error(s)");
            }
        };
    }

    private Instant time(String option, String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException _) {
            throw usage(option + ": " + text + " is no time; write it like 2026-11-22T08:00:00Z or with +08:00");
        }
    }

    private ParameterException usage(String text) {
        return new ParameterException(spec.commandLine(), text);
    }
}
