package io.failoverd.daemon.e2e;

import static org.awaitility.Awaitility.await;

import io.failoverd.daemon.demo.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.xbill.DNS.Type;

/** A real unbound, as a client's network runs one, that asks the daemon for the zone {@code e2e.test}. */
final class Unbound implements AutoCloseable {
    private final int port = FreePort.udpAndTcp();
    private final Path log;
    private final Process process;

    Unbound(Path folder, int daemonPort) throws IOException {
        log = folder.resolve("unbound.log");
        Path config = Files.writeString(folder.resolve("unbound.conf"), """
                server:
                  interface: 127.0.0.1
                  port: %1$d
                  username: ""
                  chroot: ""
                  directory: "%2$s"
                  pidfile: ""
                  use-syslog: no
                  do-daemonize: no
                  num-threads: 1
                  module-config: "iterator"
                  do-not-query-localhost: no
                  do-ip6: no
                  access-control: 127.0.0.0/8 allow
                  local-zone: "test." nodefault
                remote-control:
                  control-enable: no
                stub-zone:
                  name: "e2e.test."
                  stub-addr: 127.0.0.1@%3$d
                  stub-prime: no
                  stub-first: no
                """.formatted(port, folder, daemonPort));
        process = new ProcessBuilder(
                        Tools.find("unbound").orElseThrow().toString(), "-d", "-p", "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            await("unbound answers").atMost(RunningDaemon.PATIENCE).until(this::answers);
        } catch (RuntimeException e) {
            process.destroyForcibly();
            throw new IllegalStateException("unbound does not answer: " + Files.readString(log), e);
        }
    }

    private boolean answers() {
        try {
            if (!process.isAlive()) {
                throw new IllegalStateException("unbound ended: " + Files.readString(log));
            }
            dns().ask("e2e.test", Type.SOA);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    Dns dns() {
        return new Dns(port);
    }

    @Override
    public void close() {
        Ending.end(process);
    }
}
