package io.failoverd.daemon.e2e;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs of others that the tests need. */
final class Tools {
    private Tools() {}

    /** Where a program is; daemons live where a user's PATH may not look. */
    static Optional<Path> find(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(Arrays.stream(path.split(":", -1)), List.of("/usr/sbin", "/usr/local/sbin").stream())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** A program that the machine lacks skips the test, and fails it in CI, where nothing may be missing. */
    static void need(String program, String deb) {
        boolean there = find(program).isPresent();
        if (!there && "true".equals(System.getenv("CI"))) {
            fail(program + " is missing: install " + deb);
        }
        assumeTrue(there, program + " is not installed (" + deb + ")");
    }
}
