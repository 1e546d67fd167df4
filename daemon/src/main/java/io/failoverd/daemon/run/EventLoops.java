package io.failoverd.daemon.run;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens event loops: on epoll where there is one, else on NIO, which does the same with more system calls and garbage.
 *
 * <p>The native library is unpacked to {@code java.io.tmpdir}; where that is mounted {@code noexec} the loops are NIO's.
 */
public final class EventLoops {
    private static final Logger LOG = LoggerFactory.getLogger(EventLoops.class);

    private EventLoops() {}

    /** Never fails for want of a native transport: {@link #tell} says what was missing. */
    public static Vertx open(VertxOptions options) {
        return Vertx.vertx(options.setPreferNativeTransport(true));
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
