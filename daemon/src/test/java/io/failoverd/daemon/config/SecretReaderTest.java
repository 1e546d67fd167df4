package io.failoverd.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.config.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretReaderTest {
    @TempDir
    Path directory;

    @Test
    void aSecretIsACredentialAFileOrAVariable() throws IOException {
        secretFile("webhook", "hunter2\n", "rw-------");
        SecretReader reader = reader(Map.of("CREDENTIALS_DIRECTORY", directory.toString(), "TOKEN", "hunter2"));
        var hunter2 = new SecretResult.Found(new Secret("hunter2"), List.of());
        assertThat(reader.read(new SecretSource.Credential("webhook"))).isEqualTo(hunter2);
        assertThat(reader.read(new SecretSource.File(directory.resolve("webhook"))))
                .isEqualTo(hunter2);
        assertThat(reader.read(new SecretSource.Env("TOKEN"))).isEqualTo(hunter2);
    }

    @Test
    void aSecretThatIsNotThereSaysWhy() throws IOException {
        Path empty = secretFile("empty", "\n", "rw-------");
        Path large = secretFile("large", "x".repeat(SecretReader.MAX_BYTES + 1), "rw-------");
        SecretReader reader = reader(Map.of());
        assertThat(reason(reader, new SecretSource.Credential("webhook"))).contains("CREDENTIALS_DIRECTORY is not set");
        assertThat(reason(reader, new SecretSource.File(directory.resolve("none"))))
                .endsWith("none does not exist");
        assertThat(reason(reader, new SecretSource.File(directory))).endsWith("is a directory");
        assertThat(reason(reader, new SecretSource.File(empty))).endsWith("is empty");
        assertThat(reason(reader, new SecretSource.File(large))).endsWith("is larger than 4096 bytes");
        assertThat(reason(reader, new SecretSource.Env("TOKEN")))
                .isEqualTo("the environment variable TOKEN is not set");
    }

    @Test
    void aFileThatEverybodyReadsIsAConcern() throws IOException {
        Path file = secretFile("webhook", "hunter2", "rw-r--r--");
        assertThat(reader(Map.of()).read(new SecretSource.File(file)))
                .isInstanceOfSatisfying(
                        SecretResult.Found.class,
                        found -> assertThat(found.concerns())
                                .containsExactly("the file " + file + " can be read by every user of this machine"));
    }

    @Test
    void aSecretNeverShows() {
        Secret secret = new Secret("hunter2");
        assertThat(secret.toString() + new SecretResult.Found(secret, List.of()))
                .doesNotContain("hunter2");
        assertThat(new Surroundings("h", 1, Map.of("A", "hunter2")).toString()).doesNotContain("hunter2");
    }

    @Test
    void aMissingSecretIsEnoughToCheckButNotToRun() {
        ConfigResult result =
                ConfigLoader.load(TestFiles.CASES.resolve("warning-secret-unreadable.yaml"), TestFiles.MACHINE);
        assertThat(result).isInstanceOf(ConfigResult.Loaded.class);
        assertThat(result.forRunning())
                .isInstanceOfSatisfying(
                        ConfigResult.Rejected.class,
                        rejected -> assertThat(rejected.problems())
                                .hasSize(3)
                                .allMatch(problem -> problem.severity() == Problem.Severity.ERROR));
        ConfigResult usual = ConfigLoader.load(TestFiles.CASES.resolve("warning-with-token.yaml"), TestFiles.MACHINE);
        assertThat(usual.forRunning()).isSameAs(usual);
    }

    private static SecretReader reader(Map<String, String> environment) {
        return new SecretReader(new Surroundings("bastion", 1, environment));
    }

    private static String reason(SecretReader reader, SecretSource source) {
        return ((SecretResult.Missing) reader.read(source)).reason();
    }

    private Path secretFile(String name, String text, String permissions) throws IOException {
        Path file = Files.writeString(directory.resolve(name), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
