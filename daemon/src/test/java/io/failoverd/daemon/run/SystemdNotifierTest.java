package io.failoverd.daemon.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SystemdNotifierTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"path", "abstract"})
    void everyMessageArrivesInOrder(String kind) throws Exception {
        String socket = kind.equals("path") ? folder.resolve("notify").toString() : "@failoverd-" + UUID.randomUUID();
        try (var systemd = new NotifyReceiver(socket)) {
            long before = System.nanoTime() / 1_000;
            try (var notifier = SystemdNotifier.open(Map.of("NOTIFY_SOCKET", socket))) {
                notifier.status("Reading the config");
                notifier.ready("2 services, 4 of 4 endpoints answer");
                notifier.watchdogPing();
                notifier.reloading();
                notifier.ready("2 services");
                notifier.stopping();
            } // close() lets them out
            assertThat(systemd.next(LIMIT)).isEqualTo("STATUS=Reading the config");
            assertThat(systemd.next(LIMIT)).isEqualTo("READY=1\nSTATUS=2 services, 4 of 4 endpoints answer");
            assertThat(systemd.next(LIMIT)).isEqualTo("WATCHDOG=1");
            String reloading = systemd.next(LIMIT);
            assertThat(reloading).startsWith("RELOADING=1\nMONOTONIC_USEC=");
            assertThat(Long.parseLong(reloading.substring(reloading.lastIndexOf('=') + 1)))
                    .isBetween(before, System.nanoTime() / 1_000);
            assertThat(systemd.next(LIMIT)).isEqualTo("READY=1\nSTATUS=2 services");
            assertThat(systemd.next(LIMIT)).isEqualTo("STOPPING=1\nSTATUS=Stopping");
        }
    }

    @Test
    void aStatusCannotSmuggleAnAssignmentNorFillTheScreen() throws Exception {
        String socket = folder.resolve("notify").toString();
        try (var systemd = new NotifyReceiver(socket);
                var notifier = SystemdNotifier.open(Map.of("NOTIFY_SOCKET", socket))) {
            notifier.status("bad\nMAINPID=1");
            notifier.status("x".repeat(1_000));
            assertThat(systemd.next(LIMIT)).isEqualTo("STATUS=bad MAINPID=1");
            assertThat(systemd.next(LIMIT)).hasSize("STATUS=".length() + 256).endsWith("x…");
        }
    }

    @Test
    void aManagerThatComesBackIsHeardAgain() throws Exception {
        Path socket = folder.resolve("notify");
        try (var notifier = SystemdNotifier.open(Map.of("NOTIFY_SOCKET", socket.toString()))) {
            notifier.ready("nobody listens yet");
            try (var systemd = new NotifyReceiver(socket.toString())) {
                assertHearsAgain(notifier, systemd);
            }
            Files.deleteIfExists(socket);
            try (var systemd = new NotifyReceiver(socket.toString())) {
                assertHearsAgain(notifier, systemd);
            }
        }
    }

    private static void assertHearsAgain(SystemdNotifier notifier, NotifyReceiver systemd) throws Exception {
        boolean heard = false;
        for (int attempt = 0; attempt < 100 && !heard; attempt++) {
            notifier.watchdogPing();
            heard = systemd.sees("WATCHDOG=1", Duration.ofMillis(100));
        }
        assertThat(heard).isTrue();
    }

    @Test
    void withoutAManagerNothingHappens() {
        for (String socket : new String[] {"", "vsock:2:1234", "relative/path"}) {
            try (var notifier = SystemdNotifier.open(Map.of("NOTIFY_SOCKET", socket, "WATCHDOG_USEC", "30000000"))) {
                notifier.ready("ready");
                notifier.watchdogPing();
                notifier.stopping();
                assertThat(notifier.watchdogTimeout()).as(socket).isEmpty();
            }
        }
    }
}
