package io.failoverd.daemon.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The launcher against Javas that are only a release file and a script which prints how it was called. */
class LauncherTest {
    @TempDir
    Path folder;

    private Path launcher;

    @BeforeEach
    void unpack() throws IOException {
        Program.need("bash");
        Path bin = Files.createDirectories(folder.resolve("unpacked/bin"));
        for (String file : List.of("failoverd", "find-java.bash")) {
            Path source = Program.root().resolve("daemon/src/main/dist/bin").resolve(file);
            Files.copy(source, bin.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
        }
        launcher = bin.resolve("failoverd");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // JAVA_HOME, java on the PATH, in the JVM directory, chosen
                "25.0.3, -,      -,                 home",
                "26-ea,  25,     25,                home",
                "17.0.1, 25.0.1, 26,                path",
                "1.8.0,  -,      25.0.1,            jvm-25.0.1",
                "-,      17.0.1, 25|9|27|26|1.8.0,  jvm-27",
                "-,      25,     27,                path",
                "-,      17,     24|21.0.9,         -",
                "24,     -,      -,                 -",
                "-,      -,      -,                 -",
            })
    void takesTheFirstJavaThatIsNewEnough(String home, String onPath, String inJvmDir, String chosen) throws Exception {
        var environment = environment();
        if (home != null) {
            environment.put("JAVA_HOME", java("home", home).toString());
        }
        if (onPath != null) {
            Path bin = java("path", onPath).resolve("bin");
            environment.merge("PATH", bin.toString(), (tools, java) -> java + ":" + tools);
        }
        for (String version : inJvmDir == null ? new String[0] : inJvmDir.split("\\|")) {
            java("jvm/jvm-" + version, version);
        }
        Program run = Program.run(environment, List.of(launcher.toString(), "--version"));
        if (chosen == null) {
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.out()).isEmpty();
            assertThat(run.err().lines()).singleElement().asString().startsWith("failoverd: needs Java 25 or newer");
            return;
        }
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith("/" + chosen + "\n");
    }

    @Test
    void sayWhatWasFoundInstead() throws Exception {
        var environment = environment();
        environment.put("JAVA_HOME", java("home", "17.0.1").toString());
        Program run = Program.run(environment, List.of(launcher.toString()));
        assertThat(run.err())
                .isEqualTo("failoverd: needs Java 25 or newer, found Java 17 in JAVA_HOME=" + folder.resolve("home")
                        + ": install one, for example with 'apt-get install temurin-25-jdk' or"
                        + " 'apt-get install openjdk-25-jdk-headless', or set JAVA_HOME.\n");
    }

    @Test
    void passesArgumentsUntouchedAndTheOperatorsOptionsLast() throws Exception {
        var environment = environment();
        environment.put("JAVA_HOME", java("home", "25").toString());
        environment.put("FAILOVERD_JAVA_OPTS", "-Xmx1g  -Dx=y");
        var command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of("override", "www.example.com", "a b", "--note", "* $HOME"));
        var arguments = Program.run(environment, command).out().lines().toList();
        assertThat(arguments).containsSubsequence("-Xmx256m", "-Xmx1g", "-Dx=y", "io.failoverd.daemon.cli.Main");
        assertThat(arguments).endsWith("override", "www.example.com", "a b", "--note", "* $HOME");
    }

    @Test
    void isFoundThroughALink() throws Exception {
        var environment = environment();
        environment.put("JAVA_HOME", java("home", "25").toString());
        Path link = Files.createSymbolicLink(folder.resolve("failoverd"), launcher);
        Path lib = launcher.getParent().resolveSibling("lib");
        var arguments =
                Program.run(environment, List.of(link.toString())).out().lines().toList();
        assertThat(arguments).containsSubsequence("-cp", lib + "/failoverd.jar");
    }

    @Test
    void takesTheCacheThatIsThereUnlessTheOperatorHasAnother() throws Exception {
        var environment = environment();
        environment.put("JAVA_HOME", java("home", "25").toString());
        Path lib = Files.createDirectories(launcher.getParent().resolveSibling("lib"));
        String cache = "-XX:AOTCache=" + lib.resolve("failoverd.aot");

        assertThat(Program.run(environment, List.of(launcher.toString())).out()).doesNotContain("AOTCache");
        Files.createFile(lib.resolve("failoverd.aot"));
        assertThat(Program.run(environment, List.of(launcher.toString())).out().lines())
                .contains(cache);
        environment.put("FAILOVERD_JAVA_OPTS", "-XX:AOTCacheOutput=/tmp/other");
        assertThat(Program.run(environment, List.of(launcher.toString())).out().lines())
                .contains("-XX:AOTCacheOutput=/tmp/other")
                .doesNotContain(cache);
    }

    @Test
    void takesTheNativeCodeOfThePackageForThisProcessor() throws Exception {
        var environment = environment();
        environment.put("JAVA_HOME", java("home", "25").toString());
        String processor = System.getProperty("os.arch", "").replace("amd64", "x86_64");
        Path others = launcher.getParent().resolveSibling("lib/native/" + processor + "-other");
        Path ours = others.resolveSibling(processor);
        assumeFalse(Program.run("sh", "-c", "ls /lib/ld-musl-*").exitCode() == 0, "this host has musl's loader");

        Files.createDirectories(others);
        assertThat(Program.run(environment, List.of(launcher.toString())).out()).doesNotContain("library.path");
        Files.createDirectories(ours);
        assertThat(Program.run(environment, List.of(launcher.toString())).out().lines())
                .contains("-Djava.library.path=" + ours, "-Dorg.sqlite.lib.path=" + ours);
    }

    /** Only the tools that the launcher needs, so that no real Java is on the PATH. */
    private Map<String, String> environment() throws IOException {
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : List.of("env", "bash", "readlink", "sed", "head")) {
            Files.copy(which(tool), tools.resolve(tool), StandardCopyOption.COPY_ATTRIBUTES);
        }
        var environment = new HashMap<String, String>();
        environment.put("PATH", tools.toString());
        environment.put("HOME", folder.resolve("nobody").toString());
        environment.put("FAILOVERD_JVM_DIR", folder.resolve("jvm").toString());
        return environment;
    }

    private static Path which(String tool) {
        return List.of(System.getenv("PATH").split(":")).stream()
                .map(bin -> Path.of(bin, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    private Path java(String name, String version) throws IOException {
        Path home = folder.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(
                home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\nOS_ARCH=\"x\"\n");
        Path java = home.resolve("bin/java");
        Files.writeString(java, "#!/usr/bin/env bash\nhome=${0%/bin/java}\nprintf '%s\\n' \"/${home##*/}\" \"$@\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        return home;
    }
}
