package io.failoverd.daemon.run;

import io.failoverd.daemon.config.ConfigLoader;
import io.failoverd.daemon.config.ConfigResult;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What comes before the first line of the log. The configuration is read while Logback sets itself up on another thread,
 * so nothing here, nor what it calls before it waits, may have a logger: whoever asks for one waits for Logback.
 */
public final class Start {
    private Start() {}

    /** Runs the daemon until SIGTERM or SIGINT; returns the exit code. */
    public static int run(Path config, Optional<Path> stateDir, PrintStream err) {
        var foundations = new Foundations();
        ConfigResult first = ConfigLoader.load(config).forRunning();
        foundations.awaitLog();
        return new Lifecycle(config, stateDir, err).run(first, foundations);
    }
}
