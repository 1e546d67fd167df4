package io.failoverd.daemon.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.run.NotifyReceiver;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/**
 * The tarball, unpacked as an operator does it, and the unit's own ExecStart, started as systemd does it: by an
 * unprivileged user, with a notify socket and a watchdog, and only the paths replaced.
 */
@Tag("package")
class PackagedDaemonTest {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String NOBODY = "65534";

    @TempDir
    Path folder;

    private Path home;
    private Path state;
    private Path config;
    private Path log;
    private NotifyReceiver systemd;
    private Process daemon;

    @BeforeEach
    void unpack() throws Exception {
        Program.need("tar");
        // Somebody else has to get in: the folder is made for its owner alone.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Program unpacked = Program.run(
                "tar", "-C", folder.toString(), "-xzf", Program.built(".tar.gz").toString());
        assertThat(unpacked.exitCode()).as(unpacked.err()).isZero();
        home = folder.resolve(Program.built("").getFileName().toString());
        state = Files.createDirectory(folder.resolve("state"));
        Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwx------"));
        if (isRoot()) {
            Program.need("setpriv");
            Program given = Program.run("chown", NOBODY + ":" + NOBODY, state.toString());
            assertThat(given.exitCode()).as(given.err()).isZero();
        }
        config = folder.resolve("config.yaml");
        log = folder.resolve("daemon.log");
        systemd = new NotifyReceiver(folder.resolve("notify").toString());
        Files.setPosixFilePermissions(folder.resolve("notify"), PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    @AfterEach
    void end() {
        if (daemon != null) {
            daemon.destroyForcibly();
        }
        if (systemd != null) {
            systemd.close();
        }
    }

    @Test
    void theUnitsCommandStartsAnswersReloadsAndStops() throws Exception {
        int port = freePort();
        Files.writeString(config, config(port, freePort()));
        start();

        hears("READY=1", START_LIMIT);
        assertThat(answer(port)).as(log()).containsExactly("127.0.0.1");
        assertThat(nativeCode())
                .as("loaded from the package, and not unpacked anywhere")
                .isNotEmpty()
                .allMatch(file -> file.startsWith(home.resolve("lib/native")));
        hears("WATCHDOG=1", LIMIT);
        hears("WATCHDOG=1", LIMIT);

        signal("HUP"); // ExecReload
        hears("RELOADING=1", LIMIT);
        hears("READY=1", LIMIT);
        assertThat(answer(port)).as(log()).containsExactly("127.0.0.1");

        signal("TERM");
        hears("STOPPING=1", LIMIT);
        assertThat(daemon.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                .as(log())
                .isTrue();
        assertThat(daemon.exitValue()).as(log()).isZero();
    }

    @Test
    void aConfigThatIsWrongEndsItBeforeItIsReady() throws Exception {
        Files.writeString(config, config(freePort(), freePort()).replace("zones:", "zonnes:"));
        start();
        assertThat(daemon.waitFor(START_LIMIT.toSeconds(), TimeUnit.SECONDS))
                .as(log())
                .isTrue();
        assertThat(daemon.exitValue()).as(log()).isEqualTo(1);
        assertThat(log()).contains("zonnes").contains("zones");
        assertThat(systemd.sees("READY=1", Duration.ZERO)).isFalse();
    }

    private List<Path> nativeCode() throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(daemon.pid()), "maps")).stream()
                .filter(line -> line.matches(".*/(libsqlite|libnetty).*"))
                .map(line -> Path.of(line.substring(line.indexOf('/'))))
                .distinct()
                .toList();
    }

    /** Gives up at once when the daemon has ended. */
    private void hears(String line, Duration limit) throws Exception {
        long deadline = System.nanoTime() + limit.toNanos();
        boolean heard = false;
        while (!heard && System.nanoTime() < deadline) {
            boolean alive = daemon.isAlive();
            heard = systemd.sees(line, Duration.ofMillis(500));
            if (!alive) {
                break;
            }
        }
        assertThat(heard).as("%s; the daemon's log: %s", line, log()).isTrue();
    }

    private String config(int dns, int admin) {
        return """
                node: {name: packaged, stateDir: %s}
                dns: {listen: ["127.0.0.1:%d"]}
                zones:
                  - name: gslb.test
                    ns: {ns1.gslb.test: [127.0.0.1]}
                checks:
                  admin: {tcp: {port: %d}}
                services:
                  - name: www.gslb.test
                    check: admin
                    policy: all
                    endpoints:
                      - {name: here, region: local, address: 127.0.0.1}
                admin: {listen: "127.0.0.1:%d"}
                """.formatted(state, dns, admin, admin);
    }

    private void start() throws IOException {
        var command = new ArrayList<String>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        }
        // A runner under nohup ignores SIGHUP; systemd's children do not.
        command.addAll(List.of("env", "--default-signal=HUP"));
        // As systemd does: the PID that is watched is the one that every exec keeps.
        command.addAll(List.of("sh", "-c", "WATCHDOG_PID=$$ exec \"$@\"", "systemd"));
        command.addAll(execStart());
        var builder = new ProcessBuilder(command)
                .directory(new java.io.File("/"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        var environment = new HashMap<String, String>();
        environment.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("NOTIFY_SOCKET", folder.resolve("notify").toString());
        environment.put("WATCHDOG_USEC", "3000000");
        environment.put("STATE_DIRECTORY", state.toString());
        builder.environment().clear();
        builder.environment().putAll(environment);
        daemon = builder.start();
    }

    private List<String> execStart() throws IOException {
        String line = Files.readAllLines(home.resolve("systemd/failoverd.service")).stream()
                .filter(text -> text.startsWith("ExecStart="))
                .findFirst()
                .orElseThrow();
        assertThat(line).contains("/opt/failoverd/", "/etc/failoverd/config.yaml");
        return List.of(line.substring("ExecStart=".length())
                .replace("/opt/failoverd/", home + "/")
                .replace("/etc/failoverd/config.yaml", config.toString())
                .split(" "));
    }

    private void signal(String name) throws Exception {
        assertThat(Program.run("kill", "-" + name, Long.toString(daemon.pid())).exitCode())
                .isZero();
    }

    private static List<String> answer(int port) throws Exception {
        var resolver = new SimpleResolver(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        resolver.setTimeout(Duration.ofSeconds(5));
        var question = Record.newRecord(Name.fromString("www.gslb.test."), Type.A, DClass.IN);
        return resolver.send(Message.newQuery(question)).getSection(Section.ANSWER).stream()
                .map(record -> ((ARecord) record).getAddress().getHostAddress())
                .toList();
    }

    private String log() throws IOException {
        return Files.exists(log) ? Files.readString(log) : "no log";
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** Free for UDP and TCP a moment ago. */
    private static int freePort() throws IOException {
        try (var tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var udp = new DatagramSocket(tcp.getLocalPort(), InetAddress.getLoopbackAddress())) {
            return udp.getLocalPort();
        }
    }
}
