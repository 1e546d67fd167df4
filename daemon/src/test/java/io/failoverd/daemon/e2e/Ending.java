package io.failoverd.daemon.e2e;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The end of a process that a test started: asked first, then killed. Safe in a try-with-resources. */
final class Ending {
    private static final Duration POLITE = Duration.ofSeconds(20);

    private Ending() {}

    static void end(Process process) {
        process.destroy();
        CompletableFuture<Process> ended = process.onExit();
        ended.completeOnTimeout(process, POLITE.toSeconds(), TimeUnit.SECONDS).join();
        process.destroyForcibly();
    }
}
