package io.failoverd.daemon.drill;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An operator's own command that makes a gateway fail, or mends it. It is what the operator typed, and so it goes through a
 * shell, as it would when typed without us.
 */
public record Hook(String command) {
    /** A command that takes longer has not made a failure at a moment. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Of what it says, the end. */
    private static final int MOST_WORDS = 2_000;

    /** What came of it. */
    public sealed interface Ran {
        record Well(Duration took) implements Ran {}

        /**
         * It did not do what it was for.
         *
         * @param why a sentence with what it said last
         */
        record Badly(String why) implements Ran {}
    }

    /** Blocks until the command has ended, for {@link #PATIENCE} at most. */
    Ran run() throws InterruptedException {
        long began = System.nanoTime();
        @Nullable Path said = null;
        try {
            // A file, since what it leaves running in the background would keep a pipe open.
            said = Files.createTempFile("failoverd-drill-", ".log");
            Process process = new ProcessBuilder("/bin/sh", "-c", command)
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .start();
            try {
                if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                    return new Ran.Badly("it did not end within " + PATIENCE.toSeconds() + " s" + end(said));
                }
            } finally {
                process.descendants().forEach(ProcessHandle::destroy);
                process.destroy();
            }
            return process.exitValue() == 0
                    ? new Ran.Well(Duration.ofNanos(System.nanoTime() - began))
                    : new Ran.Badly("it ended with code " + process.exitValue() + end(said));
        } catch (IOException e) {
            return new Ran.Badly("it could not be run: " + e.getMessage());
        } finally {
            remove(said);
        }
    }

    private static String end(Path said) throws IOException {
        String words = new String(Files.readAllBytes(said), StandardCharsets.UTF_8).strip();
        return words.isEmpty()
                ? ""
                : ": " + (words.length() > MOST_WORDS ? "…" + words.substring(words.length() - MOST_WORDS) : words);
    }

    private static void remove(@Nullable Path said) {
        try {
            if (said != null) {
                Files.deleteIfExists(said);
            }
        } catch (IOException _) {
            // A small file that stays where such files are swept away.
        }
    }
}
