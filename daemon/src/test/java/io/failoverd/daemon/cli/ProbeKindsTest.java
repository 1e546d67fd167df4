package io.failoverd.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;

/** {@code failoverd probe} with each kind of check that is no web server's and no port's. */
class ProbeKindsTest extends CommandLineOverSockets {
    private static String config(int tls, int grpc, int dns, String exit) {
        return """
                zones:
                  - name: gslb.example.com
                    ns: {ns1.gslb.example.com: [198.51.100.1]}
                    soa: {mname: ns1.gslb.example.com, rname: hostmaster.example.com, minimum: 5s}
                checks:
                  tls: {tls: {port: %d, host: www.example.com, caFile: ca.pem}}
                  grpc: {grpc: {port: %d, tls: false}}
                  dns: {dns: {port: %d, name: www.example.com, expect: [{only: [192.0.2.1]}]}}
                  exec: {exec: {command: [/bin/sh, -c, '%s']}}
                  icmp: {icmp: {count: 1}}
                services:
                  - {name: tls.gslb.example.com, check: tls, endpoints: [{name: a, address: 127.0.0.1}]}
                  - {name: grpc.gslb.example.com, check: grpc, endpoints: [{name: a, address: 127.0.0.1}]}
                  - {name: dns.gslb.example.com, check: dns, endpoints: [{name: a, address: 127.0.0.1}]}
                  - {name: exec.gslb.example.com, check: exec, endpoints: [{name: a, address: 127.0.0.1}]}
                  - {name: icmp.gslb.example.com, check: icmp, endpoints: [{name: a, address: 127.0.0.1}]}
                """.formatted(tls, grpc, dns, exit);
    }

    private ServerSocket tls() throws Exception {
        X509Bundle ca = new CertificateBuilder()
                .ecp256()
                .subject("CN=ca")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        X509Bundle own = new CertificateBuilder()
                .ecp256()
                .subject("CN=www.example.com")
                .notBefore(Instant.now().minusSeconds(60))
                .addExtendedKeyUsageServerAuth()
                .addSanDnsName("www.example.com")
                .buildIssuedBy(ca);
        file("ca.pem", ca.getCertificatePEM());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.toKeyManagerFactory().getKeyManagers(), null, null);
        ServerSocket server = context.getServerSocketFactory().createServerSocket(0, 10, LOOPBACK);
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try (var socket = (SSLSocket) server.accept()) {
                    socket.startHandshake();
                } catch (IOException _) {
                    // Closed; or a prober that has what it wants.
                }
            }
        });
        return server;
    }

    private static DatagramSocket nameServer() throws Exception {
        DatagramSocket socket = vertx.createDatagramSocket();
        socket.handler(packet -> {
            try {
                var query = new Message(packet.data().getBytes());
                var answer = new Message(query.getHeader().getID());
                answer.getHeader().setFlag(Flags.QR);
                answer.addRecord(query.getQuestion(), Section.QUESTION);
                answer.addRecord(
                        new ARecord(query.getQuestion().getName(), DClass.IN, 30, InetAddress.ofLiteral("192.0.2.1")),
                        Section.ANSWER);
                socket.send(
                        Buffer.buffer(answer.toWire()),
                        packet.sender().port(),
                        packet.sender().host());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        return socket.listen(0, "127.0.0.1").await(10, TimeUnit.SECONDS);
    }

    private static HttpServer healthService() throws Exception {
        return vertx.createHttpServer()
                .requestHandler(request -> request.response()
                        .putHeader("content-type", "application/grpc")
                        .putTrailer("grpc-status", "0")
                        .end(Buffer.buffer(new byte[] {0, 0, 0, 0, 2, 8, 1})))
                .listen(0, "127.0.0.1")
                .await(10, TimeUnit.SECONDS);
    }

    @Test
    void everyKindIsProbedAndSaysWhatItSaw() throws Exception {
        DatagramSocket dns = nameServer();
        HttpServer grpc = healthService();
        try (ServerSocket tls = tls()) {
            Path good = file(
                    "good.yaml",
                    config(
                            tls.getLocalPort(),
                            grpc.actualPort(),
                            dns.localAddress().port(),
                            "echo fine"));
            Map<String, String> seen = seen(run("probe", "--config", good.toString(), "--json"));
            assertThat(seen)
                    .containsEntry("tls.gslb.example.com", "UP null TLS established")
                    .containsEntry("grpc.gslb.example.com", "UP null gRPC SERVING")
                    .containsEntry("dns.gslb.example.com", "UP null www.example.com A: NOERROR with 192.0.2.1")
                    .containsEntry("exec.gslb.example.com", "UP null exit 0: fine");
            // Whether this user may ping is this host's affair.
            assertThat(seen.get("icmp.gslb.example.com"))
                    .matches("UP null echo reply|INCONCLUSIVE local_permission .*");
        } finally {
            grpc.close().await(10, TimeUnit.SECONDS);
            dns.close().await(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void aProgramThatSaysDownIsTheExitCodeOfTheCommand() throws Exception {
        Path bad = file(
                "bad.yaml", config(1, 1, 1, "echo orders are stuck; exit 2").replace(", caFile: ca.pem", ""));

        Ran ran = run("probe", "--config", bad.toString(), "exec.gslb.example.com");

        assertThat(ran.code()).as(ran.err()).isEqualTo(1);
        assertThat(ran.out()).contains("DOWN").contains("exit 2: orders are stuck");
    }

    private static Map<String, String> seen(Ran ran) {
        assertThat(ran.err()).isEmpty();
        return new JsonObject(ran.out())
                .getJsonArray("probes").stream()
                        .map(JsonObject.class::cast)
                        .collect(Collectors.toMap(
                                probe -> probe.getString("service"),
                                probe -> probe.getString("outcome") + " " + probe.getString("reason") + " "
                                        + probe.getString("detail")));
    }
}
