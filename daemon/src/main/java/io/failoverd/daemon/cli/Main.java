package io.failoverd.daemon.cli;

import io.failoverd.daemon.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The {@code failoverd} command. Exit codes: 0 good, 1 the thing asked about is bad, 2 usage, 3 no daemon reached. */
@Command(
        name = "failoverd",
        mixinStandardHelpOptions = true,
        versionProvider = Main.VersionLine.class,
        subcommands = {RunCommand.class, DemoCommand.class},
        description = "Keeps a DNS name pointing only at gateways that work.")
public final class Main implements Callable<Integer> {

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public Integer call() {
        CommandLine.usage(this, System.err);
        return CommandLine.ExitCode.USAGE;
    }

    static final class VersionLine implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"failoverd " + Version.current()};
        }
    }
}
