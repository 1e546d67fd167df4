package io.failoverd.daemon.packaged;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.failoverd.daemon.Version;
import java.io.File;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
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

    @Test
    void itsOneJarHoldsOurModulesAndNothingForTests() throws Exception {
        try (var jar = new JarFile(Program.built("/lib/failoverd.jar").toFile())) {
            List<String> names = jar.stream().map(ZipEntry::getName).toList();
            assertThat(names)
                    .doesNotHaveDuplicates()
                    .contains(
                            "io/failoverd/daemon/cli/Main.class",
                            "io/failoverd/dns/server/LocalDns.class",
                            "io/failoverd/probes/ProbeLoop.class",
                            "META-INF/LICENSE",
                            "META-INF/NOTICE")
                    .noneMatch(
                            name -> name.matches("(org/(junit|assertj|awaitility)|com/tngtech|io/netty/pkitesting)/.*"))
                    .as("signatures of jars that are not these")
                    .noneMatch(name -> name.matches("META-INF/[^/]*\\.(SF|RSA|DSA)"));
            assertThat(jar.isMultiRelease()).isTrue();
        }
    }

    /** A merged list of providers that had lost some would be seen by whoever needs one of them, and late. */
    @Test
    void everyProviderThatALibraryNamesIsThere() throws Exception {
        // As a JVM opens it: some classes are there for newer ones only.
        File file = Program.built("/lib/failoverd.jar").toFile();
        try (var jar = new JarFile(file, false, ZipFile.OPEN_READ, Runtime.version())) {
            List<JarEntry> services = jar.stream()
                    .filter(entry -> entry.getName().startsWith("META-INF/services/") && !entry.isDirectory())
                    .toList();
            assertThat(services)
                    .extracting(JarEntry::getName)
                    .contains(
                            "META-INF/services/java.sql.Driver",
                            "META-INF/services/org.slf4j.spi.SLF4JServiceProvider");
            for (JarEntry service : services) {
                String providers = new String(jar.getInputStream(service).readAllBytes(), UTF_8);
                assertThat(providers
                                .lines()
                                .map(line -> line.replaceFirst("#.*", "").strip())
                                .filter(line -> !line.isEmpty()))
                        .as(service.getName())
                        .isNotEmpty()
                        .allSatisfy(provider -> assertThat(jar.getJarEntry(provider.replace('.', '/') + ".class"))
                                .as(provider)
                                .isNotNull());
            }
        }
    }

    /** The package holds a part of the library that the SDK of the cloud signs with. */
    @ParameterizedTest
    @ValueSource(strings = {"ACS3-HMAC-SHA256", "ACS3-HMAC-SM3"})
    void theCloudsRequestsCanBeSigned(String algorithm) throws Exception {
        URL jar = Program.built("/lib/failoverd.jar").toUri().toURL();
        try (var only = new URLClassLoader(new URL[] {jar}, ClassLoader.getPlatformClassLoader())) {
            Method sign = only.loadClass("com.aliyun.openapiutil.Client")
                    .getMethod("SignatureMethod", String.class, String.class, String.class);
            assertThat((byte[]) sign.invoke(null, "text", "secret", algorithm)).hasSize(32);
        }
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
        Files.createSymbolicLink(lib.resolve("failoverd.jar"), Program.built("/lib/failoverd.jar"));
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
