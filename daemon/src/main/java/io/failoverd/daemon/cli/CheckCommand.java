package io.failoverd.daemon.cli;

import io.failoverd.daemon.config.ConfigLoader;
import io.failoverd.daemon.config.ConfigResult;
import io.failoverd.daemon.config.Configuration;
import io.failoverd.daemon.config.FailoverBudget;
import io.failoverd.daemon.config.yaml.Durations;
import io.failoverd.daemon.config.yaml.Problem;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code failoverd check}: whether a config file is good, and what a failover with it costs. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        versionProvider = RootCommand.VersionLine.class,
        description = {
            "Reads a config file, tells everything that is wrong with it, and what a failover of each service costs.",
            "Exit code 1 if the file has an error."
        },
        footer = {"", "Example:", "  failoverd check --config /etc/failoverd/config.yaml --outage 10m"})
final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Option(
            names = "--outage",
            paramLabel = "DURATION",
            defaultValue = "5m",
            description = "Length of the outage that the lost requests are counted over. Default: ${DEFAULT-VALUE}")
    private String outage = "5m";

    @Override
    public Integer call() {
        @Nullable Duration window = Durations.parse(outage);
        if (window == null || !window.isPositive()) {
            throw new ParameterException(
                    spec.commandLine(), "--outage: " + outage + " is no duration; " + Durations.HOW);
        }
        Terminal terminal = Terminal.of(spec);
        terminal.silenceLogs();
        return switch (ConfigLoader.load(config.file())) {
            case ConfigResult.Rejected rejected -> {
                rejected(rejected, terminal);
                yield ExitCode.BAD;
            }
            case ConfigResult.Loaded loaded -> {
                loaded(loaded, window, terminal);
                yield ExitCode.GOOD;
            }
        };
    }

    private void rejected(ConfigResult.Rejected rejected, Terminal terminal) {
        List<Problem> problems = Stream.concat(rejected.problems().stream(), rejected.warnings().stream())
                .toList();
        if (json) {
            terminal.line(result(false, problems).encodePrettily());
            return;
        }
        ConfigOption.print(problems, terminal);
        terminal.line(terminal.paint(
                config.file() + ": " + count(rejected.problems().size(), "error") + ", "
                        + count(rejected.warnings().size(), "warning"),
                Terminal.Tone.BAD));
    }

    private void loaded(ConfigResult.Loaded loaded, Duration window, Terminal terminal) {
        List<Problem> warnings = Stream.concat(loaded.warnings().stream(), loaded.unreadableSecrets().stream())
                .toList();
        List<FailoverBudget> budgets = budgets(loaded.configuration(), window);
        if (json) {
            var services = new JsonArray();
            budgets.forEach(budget -> services.add(new JsonObject(budget.values())));
            terminal.line(result(true, warnings).put("services", services).encodePrettily());
            return;
        }
        ConfigOption.print(warnings, terminal);
        terminal.line(
                terminal.paint(config.file() + ": good, " + count(warnings.size(), "warning"), Terminal.Tone.GOOD));
        budgets.forEach(budget -> {
            terminal.line("");
            budget.render().lines().forEach(terminal::line);
        });
    }

    private JsonObject result(boolean good, List<Problem> problems) {
        return new JsonObject()
                .put("file", config.file().toString())
                .put("ok", good)
                .put("problems", ConfigOption.json(problems));
    }

    private static List<FailoverBudget> budgets(Configuration configuration, Duration window) {
        return configuration.services().stream()
                .map(service -> FailoverBudget.of(configuration, service, window))
                .toList();
    }

    private static String count(int many, String what) {
        return many + " " + what + (many == 1 ? "" : "s");
    }
}
