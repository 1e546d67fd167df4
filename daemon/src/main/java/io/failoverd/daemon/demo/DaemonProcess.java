package io.failoverd.daemon.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** How the demo starts the real daemon: in a process of its own, as {@code failoverd run} starts it. */
final class DaemonProcess {
    private DaemonProcess() {}

    static Child start(Path config, Path stateDir, Path log) throws IOException {
        return Child.start(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
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
