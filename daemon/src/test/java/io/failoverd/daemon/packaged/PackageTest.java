package io.failoverd.daemon.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an operator unpacks. */
@Tag("package")
class PackageTest {
    @Test
    void holdsWhatAnOperatorNeeds() throws Exception {
        Path home = Program.built("");
        assertThat(home.resolve("bin/failoverd")).isExecutable();
        for (String file : List.of(
                "bin/find-java.bash",
                "config.example.yaml",
                "README.md",
                "docs/operations.md",
                "CHANGELOG.md",
                "LICENSE",
                "systemd/failoverd.service",
                "systemd/failoverd.service.d/credentials.conf.example")) {
            assertThat(home.resolve(file)).as(file).isNotEmptyFile();
        }
        assertThat(home.resolve("config.example.yaml"))
                .hasSameTextualContentAs(Program.root().resolve("config.example.yaml"));
    }

    /** Jackson 2 and 3 share an artifact's name, and none of their classes. */
    @Test
    void holdsEveryLibraryOnceAndNoneForTests() throws Exception {
        var versions = new TreeMap<String, String>();
        try (var jars = Files.list(Program.built("").resolve("lib"))) {
            for (String jar : jars.map(path -> path.getFileName().toString()).toList()) {
                assertThat(jar).doesNotContainPattern("junit|assertj|archunit|awaitility|pkitesting|-tests\\.jar");
                String name = jar.replaceFirst("^jackson-core-(\\d+)\\..*", "jackson-core-$1")
                        .replaceFirst("-\\d+\\.[^-]*(\\.Final)?(?=(-linux[^.]*)?\\.jar$)", "");
                assertThat(versions.put(name, jar))
                        .as("another version of " + jar)
                        .isNull();
            }
        }
        assertThat(versions).containsKeys("failoverd-daemon.jar", "failoverd-dns.jar", "failoverd-probes.jar");
    }

    @Test
    void theLauncherRunsThisVersionWithoutAWordOfWarning() throws Exception {
        Program run = Program.run(
                java.util.Map.of("PATH", System.getenv("PATH"), "JAVA_HOME", System.getProperty("java.home")),
                List.of(Program.built("/bin/failoverd").toString(), "--version"));
        assertThat(run).isEqualTo(new Program(0, "failoverd " + Version.current() + "\n", ""));
    }
}
