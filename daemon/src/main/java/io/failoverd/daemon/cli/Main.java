package io.failoverd.daemon.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Optional;

/**
 * Where the process begins. Knows nothing of the library that reads command lines, since a JVM that verified this class
 * would load it, and a daemon that starts anew would wait for that before its first answer.
 */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(execute(args));
    }

    /** Whatever happens there is an exit code: a JVM whose main thread just ends may live on by its other threads. */
    private static int execute(String... args) {
        try {
            Optional<RunArguments> run = RunArguments.plain(args);
            return run.isPresent() ? run.get().run() : RootCommand.execute(args);
        } catch (RuntimeException | Error bug) {
            return tell(bug, new PrintWriter(System.err, true, Charset.defaultCharset()));
        }
    }

    static int tell(Throwable bug, PrintWriter err) {
        err.println("failoverd: a bug: " + bug);
        bug.printStackTrace(err);
        return ExitCode.BAD;
    }
}
