package io.failoverd.daemon.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.EventExecutorGroup;
import io.vertx.core.internal.VertxInternal;
import org.junit.jupiter.api.Test;

class FoundationsTest {
    /** Of a client that has ended its side and reads late, Netty's epoll transport loses the connection. */
    @Test
    void dnsOverTcpHasLoopsOfItsOwnAndNeverOnEpoll() {
        try (var foundations = new Foundations()) {
            assertThat(foundations.dnsLoops()).isNotSameAs(foundations.vertx());
            assertThat(foundations.dnsLoops().isNativeTransportEnabled()).isFalse();
        }
    }

    @Test
    void endsAllThatItBegan() {
        EventExecutorGroup loops;
        EventExecutorGroup dnsLoops;
        try (var foundations = new Foundations()) {
            loops = ((VertxInternal) foundations.vertx()).eventLoopGroup();
            dnsLoops = ((VertxInternal) foundations.dnsLoops()).eventLoopGroup();
        }
        assertThat(loops.isShuttingDown()).isTrue();
        assertThat(dnsLoops.isShuttingDown()).isTrue();
    }
}
