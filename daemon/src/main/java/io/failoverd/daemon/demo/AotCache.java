package io.failoverd.daemon.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/**
 * Makes the file from which a JVM takes classes that are read and linked already (JEP 483, 514): the demo's story is what a
 * daemon does in its life, and a daemon that has played it knows what to keep.
 */
public final class AotCache {
    /** Where the launcher looks for it, in the directory of the package. */
    public static final String FILE = "lib/failoverd.aot";

    /** Each step of the story, while the build keeps the machine busy. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private AotCache() {}

    /** What came of it. */
    public sealed interface Made {
        record Written(long bytes) implements Made {}

        /** A sentence for the operator; the old cache, if there was one, is as it was. */
        record Failed(String why) implements Made {}
    }

    /**
     * Blocks for the length of the demo and as long again.
     *
     * @param home the directory of the package
     * @param cache the file to write; replaced in one step when it is whole
     */
    public static Made make(Path home, Path cache) throws IOException {
        Path unfinished = cache.resolveSibling(
                cache.getFileName() + "." + ProcessHandle.current().pid());
        if (!Files.isWritable(cache.toAbsolutePath().getParent())) {
            return new Made.Failed("cannot write into " + cache.toAbsolutePath().getParent() + ": run it as its owner");
        }
        try {
            String told = rehearse(home, unfinished);
            if (!Files.exists(unfinished) || Files.size(unfinished) == 0) {
                return new Made.Failed("the Java in " + System.getProperty("java.home") + " wrote no cache; the daemon"
                        + " starts without one as well, only later" + (told.isEmpty() ? "" : "\n" + told));
            }
            Files.move(unfinished, cache, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return new Made.Written(Files.size(cache));
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** The story need not end well: what the daemon has done until then is kept. Returns what the demo printed. */
    private static String rehearse(Path home, Path cache) throws IOException {
        var options =
                new DemoOptions(true, false, DemoOptions.DEFAULT_FALL, PATIENCE, false, DemoOptions.Publisher.LOCAL);
        var printed = new ByteArrayOutputStream();
        try (var out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            int code = new Demo(options, out, new DaemonProcess.Rehearsal(home, cache)).run();
            return code == 0 ? "" : printed.toString(StandardCharsets.UTF_8).strip();
        }
    }
}
