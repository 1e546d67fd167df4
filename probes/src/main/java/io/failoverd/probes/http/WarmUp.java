package io.failoverd.probes.http;

import io.failoverd.probes.TlsHandshake;
import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.HttpCheck;
import io.failoverd.probes.model.HttpRequest;
import io.failoverd.probes.model.LatencyLimits;
import io.failoverd.probes.model.Probed;
import io.failoverd.probes.model.StatusSet;
import io.failoverd.probes.model.Target;
import io.failoverd.probes.model.TargetId;
import io.failoverd.probes.model.TlsSettings;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few probes of a server of our own on loopback, before any that counts. The first TLS handshake of a process loads
 * classes and key tables for seconds on a small machine; without this the first round of probes would time out.
 *
 * <p>Runs on a virtual thread of its own; the server lives as long as it does.
 */
final class WarmUp {
    private static final Logger log = LoggerFactory.getLogger(WarmUp.class);
    private static final String HOST = "warm-up.invalid";
    private static final int HANDSHAKES = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII);

    private WarmUp() {}

    /** Blocks until done; what goes wrong costs only the warmth. */
    static void run(HttpProber prober, TlsHandshake tls) {
        try {
            // The system's trust store, which the probes here do not need, but most others do.
            tls.warmUp();
            OwnCertificate own = OwnCertificate.forHost(HOST);
            try (ServerSocket server = listening(own)) {
                Thread.ofVirtual().name("warm-up-server").start(() -> serve(server));
                for (int i = 0; i < HANDSHAKES; i++) {
                    Future<Probed> outcome = prober.probe(target(server, own), check(server, own));
                    Probed probed =
                            outcome.toCompletionStage().toCompletableFuture().join();
                    log.debug("warm-up: {} in {}", probed.result(), probed.timings());
                }
            }
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            log.warn("the probes could not be warmed up: the first ones may time out", e);
        }
    }

    private static ServerSocket listening(OwnCertificate own) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        char[] none = new char[0];
        store.setKeyEntry("own", own.key().getPrivate(), none, new Certificate[] {own.certificate()});
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, none);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context.getServerSocketFactory().createServerSocket(0, HANDSHAKES, InetAddress.getLoopbackAddress());
    }

    private static void serve(ServerSocket server) {
        for (int i = 0; i < HANDSHAKES; i++) {
            try (Socket socket = server.accept()) {
                socket.setSoTimeout((int) PATIENCE.toMillis());
                InputStream in = socket.getInputStream();
                if (in.read() >= 0) {
                    in.skipNBytes(in.available());
                }
                socket.getOutputStream().write(ANSWER);
            } catch (IOException e) {
                log.debug("warm-up connection ended", e);
            }
        }
    }

    private static Target target(ServerSocket server, OwnCertificate own) throws GeneralSecurityException {
        return new Target(new TargetId(HOST, "loopback", "warm-up"), server.getInetAddress(), HOST, check(server, own));
    }

    private static HttpCheck check(ServerSocket server, OwnCertificate own) throws GeneralSecurityException {
        var cadence = new Cadence(PATIENCE, PATIENCE, PATIENCE, PATIENCE);
        StatusSet ok = StatusSet.parse(List.of("200"));
        return new HttpCheck(
                "warm-up",
                TlsSettings.trusting(own.pem()),
                server.getLocalPort(),
                null,
                HttpRequest.get("/"),
                ok,
                StatusSet.NONE,
                List.of(),
                LatencyLimits.NONE,
                null,
                cadence);
    }
}
