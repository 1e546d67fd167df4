package io.failoverd.daemon.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code failoverd run}. */
@Command(
        name = "run",
        description = {
            "Runs the daemon until SIGTERM. SIGHUP reloads the configuration: a good one is applied without losing what"
                    + " is known of unchanged endpoints, a bad one changes nothing and says so."
        },
        footer = {"", "Example:  failoverd run --config /etc/failoverd/config.yaml"},
        mixinStandardHelpOptions = true,
        versionProvider = RootCommand.VersionLine.class)
final class RunCommand implements Callable<Integer> {
    @Option(names = "--config", paramLabel = "FILE", required = true, description = "The configuration (YAML).")
    private Path config = Path.of("");

    @Option(names = "--state-dir", paramLabel = "DIR", description = "Instead of the configured node.stateDir.")
    private Optional<Path> stateDir = Optional.empty();

    @Override
    public Integer call() {
        return new RunArguments(config, stateDir).run();
    }
}
