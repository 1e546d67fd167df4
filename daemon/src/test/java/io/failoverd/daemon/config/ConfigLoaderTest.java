package io.failoverd.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.config.yaml.YamlReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that cannot be read at all, and one that is very long. */
class ConfigLoaderTest {
    @TempDir
    Path directory;

    @Test
    void aMissingFileIsAProblem() {
        assertProblem(directory.resolve("nowhere.yaml"), "nowhere.yaml: does not exist");
    }

    @Test
    void aDirectoryIsAProblem() {
        assertProblem(directory, directory.getFileName() + ": is a directory");
    }

    @Test
    void aFileThatWeMayNotReadIsAProblem() throws IOException {
        Path file = TestFiles.write(directory, TestFiles.SMALL);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        Assumptions.assumeFalse(Files.isReadable(file), "this user may read every file");
        assertProblem(file, "config.yaml: cannot be read: permission denied");
    }

    @Test
    void aFileThatIsNoTextIsAProblem() throws IOException {
        Path file = Files.write(directory.resolve("config.yaml"), new byte[] {'a', ':', (byte) 0xFF, (byte) 0xFE});
        assertProblem(file, "config.yaml: is not UTF-8 text");
    }

    @Test
    void aFileOverTheLimitIsAProblem() throws IOException {
        byte[] bytes = new byte[YamlReader.MAX_CHARACTERS + 1];
        java.util.Arrays.fill(bytes, (byte) '#');
        Path file = Files.write(directory.resolve("config.yaml"), bytes);
        assertProblem(file, "config.yaml: is larger than 16 MiB");
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheText() {
        TestFiles.loaded(TestFiles.write(directory, "\uFEFF" + TestFiles.SMALL));
    }

    /** Bounds the order of growth and not the speed: a quadratic step would take minutes. */
    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void tenThousandServicesLoad() {
        StringBuilder text = new StringBuilder("""
                zones: [{name: example.com, ns: {ns1.example.com: [192.0.2.53]}}]
                checks:
                """);
        for (int i = 0; i < 1000; i++) {
            text.append("  check-").append(i).append(": {http: {path: /healthz}}\n");
        }
        text.append("services:\n");
        for (int i = 0; i < 10_000; i++) {
            text.append("  - name: service-").append(i).append(".example.com\n    check: check-");
            text.append(i % 1000).append("\n    ttl:\n      steady: 30s\n      changing: 5s\n    endpoints:\n");
            for (int e = 0; e < 4; e++) {
                text.append("      - name: endpoint-")
                        .append(e)
                        .append("\n        region: cn-region-")
                        .append(e);
                text.append("\n        address: 10.")
                        .append(e)
                        .append('.')
                        .append(i / 250)
                        .append('.');
                text.append(i % 250 + 1).append('\n');
            }
        }
        Configuration config =
                TestFiles.loaded(TestFiles.write(directory, text.toString())).configuration();
        assertThat(config.services()).hasSize(10_000);
        assertThat(config.targets()).hasSize(40_000);
        assertThat(text.toString().getBytes(StandardCharsets.UTF_8).length)
                .as("room for three times as much")
                .isLessThan(YamlReader.MAX_CHARACTERS / 3);
    }

    private void assertProblem(Path file, String line) {
        assertThat(TestFiles.rejected(file).problems())
                .extracting(problem -> problem.line()
                        .replace(directory + "/", "")
                        .replace(directory + ":", directory.getFileName() + ":"))
                .containsExactly(line);
    }
}
