package io.failoverd.daemon.cli;

import io.failoverd.daemon.config.yaml.Durations;
import io.failoverd.daemon.core.health.HealthPolicy;
import io.failoverd.daemon.demo.Demo;
import io.failoverd.daemon.demo.DemoOptions;
import java.io.Console;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code failoverd demo}. */
@Command(
        name = "demo",
        description = {
            "Shows the whole story on loopback: two real HTTP gateways, one dies, its address leaves the DNS answer,"
                    + " it returns. Needs no configuration, no root and no network.",
            "",
            "Exit code 0 only if every step was seen through real DNS queries, none was lost and none was wrong."
        },
        footer = {"", "Example:  failoverd demo --json | jq .removalMillis"},
        mixinStandardHelpOptions = true,
        versionProvider = RootCommand.VersionLine.class)
final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", description = "One JSON object instead of the timeline.")
    private boolean json;

    @Option(names = "--keep", description = "Leave everything running at the end and say how to look at it.")
    private boolean keep;

    @Option(
            names = "--fall",
            paramLabel = "N",
            defaultValue = "" + DemoOptions.DEFAULT_FALL,
            description = "Failures in a row that condemn (default ${DEFAULT-VALUE}); try a large one.")
    private int fall;

    @Option(
            names = "--patience",
            paramLabel = "D",
            defaultValue = DemoOptions.DEFAULT_PATIENCE,
            description = "How long each step may take before it counts as not seen (default ${DEFAULT-VALUE}).")
    private String patience = "";

    @Option(
            names = "--publisher",
            paramLabel = "WHO",
            defaultValue = "local",
            description =
                    "Who answers the queries: local (the daemon itself), rfc2136 (a BIND that it sends updates to;"
                            + " needs the named program, Debian package bind9), alidns or gtm (a fake Alibaba Cloud, which it"
                            + " calls through the real SDK).")
    private DemoOptions.Publisher publisher = DemoOptions.Publisher.LOCAL;

    @Override
    public Integer call() throws IOException {
        if (fall < 1 || fall > HealthPolicy.MAX_THRESHOLD) {
            throw new ParameterException(
                    spec.commandLine(), "--fall is 1 to " + HealthPolicy.MAX_THRESHOLD + ", not " + fall);
        }
        Duration within = Durations.parse(patience);
        if (within == null || !within.isPositive() || within.compareTo(DemoOptions.LONGEST_PATIENCE) > 0) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--patience is a duration up to " + DemoOptions.LONGEST_PATIENCE.toMinutes() + "m, not " + patience
                            + "; " + Durations.HOW);
        }
        if (publisher == DemoOptions.Publisher.RFC2136 && !Demo.hasBind()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--publisher rfc2136 needs named, which is not installed: apt-get install bind9");
        }
        boolean terminal =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        boolean colour = terminal && System.getenv("NO_COLOR") == null;
        return new Demo(new DemoOptions(json, keep, fall, within, colour, publisher), System.out).run();
    }
}
