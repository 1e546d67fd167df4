package io.failoverd.daemon.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ResponseStreamTest {
    private final Vertx vertx = Vertx.vertx();
    private final CompletableFuture<String> written = new CompletableFuture<>();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    /** Writes all of it in odd parts, to whoever asks. */
    private int serving(byte[] all, Duration patience) throws Exception {
        HttpServer server = vertx.createHttpServer().requestHandler(request -> {
            Context loop = vertx.getOrCreateContext();
            Callable<Void> writing = () -> {
                var stream = new ResponseStream(request.response(), loop, patience);
                var random = new Random(1);
                for (int at = 0; at < all.length; ) {
                    int count = Math.min(all.length - at, random.nextInt(200_000));
                    stream.write(all, at, count);
                    at += count;
                    if (at < all.length) {
                        stream.write(all[at++]);
                    }
                }
                stream.close();
                return null;
            };
            vertx.executeBlocking(writing, false)
                    .onSuccess(_ -> written.complete("all"))
                    .onFailure(why -> written.complete(String.valueOf(why.getMessage())));
        });
        return server.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS)
                .actualPort();
    }

    private static byte[] bytes(int count) {
        byte[] all = new byte[count];
        new Random(2).nextBytes(all);
        return all;
    }

    private static HttpResponse<byte[]> got(int port) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                            .version(HttpClient.Version.HTTP_1_1)
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    @Test
    void whatIsLargeArrivesWhole() throws Exception {
        byte[] all = bytes(3_000_003);
        HttpResponse<byte[]> response = got(serving(all, ResponseStream.PATIENCE));
        assertThat(response.body()).isEqualTo(all);
        assertThat(response.headers().firstValue("transfer-encoding")).hasValue("chunked");
    }

    @Test
    void whatIsSmallComesWithItsLength() throws Exception {
        byte[] all = bytes(60_000);
        HttpResponse<byte[]> response = got(serving(all, ResponseStream.PATIENCE));
        assertThat(response.body()).isEqualTo(all);
        assertThat(response.headers().firstValue("content-length")).hasValue("60000");
    }

    @Test
    void aClientThatDoesNotReadIsNotWaitedForForEver() throws Exception {
        int port = serving(bytes(30_000_000), Duration.ofMillis(300));
        try (Socket socket = asking(port)) {
            assertThat(written.get(20, TimeUnit.SECONDS)).isEqualTo("the client has not read for PT0.3S");
            assertThat(socket.isClosed()).isFalse();
        }
    }

    @Test
    void aClientThatLeavesEndsTheWriting() throws Exception {
        int port = serving(bytes(30_000_000), ResponseStream.PATIENCE);
        try (Socket socket = asking(port)) {
            InputStream in = socket.getInputStream();
            assertThat(in.readNBytes(10_000)).hasSize(10_000);
        }
        assertThat(written.get(20, TimeUnit.SECONDS)).isEqualTo("the client has gone");
    }

    private static Socket asking(int port) throws IOException {
        var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
        socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return socket;
    }
}
