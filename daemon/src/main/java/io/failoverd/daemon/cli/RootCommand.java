package io.failoverd.daemon.cli;

import io.failoverd.daemon.Version;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
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
        versionProvider = RootCommand.VersionLine.class,
        description = "Keeps a DNS name pointing only at gateways that work.",
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
public final class RootCommand implements Callable<Integer> {
    /** In the order of the help. Each knows its own name again, which a test compares. */
    private static final Map<String, Supplier<Callable<Integer>>> COMMANDS = commands();

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private RootCommand(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** The environment that the command of {@code spec} runs in. */
    static Map<String, String> environmentOf(CommandSpec spec) {
        return spec.root().userObject() instanceof RootCommand root ? root.environment : Map.of();
    }

    private static Map<String, Supplier<Callable<Integer>>> commands() {
        var commands = new LinkedHashMap<String, Supplier<Callable<Integer>>>();
        commands.put("demo", DemoCommand::new);
        commands.put("run", RunCommand::new);
        commands.put("check", CheckCommand::new);
        commands.put("probe", ProbeCommand::new);
        commands.put("status", StatusCommand::new);
        commands.put("explain", ExplainCommand::new);
        commands.put("override", OverrideCommand::new);
        commands.put("freeze", FreezeCommand::new);
        commands.put("thaw", ThawCommand::new);
        commands.put("resume", ResumeCommand::new);
        commands.put("plan", PlanCommand::new);
        commands.put("hand-back", HandBackCommand::new);
        commands.put("replay", ReplayCommand::new);
        commands.put("aot-cache", AotCacheCommand::new);
        commands.put("fake-cloud", FakeCloudCommand::new);
        return commands;
    }

    /** Runs what {@code args} ask for; returns the exit code. */
    static int execute(String... args) {
        return commandLine(System.getenv(), args).execute(args);
    }

    /**
     * The command line for one execution. Knows the command that {@code args} begins with, and all where it is none: to
     * read the options of every command would take a daemon that starts longer than to read its configuration.
     *
     * @param environment where options take what is not given
     */
    public static CommandLine commandLine(Map<String, String> environment, String... args) {
        var line = new CommandLine(new RootCommand(environment));
        String wanted = args.length == 0 ? "" : args[0];
        COMMANDS.forEach((name, command) -> {
            if (name.equals(wanted) || !COMMANDS.containsKey(wanted)) {
                line.addSubcommand(name, command.get());
            }
        });
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((bug, failed, _) -> Main.tell(bug, failed.getErr()));
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
