package io.failoverd.probes.exec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A process and all that it has started, also what has no parent any more. Blocking; any thread. */
final class ProcessTree {
    private static final Path PROCESSES = Path.of("/proc");

    /** A process that forks while it is looked for is found at the next look; one that outruns this many is not ours. */
    private static final int LOOKS = 10;

    private ProcessTree() {}

    /** @param mark stands in the environment of all of them, and in no other */
    static void kill(Process process, String mark) {
        List<ProcessHandle> children = new ArrayList<>();
        try (Stream<ProcessHandle> found = process.descendants()) {
            found.forEach(children::add);
        }
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        for (int i = 0; i < LOOKS; i++) {
            List<ProcessHandle> left = marked(mark);
            if (left.isEmpty()) {
                return;
            }
            left.forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** Those that still run; of a process that has ended the kernel shows no environment. */
    private static List<ProcessHandle> marked(String mark) {
        List<ProcessHandle> found = new ArrayList<>();
        try (Stream<Path> all = Files.list(PROCESSES)) {
            all.filter(process -> process.getFileName().toString().matches("[0-9]+"))
                    .filter(process -> environment(process).contains(mark))
                    .map(process -> ProcessHandle.of(
                            Long.parseLong(process.getFileName().toString())))
                    .flatMap(Optional::stream)
                    .forEach(found::add);
        } catch (IOException | RuntimeException _) {
            // No /proc, or one that moves: what is known by its parent is killed all the same.
        }
        return found;
    }

    private static String environment(Path process) {
        try {
            return new String(Files.readAllBytes(process.resolve("environ")), StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            return "";
        }
    }
}
