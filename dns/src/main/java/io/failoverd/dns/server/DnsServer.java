package io.failoverd.dns.server;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sockets of the server: TCP first, since it refuses a port that is in use, then UDP on the same ports. Either all
 * that was asked for is open or nothing is. It stays open over reloads; the threads read the table anew for each query.
 */
final class DnsServer {
    /** How often another ephemeral port is tried when TCP got one whose UDP twin is taken. */
    private static final int EPHEMERAL_ATTEMPTS = 8;

    private static final Logger LOG = LoggerFactory.getLogger(DnsServer.class);

    private final Vertx vertx;
    private final Shared shared;
    private final UdpEngine udp;
    private final TcpServer tcp;
    private final List<Tally> tallies = new CopyOnWriteArrayList<>();
    /** What is shown: wildcards as they are, where the engine takes them. */
    private final List<InetSocketAddress> bound = new CopyOnWriteArrayList<>();
    /** Every address that TCP is open on. */
    private final Set<InetSocketAddress> listening = ConcurrentHashMap.newKeySet();

    private final List<WildcardListeners> followed = new CopyOnWriteArrayList<>();
    private volatile @Nullable String deployment;
    private volatile long rotation = -1;

    DnsServer(Vertx vertx, Shared shared, UdpEngine udp, TcpLimits tcpLimits) {
        this.vertx = vertx;
        this.shared = shared;
        this.udp = udp;
        this.tcp = new TcpServer(responder(Transport.TCP), tcpLimits);
    }

    private Responder responder(Transport transport) {
        Tally tally = new Tally(transport);
        tallies.add(tally);
        return new Responder(shared, tally, new SplittableRandom());
    }

    /** Opens everything, then starts to answer. Expected failures are outcomes. */
    Future<ListenOutcome> start(List<InetSocketAddress> listen) {
        Future<Void> opened = vertx.deployVerticle(tcp).compose(id -> {
            deployment = id;
            Future<Void> before = Future.succeededFuture();
            for (InetSocketAddress address : listen) {
                before = before.compose(done -> open(address, EPHEMERAL_ATTEMPTS));
            }
            return before;
        });
        rotation = vertx.setPeriodic(
                ServerCookies.RANDOM_FOR.toMillis(), tick -> shared.cookies().rotate());
        return opened.map(done -> {
                    udp.start(() -> responder(Transport.UDP));
                    LOG.info(
                            "Answering DNS on {} ({} engine)",
                            bound.stream().map(ListenFailure::show).toList(),
                            udp.name());
                    return (ListenOutcome) new ListenOutcome.Listening(bound);
                })
                .recover(e -> close().transform(closed -> Future.succeededFuture(failed(e))));
    }

    private static ListenOutcome failed(Throwable e) {
        return new ListenOutcome.Failed(String.valueOf(e.getMessage()));
    }

    /** One configured address: all its sockets. */
    private Future<Void> open(InetSocketAddress configured, int attempts) {
        List<InetSocketAddress> addresses;
        try {
            addresses = LocalAddresses.resolve(configured).stream()
                    .filter(a -> !listening.contains(a))
                    .toList();
        } catch (IOException e) {
            return Future.failedFuture(ListenFailure.text(configured, e));
        }
        List<TcpServer.Listener> listeners = new ArrayList<>();
        if (addresses.isEmpty()) {
            return Future.succeededFuture();
        }
        boolean wildcard = configured.getAddress().isAnyLocalAddress();
        return openTcp(addresses, wildcard, listeners)
                .compose(done ->
                        wildcard && udp.takesWildcards() ? openWildcard(configured, listeners) : openUdp(listeners))
                .recover(e -> closeAll(listeners).transform(closed -> {
                    if (configured.getPort() == 0 && attempts > 1 && inUse(e)) {
                        return open(configured, attempts - 1);
                    }
                    LOG.debug("{} could not be opened", configured, e);
                    return Future.failedFuture(ListenFailure.text(configured, e));
                }));
    }

