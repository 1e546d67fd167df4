package io.failoverd.daemon.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.failoverd.daemon.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator unpacks. */
@Tag("package")
class PackageTest {
    private static final Program SILENT = new Program(0, "failoverd " + Version.current() + "\n", "");

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
        assertThat(version(Program.built(""), "")).isEqualTo(SILENT);
    }

    @Test
    void theLauncherTakesClassesFromTheCacheThatTheBuildMade(@TempDir Path folder) throws Exception {
        assumeFalse(Boolean.getBoolean("failoverd.aot.skip"), "built with -Dfailoverd.aot.skip");
        Path log = folder.resolve("classes.log");
        assertThat(version(Program.built(""), "-Xlog:class+load:file=" + log)).isEqualTo(SILENT);
        assertThat(log).content().contains("io.failoverd.daemon.cli.Main source: shared objects file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not a cache"})
    void aCacheThatDoesNotFitIsPassedOverWithoutAWord(String bytes, @TempDir Path folder) throws Exception {
        Path lib = Files.createDirectory(folder.resolve("lib"));
        try (var jars = Files.newDirectoryStream(Program.built("/lib"), "*.jar")) {
            for (Path jar : jars) {
                Files.createSymbolicLink(lib.resolve(jar.getFileName()), jar);
            }
        }
        Path bin = Files.createDirectory(folder.resolve("bin"));
        try (var scripts = Files.newDirectoryStream(Program.built("/bin"))) {
            for (Path script : scripts) {
                Files.copy(script, bin.resolve(script.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        Files.writeString(lib.resolve("failoverd.aot"), bytes);
        assertThat(version(folder, "")).isEqualTo(SILENT);
    }

    @Test
    void aCacheThatWasMadeWithOtherOptionsIsPassedOverWithoutAWord() throws Exception {
        assertThat(version(Program.built(""), "-XX:-UseCompactObjectHeaders")).isEqualTo(SILENT);
    }

    private static Program version(Path home, String javaOptions) throws Exception {
        return Program.run(
                Map.of(
                        "PATH",
                        System.getenv("PATH"),
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "FAILOVERD_JAVA_OPTS",
                        javaOptions),
                List.of(home.resolve("bin/failoverd").toString(), "--version"));
    }
}
