package io.failoverd.daemon.run;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens event loops: on epoll where there is one, else on NIO, which does the same with more system calls and garbage.
 *
 * <p>The native library lies in the package. Without one, or on musl, it is unpacked to {@code java.io.tmpdir}; where that
 * is mounted {@code noexec} the loops are NIO's.
 */
public final class EventLoops {
    private static final Logger LOG = LoggerFactory.getLogger(EventLoops.class);

    private static final int DNS_LOOPS = 2;

    private EventLoops() {}

    /** Never fails for want of a native transport: {@link #tell} says what was missing. */
    public static Vertx open(VertxOptions options) {
        return Vertx.vertx(options.setPreferNativeTransport(true));
    }

    /**
     * Those of DNS over TCP, on NIO: of a client that has ended its side and reads late, Netty's epoll transport loses the
     * connection (see the package of the DNS server). Apart from the others, so that no burst of TLS handshakes delays an
     * answer; few, since they only copy.
     */
    static Vertx forDns() {
        return Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(DNS_LOOPS)
                .setWorkerPoolSize(2)
                .setInternalBlockingPoolSize(1));
    }

    /** To the log, which they are. */
    public static void tell(Vertx vertx) {
        if (vertx.isNativeTransportEnabled()) {
            LOG.info("event loops: epoll");
        } else {
            LOG.info("event loops: nio, since epoll cannot be had: {}", why(vertx));
        }
    }

    /** The word for the status. */
    public static String transport(Vertx vertx) {
        return vertx.isNativeTransportEnabled() ? "epoll" : "nio";
    }

    private static String why(Vertx vertx) {
        @Nullable Throwable cause = vertx.unavailableNativeTransportCause();
        return cause == null ? "no reason was given" : String.valueOf(cause.getMessage());
    }
}