    private static boolean inUse(Throwable e) {
        return ListenFailure.of(e) == ListenFailure.IN_USE;
    }

    /** An address of a wildcard may be on its way in or out (IPv6 duplicate detection, an interface going down). */
    private static boolean skippable(boolean wildcard, Throwable e) {
        return wildcard && ListenFailure.of(e) == ListenFailure.NOT_LOCAL;
    }

    private static Future<Void> skip(InetSocketAddress address) {
        LOG.warn("{} is not ready and is not served", ListenFailure.show(address));
        return Future.succeededFuture();
    }

    /** With port 0 the first address picks the port, and the others take the same. */
    private Future<Void> openTcp(List<InetSocketAddress> addresses, boolean wildcard, List<TcpServer.Listener> opened) {
        Future<Void> before = Future.succeededFuture();
        for (InetSocketAddress address : addresses) {
            before = before.compose(done -> {
                int port = opened.isEmpty()
                        ? address.getPort()
                        : opened.getFirst().bound().getPort();
                return tcp.listen(new InetSocketAddress(address.getAddress(), port))
                        .<Void>map(listener -> {
                            opened.add(listener);
                            return null;
                        })
                        .recover(e -> skippable(wildcard, e) ? skip(address) : Future.failedFuture(e));
            });
        }
        return before.compose(done -> opened.isEmpty() && wildcard
                ? Future.failedFuture("none of this host's addresses could be opened")
                : Future.succeededFuture());
    }

    private Future<Void> openUdp(List<TcpServer.Listener> listeners) {
        try {
            udp.open(listeners.stream().map(TcpServer.Listener::bound).toList());
        } catch (IOException | UnsupportedOperationException e) {
            return Future.failedFuture(e);
        }
        for (TcpServer.Listener listener : listeners) {
            listening.add(listener.bound());
            bound.add(listener.bound());
        }
        return Future.succeededFuture();
    }

    /**
     * UDP of a wildcard as one address. Where another program has the port on a loopback address that no interface lists
     * (a stub resolver on 127.0.0.53), the system refuses that, and each address is opened by itself.
     */
    private Future<Void> openWildcard(InetSocketAddress configured, List<TcpServer.Listener> listeners) {
        int port = listeners.getFirst().bound().getPort();
        var wildcard = new InetSocketAddress(configured.getAddress(), port);
        try {
            udp.open(List.of(wildcard));
        } catch (IOException e) {
            if (!inUse(e)) {
                return Future.failedFuture(e);
            }
            LOG.warn(
                    "{}: the port is in use on an address of this host; each other one is opened by itself, and one that "
                            + "comes up later is not served",
                    ListenFailure.show(wildcard));
            return openUdp(listeners);
        }
        followed.add(new WildcardListeners(vertx, tcp, () -> LocalAddresses.resolve(wildcard), listeners));
        listeners.forEach(listener -> listening.add(listener.bound()));
        bound.add(wildcard);
        return Future.succeededFuture();
    }

    private static Future<Void> closeAll(List<TcpServer.Listener> listeners) {
        return Future.join(listeners.stream().map(TcpServer.Listener::close).toList())
                .mapEmpty();
    }

    /** Closes all sockets and waits for the engine's threads, off the event loop. */
    Future<Void> close() {
        String id = deployment;
        deployment = null;
        vertx.cancelTimer(rotation);
        followed.forEach(WildcardListeners::stop);
        followed.clear();
        Future<Void> tcpClosed = id == null ? Future.succeededFuture() : vertx.undeploy(id);
        return tcpClosed.transform(done -> vertx.<Void>executeBlocking(() -> {
            udp.close();
            bound.clear();
            listening.clear();
            return null;
        }));
    }

    List<InetSocketAddress> boundAddresses() {
        return List.copyOf(bound);
    }

    QueryCounts counts() {
        return Tally.sum(tallies);
    }

    String engine() {
        return udp.name();
    }

    List<EngineThread> engineThreads() {
        return udp.threads();
    }
}
