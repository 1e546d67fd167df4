package io.failoverd.dns.update;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** A real name server as a child process: on a loopback port of its own, with its files in a folder of its own. */
final class Peer implements AutoCloseable {
    static final String ZONE = "example.com";
    static final String KEY = "failoverd";
    static final String SECRET = "bm90IGEgc2VjcmV0LCBidXQgbG9uZyBlbm91Z2ggZm9yIGl0";

    /** A peer opens its port a while later, so none of those that the system gives to whoever connects meanwhile. */
    private static final AtomicInteger NEXT_PORT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(15_000, 30_000));

    private final Process process;
    private final InetSocketAddress address;
    private final Path log;

    private Peer(Process process, InetSocketAddress address, Path log) {
        this.process = process;
        this.address = address;
        this.log = log;
    }

    InetSocketAddress address() {
        return address;
    }

    /** Skips the test where the program is missing, unless this is the CI, where it has to be there. */
    static void require(String program, String debianPackage) {
        boolean there = List.of("/usr/sbin", "/usr/bin", "/sbin", "/bin").stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        if (!there && "true".equals(System.getenv("CI"))) {
            throw new AssertionError(program + " is missing: apt-get install " + debianPackage);
        }
        assumeTrue(there, program + " is missing: apt-get install " + debianPackage);
    }

    static int freePort() {
        int port = NEXT_PORT.incrementAndGet();
        try (var socket = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (BindException taken) {
            return freePort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path zoneFile(Path folder) throws IOException {
        return Files.writeString(folder.resolve(ZONE + ".zone"), """
                $TTL 60
                @ IN SOA ns1 hostmaster 1 3600 600 86400 5
                @ IN NS ns1
                ns1 IN A 127.0.0.1
                alias IN CNAME ns1
                """);
    }

    /** Runs a program once, and gives what it printed. */
    static String run(Path folder, String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "run", ".log");
        Process once = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!once.waitFor(20, TimeUnit.SECONDS) || once.exitValue() != 0) {
            once.destroyForcibly();
            throw new AssertionError(String.join(" ", command) + ": " + Files.readString(output));
        }
        return Files.readString(output);
    }

    private static Peer start(Path folder, int port, String... command) throws IOException {
        Path log = folder.resolve("server.log");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        var peer = new Peer(process, new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), log);
        try {
            Awaitility.await(command[0] + " answers")
                    .atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> !process.isAlive() || peer.answers());
        } catch (RuntimeException e) {
            peer.close();
            throw new AssertionError(Files.readString(log), e);
        }
        if (!process.isAlive()) {
            throw new AssertionError(command[0] + " ended: " + Files.readString(log));
        }
        return peer;
    }

    private boolean answers() {
        try {
            var resolver = new SimpleResolver(address);
            resolver.setTimeout(Duration.ofMillis(500));
            resolver.setTCP(true);
            Message answer = resolver.send(
                    Message.newQuery(Record.newRecord(Name.fromString(ZONE, Name.root), Type.SOA, DClass.IN)));
            return answer.getHeader().getFlag(Flags.AA);
        } catch (IOException e) {
            return false;
        }
    }

    /** BIND as a primary that tells a secondary, if there is one. */
    static Peer bind(Path folder, int port, int secondary) throws IOException {
        require("named", "bind9");
        zoneFile(folder);
        Path conf = Files.writeString(folder.resolve("named.conf"), """
                options {
                    directory "%1$s";
                    listen-on port %2$d { 127.0.0.1; };
                    listen-on-v6 { none; };
                    pid-file none;
                    session-keyfile "%1$s/session.key";
                    recursion no;
                    dnssec-validation no;
                    notify explicit;
                    notify-delay 0;
                    serial-query-rate 1000;
                    allow-transfer { 127.0.0.1; };
                };
                controls { };
                key "%3$s" { algorithm hmac-sha256; secret "%4$s"; };
                key "tester" { algorithm hmac-sha256; secret "%4$s"; };
                key "powerless" { algorithm hmac-sha256; secret "%4$s"; };
                zone "%5$s" {
                    type primary;
                    file "%1$s/%5$s.zone";
                    also-notify { %6$s };
                    update-policy {
                        grant %3$s name www.%5$s A AAAA;
                        grant tester zonesub ANY;
                    };
                };
                """.formatted(
                        folder, port, KEY, SECRET, ZONE, secondary == 0 ? "" : "127.0.0.1 port " + secondary + ";"));
        return start(folder, port, "/usr/sbin/named", "-g", "-n", "1", "-c", conf.toString());
    }

    static Peer bindSecondary(Path folder, int port, int primary) throws IOException {
        Path conf = Files.writeString(folder.resolve("named.conf"), """
                options {
                    directory "%1$s";
                    listen-on port %2$d { 127.0.0.1; };
                    listen-on-v6 { none; };
                    pid-file none;
                    session-keyfile "%1$s/session.key";
                    recursion no;
                    dnssec-validation no;
                    notify no;
                };
                controls { };
                zone "%3$s" {
                    type secondary;
                    primaries { 127.0.0.1 port %4$d; };
                    allow-notify { 127.0.0.1; };
                    file "%1$s/%3$s.db";
                };
                """.formatted(folder, port, ZONE, primary));
        return start(folder, port, "/usr/sbin/named", "-g", "-n", "1", "-c", conf.toString());
    }

    static Peer knot(Path folder, int port) throws IOException {
        require("knotd", "knot");
        zoneFile(folder);
        Path conf = Files.writeString(folder.resolve("knot.conf"), """
                server:
                    rundir: "%1$s"
                    listen: 127.0.0.1@%2$d
                    udp-workers: 1
                    tcp-workers: 1
                    background-workers: 1
                database:
                    storage: "%1$s"
                log:
                  - target: stdout
                    any: info
                key:
                  - id: %3$s
                    algorithm: hmac-sha256
                    secret: %4$s
                  - id: tester
                    algorithm: hmac-sha256
                    secret: %4$s
                  - id: powerless
                    algorithm: hmac-sha256
                    secret: %4$s
                acl:
                  - id: failover
                    key: %3$s
                    action: update
                    update-type: [A, AAAA]
                    update-owner: name
                    update-owner-match: equal
                    update-owner-name: [www.%5$s.]
                  - id: tester
                    key: tester
                    action: update
                zone:
                  - domain: %5$s
                    storage: "%1$s"
                    file: %5$s.zone
                    acl: [failover, tester]
                """.formatted(folder, port, KEY, SECRET, ZONE));
        return start(folder, port, "/usr/sbin/knotd", "-c", conf.toString());
    }

    static Peer powerDns(Path folder, int port) throws IOException, InterruptedException {
        require("pdns_server", "pdns-server");
        require("sqlite3", "sqlite3");
        Path schema = Path.of("/usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql");
        require("pdnsutil", "pdns-backend-sqlite3");
        Files.writeString(folder.resolve("pdns.conf"), """
                launch=gsqlite3
                gsqlite3-database=%1$s/pdns.sqlite3
                local-address=127.0.0.1
                local-port=%2$d
                socket-dir=%1$s
                dnsupdate=yes
                allow-dnsupdate-from=127.0.0.0/8
                disable-syslog=yes
                loglevel=6
                query-cache-ttl=0
                negquery-cache-ttl=0
                cache-ttl=0
                security-poll-suffix=
                """.formatted(folder, port));
        run(folder, "/usr/bin/sqlite3", folder.resolve("pdns.sqlite3").toString(), ".read " + schema);
        String config = "--config-dir=" + folder;
        run(
                folder,
                "/usr/bin/pdnsutil",
                config,
                "load-zone",
                ZONE,
                zoneFile(folder).toString());
        for (String key : List.of(KEY, "tester", "powerless")) {
            run(folder, "/usr/bin/pdnsutil", config, "import-tsig-key", key, "hmac-sha256", SECRET);
        }
        run(folder, "/usr/bin/pdnsutil", config, "set-meta", ZONE, "TSIG-ALLOW-DNSUPDATE", KEY, "tester");
        var command = new ArrayList<>(List.of("/usr/sbin/pdns_server", config, "--guardian=no", "--daemon=no"));
        return start(folder, port, command.toArray(String[]::new));
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
