package io.failoverd.daemon.cli;

import io.failoverd.daemon.Version;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code failoverd} command. Exit codes: see {@link ExitCode}. */
@Command(
        name = "failoverd",
        mixinStandardHelpOptions = true,
        versionProvider = Main.VersionLine.class,
        description = "Keeps a DNS name pointing only at gateways that work.",
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            CheckCommand.class,
            ProbeCommand.class,
            StatusCommand.class,
            ExplainCommand.class,
            OverrideCommand.class,
            FreezeCommand.class,
            ThawCommand.class,
            ResumeCommand.class,
            PlanCommand.class,
            HandBackCommand.class,
            ReplayCommand.class,
            FakeCloudCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:good",
            "1:the thing asked about is bad",
            "2:the command was not understood",
            "3:the daemon cannot be reached"
        },
        footer = {
            "",
            "Example: what answers now, and why one endpoint is out of it",
            "  failoverd status",
            "  failoverd explain www.gslb.example.com shanghai"
        })
public final class Main implements Callable<Integer> {
    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Main(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** The environment that the command of {@code spec} runs in. */
    static Map<String, String> environmentOf(CommandSpec spec) {
        return spec.root().userObject() instanceof Main main ? main.environment : Map.of();
    }

    public static void main(String[] args) {
        System.exit(commandLine(System.getenv()).execute(args));
    }

    /**
     * The command line, for one execution.
     *
     * @param environment where options take what is not given
     */
    public static CommandLine commandLine(Map<String, String> environment) {
        var line = new CommandLine(new Main(environment));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((bug, failed, _) -> {
            failed.getErr().println("failoverd: a bug: " + bug);
            bug.printStackTrace(failed.getErr());
            return ExitCode.BAD;
        });
        return line;
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }

    static final class VersionLine implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"failoverd " + Version.current()};
        }
    }
}
