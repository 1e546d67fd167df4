package io.failoverd.daemon.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of the demo's own, and what it says. Ends with the demo. */
final class Child implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** What does not start says why at the end of its log. */
    private static final int TAIL_LINES = 15;

    private final Process process;
    private final Path log;
    private final Duration patience;

    private Child(Process process, Path log, Duration patience) {
        this.process = process;
        this.log = log;
        this.patience = patience;
    }

    static Child start(List<String> command, Path log) throws IOException {
        return start(command, Map.of(), log, PATIENCE);
    }

    /**
     * @param environment beside the demo's own
     * @param patience how long it may take to end
     */
    static Child start(List<String> command, Map<String, String> environment, Path log, Duration patience)
            throws IOException {
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(ProcessBuilder.Redirect.PIPE);
        // The demo may itself be run by a service manager; its notifications are not its children's to send.
        builder.environment().remove("NOTIFY_SOCKET");
        builder.environment().putAll(environment);
        var child = new Child(builder.start(), log, patience);
        Runtime.getRuntime().addShutdownHook(new Thread(child::close, "demo-end-" + log.getFileName()));
        return child;
    }

    boolean alive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** The end of its log. */
    String tail() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "no log: " + e.getMessage();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
