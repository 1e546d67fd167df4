package io.failoverd.daemon.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One run of a program, to its end: what it printed and how it ended. */
record Program(int exitCode, String out, String err) {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    /** Runs with this environment and nothing else. What it prints goes through files, so that no pipe can fill. */
    static Program run(Map<String, String> environment, List<String> command) throws Exception {
        Path out = Files.createTempFile("failoverd", ".out");
        Path err = Files.createTempFile("failoverd", ".err");
        try {
            var builder =
                    new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command + " did not end within " + LIMIT + ": " + Files.readString(err));
            }
            return new Program(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    static Program run(String... command) throws Exception {
        return run(Map.of("PATH", System.getenv("PATH"), "LC_ALL", "C.UTF-8"), List.of(command));
    }

    /** A program that the machine lacks skips the test, and fails it in CI, where nothing may be missing. */
    static void need(String program) {
        boolean present = Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        if ("true".equals(System.getenv("CI"))) {
            assertThat(present).as("%s is installed", program).isTrue();
        }
        assumeTrue(present, program + " is not installed");
    }

    /** The folder of the source tree that holds the root pom. */
    static Path root() {
        return Path.of(System.getProperty("failoverd.root", ".."))
                .toAbsolutePath()
                .normalize();
    }

    /** The unpacked package and the tarball of this build. */
    static Path built(String name) throws IOException {
        Path path = Path.of(System.getProperty("failoverd.package") + name);
        assertThat(path).as("made by the package phase").exists();
        return path;
    }
}
