package io.failoverd.daemon.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A BIND of the demo's own, without root: a name server that is not ours and takes signed updates (RFC 2136). */
final class BindServer implements Elsewhere {
    private static final int SECRET_BYTES = 32;
    private static final String KEY = "failoverd";

    private final Child named;
    private final Path secretFile;
    private final int port;

    private BindServer(Child named, Path secretFile, int port) {
        this.named = named;
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
    static BindServer start(Path folder, int port) throws IOException {
        String secret = Base64.getEncoder().encodeToString(SecretFile.random(SECRET_BYTES));
        Path secretFile = SecretFile.write(folder.resolve("tsig-secret"), secret);
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
        Child named = Child.start(
                List.of(program().orElseThrow().toString(), "-g", "-n", "1", "-c", config.toString()),
                folder.resolve("named.log"));
        return new BindServer(named, secretFile, port);
    }

    @Override
    public String words() {
        return "a BIND that the daemon sends updates to";
    }

    @Override
    public String publisher() {
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

    @Override
    public int port() {
        return port;
    }

    @Override
    public Optional<String> trouble() {
        return named.alive() ? Optional.empty() : Optional.of("BIND has ended; the end of its log:\n" + named.tail());
    }

    @Override
    public void close() {
        named.close();
    }
}
