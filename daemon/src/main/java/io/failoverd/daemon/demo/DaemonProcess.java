package io.failoverd.daemon.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** How the demo starts the real daemon: in a process of its own, as {@code failoverd run} starts it. */
sealed interface DaemonProcess {
    Child start(Path config, Path stateDir, Path log) throws IOException;

    /** With the demo's own Java and class path. */
    record Plain() implements DaemonProcess {
        @Override
        public Child start(Path config, Path stateDir, Path log) throws IOException {
            return Child.start(
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx128m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "--enable-native-access=ALL-UNNAMED",
                            "--sun-misc-unsafe-memory-access=allow",
                            "-cp",
                            System.getProperty("java.class.path"),
                            "io.failoverd.daemon.cli.Main",
                            "run",
                            "--config",
                            config.toString(),
                            "--state-dir",
                            stateDir.toString()),
                    log);
        }
    }

    /**
     * By the launcher of a package, as a service is started, and with the order to write an AOT cache when it ends: such a
     * cache fits only the options and the class path that it was made with.
     *
     * @param home where the package is
     * @param cache the file to write
     */
    record Rehearsal(Path home, Path cache) implements DaemonProcess {
        /** A second JVM makes the cache out of what the first has seen, which keeps a busy machine for a minute. */
        private static final Duration ENDS_WITHIN = Duration.ofMinutes(5);

        /**
         * A demo's hundred queries a second would teach the compiler little about a server that gets a hundred thousand, and
         * with what it believes to know it would compile much just when an answer is waited for.
         */
        private static final String WITHOUT_PROFILES = "-XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining";

        @Override
        public Child start(Path config, Path stateDir, Path log) throws IOException {
            return Child.start(
                    List.of(
                            home.resolve("bin/failoverd").toString(),
                            "run",
                            "--config",
                            config.toString(),
                            "--state-dir",
                            stateDir.toString()),
                    Map.of(
                            "JAVA_HOME",
                            System.getProperty("java.home"),
                            "FAILOVERD_JAVA_OPTS",
                            WITHOUT_PROFILES + " -XX:AOTCacheOutput=" + cache),
                    log,
                    ENDS_WITHIN);
        }
    }
}
