package io.failoverd.daemon.cli;

import io.failoverd.daemon.run.Start;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What {@code failoverd run} is given.
 *
 * @param stateDir instead of the configured one
 */
record RunArguments(Path config, Optional<Path> stateDir) {
    /**
     * The arguments of a service: {@code run --config FILE}, and {@code --state-dir DIR} after it or not. Empty for any
     * others, which {@link RunCommand} reads and explains. A daemon that starts anew would spend a third of the time to
     * its first answer on reading these few words with a library that does more.
     */
    static Optional<RunArguments> plain(String... args) {
        boolean plain = args.length >= 3 && args[0].equals("run") && args[1].equals("--config") && isValue(args[2]);
        if (plain && args.length == 3) {
            return Optional.of(new RunArguments(Path.of(args[2]), Optional.empty()));
        }
        if (plain && args.length == 5 && args[3].equals("--state-dir") && isValue(args[4])) {
            return Optional.of(new RunArguments(Path.of(args[2]), Optional.of(Path.of(args[4]))));
        }
        return Optional.empty();
    }

    private static boolean isValue(String word) {
        return !word.isEmpty() && !word.startsWith("-") && !word.startsWith("@") && word.indexOf('\0') < 0;
    }

    /** Runs until SIGTERM or SIGINT; returns the exit code. */
    int run() {
        return Start.run(config, stateDir, System.err);
    }
}
