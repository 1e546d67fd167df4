package io.failoverd.dns.server;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TCP listeners of a wildcard, one for each of this host's addresses, since the JDK would open {@code [::]} for IPv4
 * as well. Follows addresses that come and go, as UDP does by itself. One look at a time, on whatever event loop; one
 * that is asked for meanwhile starts when the one before it has ended.
 */
final class WildcardListeners {
    /** An address that came up is asked over UDP first, and over TCP at the earliest after a truncated answer. */
    private static final long EVERY_MILLIS = 5_000;

    private static final Logger LOG = LoggerFactory.getLogger(WildcardListeners.class);

    private final Vertx vertx;
    private final TcpServer tcp;
    private final Callable<List<InetSocketAddress>> present;
    private final Map<InetSocketAddress, TcpServer.Listener> listeners = new ConcurrentHashMap<>();
    private final long timer;
    private Future<Void> looking = Future.succeededFuture();

    /** @param present this host's addresses now, with the port */
    WildcardListeners(
            Vertx vertx, TcpServer tcp, Callable<List<InetSocketAddress>> present, List<TcpServer.Listener> opened) {
        this.vertx = vertx;
        this.tcp = tcp;
        this.present = present;
        opened.forEach(listener -> listeners.put(listener.bound(), listener));
        this.timer = vertx.setPeriodic(EVERY_MILLIS, id -> followUnlessLooking());
    }

    /** Looks once, at addresses read after this call. Any that fails is tried again at the next look. */
    synchronized Future<Void> follow() {
        looking = looking.transform(before -> vertx.executeBlocking(present)
                .compose(now -> bring(Objects.requireNonNull(now)))
                .onFailure(e -> LOG.debug("TCP does not follow this host's addresses for now", e)));
        return looking;
    }

    /** A look that hangs collects no others behind it. */
    private synchronized void followUnlessLooking() {
        if (looking.isComplete()) {
            follow();
        }
    }

    private Future<Void> bring(List<InetSocketAddress> now) {
        List<Future<?>> changes = new ArrayList<>();
        for (InetSocketAddress gone : List.copyOf(listeners.keySet())) {
            TcpServer.Listener listener = now.contains(gone) ? null : listeners.remove(gone);
            if (listener != null) {
                LOG.info("{} is gone, and TCP there is closed", ListenFailure.show(gone));
                changes.add(listener.close());
            }
        }
        for (InetSocketAddress address : now) {
            if (!listeners.containsKey(address)) {
                changes.add(tcp.listen(address)
                        .onSuccess(listener -> {
                            listeners.put(address, listener);
                            LOG.info("Answering DNS over TCP on {} as well", ListenFailure.show(address));
                        })
                        .onFailure(e -> LOG.debug("{} cannot be opened for TCP yet", ListenFailure.show(address), e)));
            }
        }
        return Future.join(changes).mapEmpty();
    }

    void stop() {
        vertx.cancelTimer(timer);
    }
}
