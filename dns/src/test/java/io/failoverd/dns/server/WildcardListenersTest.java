package io.failoverd.dns.server;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** TCP on a wildcard follows the host's addresses. What they are is told here; 127.0.0.0/8 is always there to bind. */
class WildcardListenersTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        LiveServer.get(vertx.close());
    }

    @Test
    void anAddressThatComesUpIsServedAndOneThatGoesIsClosed() {
        TcpServer tcp = new TcpServer(
                new Responder(
                        Ask.tables(SampleZones.decided()),
                        NodeIdentity.of(Optional.empty()),
                        new Tally(Transport.TCP),
                        new SplittableRandom(1)),
                TcpLimits.DEFAULT);
        LiveServer.get(vertx.deployVerticle(tcp));
        TcpServer.Listener first = LiveServer.get(tcp.listen(LiveServer.at("127.0.0.1", 0)));
        InetSocketAddress one = first.bound();
        InetSocketAddress two = LiveServer.at("127.0.0.2", one.getPort());
        InetSocketAddress notHere = LiveServer.at("192.0.2.1", one.getPort());
        var present = new AtomicReference<>(List.of(one));
        var wildcard = new WildcardListeners(vertx, tcp, present::get, List.of(first));

        LiveServer.get(wildcard.follow());
        assertOpen(one);
        assertClosed(two);

        present.set(List.of(one, two, notHere));
        LiveServer.get(wildcard.follow().otherwiseEmpty());
        assertOpen(one);
        assertOpen(two);

        present.set(List.of(two));
        LiveServer.get(wildcard.follow());
        assertClosed(one);
        assertOpen(two);

        present.set(List.of(one, two));
        LiveServer.get(wildcard.follow());
        assertOpen(one);
        wildcard.stop();
    }

    private static void assertOpen(InetSocketAddress address) {
        assertThatCode(() -> new Socket(address.getAddress(), address.getPort()).close())
                .doesNotThrowAnyException();
    }

    /** The system closes a listener when the event loop asks it for events the next time, which is after it said so. */
    private static void assertClosed(InetSocketAddress address) {
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThatThrownBy(
                                () -> new Socket(address.getAddress(), address.getPort()).close())
                        .isInstanceOf(ConnectException.class));
    }
}
