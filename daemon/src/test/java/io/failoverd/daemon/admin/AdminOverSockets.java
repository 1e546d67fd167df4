package io.failoverd.daemon.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** An admin interface on a real socket; requests are written byte by byte, so that every header can be a lie. */
abstract class AdminOverSockets {
    static final InetSocketAddress LOOPBACK = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    static final String OVERRIDE = "/api/v1/services/www.gslb.example.com/endpoints/hangzhou/override";

    static Vertx vertx;

    final SampleDaemon daemon = new SampleDaemon();
    volatile AdminToken token = AdminToken.NONE;
    Metrics metrics;
    AdminServer server;

    record Answer(int status, Map<String, String> headers, String body) {
        JsonObject json() {
            return new JsonObject(body);
        }
    }

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void shut() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @BeforeEach
    void start() throws Exception {
        metrics = new Metrics("1.2.3");
        metrics.bind(daemon);
        metrics.configured(daemon.world());
        server = listening(LOOPBACK);
    }

    @AfterEach
    void stop() throws Exception {
        server.close().await(10, TimeUnit.SECONDS);
        metrics.close();
    }

    AdminServer listening(InetSocketAddress listen) throws Exception {
        AdminServer.Started started =
                AdminServer.listen(vertx, listen, () -> token, daemon, metrics).await(10, TimeUnit.SECONDS);
        assertThat(started).isInstanceOf(AdminServer.Started.Listening.class);
        return ((AdminServer.Started.Listening) started).server();
    }

    Answer get(String path, String... headers) throws IOException {
        return send("GET", path, "", headers);
    }

    Answer put(String path, String body, String... headers) throws IOException {
        return send("PUT", path, body, headers);
    }

    Answer send(String method, String path, String body, String... headers) throws IOException {
        return send(server, method, path, body, headers);
    }

    /** Sends the Host of the listener unless the headers bring one. */
    static Answer send(AdminServer to, String method, String path, String body, String... headers) throws IOException {
        var request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nConnection: close\r\n");
        boolean host = false;
        for (String header : headers) {
            request.append(header).append("\r\n");
            host |= header.startsWith("Host:");
        }
        if (!host) {
            request.append("Host: 127.0.0.1:" + to.address().getPort() + "\r\n");
        }
        request.append("Content-Length: " + body.length() + "\r\n\r\n").append(body);
        InetAddress at = to.address().getAddress().isAnyLocalAddress()
                ? LOOPBACK.getAddress()
                : to.address().getAddress();
        try (var socket = new Socket(at, to.address().getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
            return parse(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static Answer parse(String text) {
        int end = text.indexOf("\r\n\r\n");
        List<String> lines = text.substring(0, end).lines().toList();
        var headers = new TreeMap<String, String>();
        lines.stream()
                .skip(1)
                .forEach(line -> headers.put(
                        line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT),
                        line.substring(line.indexOf(':') + 1).strip()));
        return new Answer(Integer.parseInt(lines.getFirst().substring(9, 12)), headers, text.substring(end + 4));
    }
}
