package io.failoverd.daemon.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A BIND of the demo's own, on a loopback port, without root: a name server that is not ours and takes signed updates
 * (RFC 2136). Its process ends with the demo.
 */
final class NameServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int SECRET_BYTES = 32;
    static final String KEY = "failoverd";

    private final Process process;
    private final Path secretFile;
    private final int port;

    private NameServer(Process process, Path secretFile, int port) {
        this.process = process;
        this.secretFile = secretFile;
        this.port = port;
    }

    /** Where BIND's daemon is; it lives where a user's PATH may not look. */
    static Optional<Path> program() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(Arrays.stream(path.split(":", -1)), Stream.of("/usr/sbin", "/usr/local/sbin"))
                .map(folder -> Path.of(folder, "named"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts it with an empty zone of the demo's name; it answers a little later. */
    static NameServer start(Path folder, int port) throws IOException {
        byte[] random = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(random);
        String secret = Base64.getEncoder().encodeToString(random);
        Path secretFile = Files.createFile(
                folder.resolve("tsig-secret"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secretFile, secret);
        Files.writeString(folder.resolve("demo.test.zone"), """
                $TTL 60
                @ IN SOA ns1 hostmaster 1 3600 600 86400 5
                @ IN NS ns1
                ns1 IN A 127.0.0.1
                """);
        Path config = Files.writeString(
                folder.resolve("named.conf"), """
                options {
                    directory "%1$s"; listen-on port %2$d { 127.0.0.1; }; listen-on-v6 { none; };
                    pid-file none; session-keyfile "%1$s/session.key"; recursion no; dnssec-validation no; notify no;
                };
                controls { };
                key "%3$s" { algorithm hmac-sha256; secret "%4$s"; };
                zone "demo.test" {
                    type primary; file "%1$s/demo.test.zone";
                    update-policy { grant %3$s name %5$s A AAAA; };
                };
                """.formatted(folder, port, KEY, secret, DemoConfig.NAME));
        Process process = new ProcessBuilder(
                        List.of(program().orElseThrow().toString(), "-g", "-n", "1", "-c", config.toString()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("named.log").toFile())
                .start();
        var server = new NameServer(process, secretFile, port);
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "demo-end-bind"));
        return server;
    }

    /** The publisher to it, for the demo's configuration. */
    String publisher() {
        return """
            publishers:
              - name: bind
                rfc2136:
                  server: "127.0.0.1:%d"
                  zone: demo.test
                  ttl: 1s
                  key: {name: %s, algorithm: hmac-sha256, secret: {file: %s}}
            """.formatted(port, KEY, secretFile);
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
