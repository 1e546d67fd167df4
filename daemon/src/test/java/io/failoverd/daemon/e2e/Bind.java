package io.failoverd.daemon.e2e;

import static org.awaitility.Awaitility.await;

import io.failoverd.daemon.demo.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/** A real BIND, primary of {@code e2e.test}, that takes signed updates. It can end and begin again over its files. */
final class Bind implements AutoCloseable {
    private static final String SECRET = "bm90IGEgc2VjcmV0LCBidXQgbG9uZyBlbm91Z2ggZm9yIGl0";
    private static final Name ZONE = Name.fromConstantString("e2e.test.");

    private final Path folder;
    private final int port = FreePort.udpAndTcp();
    private Process process;

    Bind(Path parent) throws IOException {
        folder = Files.createDirectory(parent.resolve("bind"));
        Files.writeString(folder.resolve("zone"), """
                $TTL 60
                @ IN SOA ns1 hostmaster 1 3600 600 86400 5
                @ IN NS ns1
                ns1 IN A 127.0.0.1
                """);
        Files.writeString(folder.resolve("named.conf"), """
                options {
                    directory "%1$s"; listen-on port %2$d { 127.0.0.1; }; listen-on-v6 { none; };
                    pid-file none; session-keyfile "%1$s/session.key"; recursion no; dnssec-validation no; notify no;
                };
                controls { };
                key "failoverd" { algorithm hmac-sha256; secret "%3$s"; };
                key "somebody" { algorithm hmac-sha256; secret "%3$s"; };
                zone "e2e.test" {
                    type primary; file "%1$s/zone";
                    update-policy { grant failoverd name www.e2e.test A AAAA; grant somebody zonesub ANY; };
                };
                """.formatted(folder, port, SECRET));
        start();
    }

    void start() throws IOException {
        Path log = folder.resolve("named.log");
        process = new ProcessBuilder(
                        Tools.find("named").orElseThrow().toString(),
                        "-g",
                        "-n",
                        "1",
                        "-c",
                        folder.resolve("named.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        try {
            await("BIND answers").atMost(RunningDaemon.PATIENCE).until(this::answers);
        } catch (RuntimeException e) {
            process.destroyForcibly();
            throw new IllegalStateException("BIND does not answer: " + Files.readString(log), e);
        }
    }

    private boolean answers() {
        try {
            return dns().ask("ns1.e2e.test", Type.A).getRcode() == Rcode.NOERROR;
        } catch (IOException _) {
            return false;
        }
    }

    /** It ends, and nobody listens. */
    void stop() {
        Ending.end(process);
    }

    /** The publisher of a configuration. */
    String config(Path parent, String more) throws IOException {
        Path secret = Files.writeString(parent.resolve("tsig"), SECRET);
        return """
            publishers:
              - name: bind
                rfc2136:
                  server: "127.0.0.1:%d"
                  zone: e2e.test
                  ttl: 1s
                  key: {name: failoverd, algorithm: hmac-sha256, secret: {file: %s}}
                %s
            """.formatted(port, secret, more);
    }

    Dns dns() {
        return new Dns(port);
    }

    /** Somebody else takes an address away, by an update of their own. */
    void delete(String name, String address) throws IOException {
        var update = new Update(ZONE);
        update.delete(new ARecord(Name.fromString(name + "."), DClass.IN, 0, InetAddress.ofLiteral(address)));
        var resolver = new SimpleResolver(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
        resolver.setTSIGKey(new TSIG(TSIG.HMAC_SHA256, "somebody.", SECRET));
        Message answer = resolver.send(update);
        if (answer.getRcode() != Rcode.NOERROR) {
            throw new IOException("BIND refused: " + Rcode.string(answer.getRcode()));
        }
    }

    @Override
    public void close() {
        stop();
    }
}
