package io.failoverd.dns.server;

import io.failoverd.dns.Publisher;
import io.failoverd.dns.answer.AnswerTable;
import io.failoverd.dns.answer.Explanations;
import io.failoverd.dns.client.ClientRegions;
import io.failoverd.dns.server.linux.LinuxSockets;
import io.failoverd.dns.zone.LoadResult;
import io.failoverd.dns.zone.Zone;
import io.failoverd.dns.zone.ZoneLoader;
import io.failoverd.dns.zone.ZoneSet;
import io.failoverd.dns.zone.ZoneSpec;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/**
 * Our own authoritative DNS, as the daemon sees it: load zones, open, publish the first decisions, start, and close. All
 * methods may be called from any thread; {@link #start} and {@link #close} once each, in this order.
 */
public final class LocalDns {
    private final LocalPublisher publisher;
    private final ServerCookies cookies = new ServerCookies();
    private final RateLimiter limiter = new RateLimiter(Optional.empty());
    private volatile @Nullable DnsServer server;

    private LocalDns(LocalPublisher publisher) {
        this.publisher = publisher;
    }

    /** Reads and checks zones without opening anything; what {@code check} and {@code run} have in common. */
    public static LoadResult load(List<ZoneSpec> zones, Collection<String> dynamicNames) {
        return ZoneLoader.load(zones, dynamicNames);
    }

    /**
     * The answers, without sockets so far.
     *
     * @param clients where clients are ({@link io.failoverd.dns.client.ClientLoader}), {@link ClientRegions#NONE} for
     *     the same answers everywhere
     * @param explanations asked by server threads for each TXT query of a {@code _failoverd.} name
     * @param now wall time, the first serial of the zones
     */
    public static LocalDns open(ZoneSet zones, ClientRegions clients, Explanations explanations, Instant now) {
        return new LocalDns(new LocalPublisher(AnswerTable.of(zones, clients, explanations, now)));
    }

    /** Swaps answers in; a decision is answered when {@code publish} returns. */
    public Publisher publisher() {
        return publisher;
    }

    /** Puts the zones and client regions of a reload in place of all present ones. Names that stay keep their answers. */
    public void replaceZones(ZoneSet zones, ClientRegions clients, Instant now) {
        publisher.replaceZones(zones, clients, now);
    }

    /**
     * What keeps the server from being used against others; before the start and at any time after.
     *
     * @param secrets those that server cookies are made with; without any, random ones that are renewed each day
     * @param limit of UDP responses; empty for none
     */
    public void protect(Optional<CookieSecrets> secrets, Optional<RateLimit> limit) {
        cookies.configure(secrets);
        limiter.configure(limit);
    }

    /**
     * Opens UDP and TCP on each address and answers.
     *
     * @param listen wildcards mean all local addresses of their family; with port 0 TCP and UDP get the same free port
     * @param options with the UDP engine; one that has to be linked first is linked here, unless {@link #prepare} did
     */
    public Future<ListenOutcome> start(Vertx vertx, List<InetSocketAddress> listen, ServerOptions options) {
        return vertx.executeBlocking(() -> EngineSelection.of(options.engine(), options.threads()))
                .compose(selected -> switch (Objects.requireNonNull(selected)) {
                    case EngineSelection.Selected.Engine chosen ->
                        start(vertx, listen, chosen.engine(), options, TcpLimits.DEFAULT);
                    case EngineSelection.Selected.None none ->
                        Future.succeededFuture(new ListenOutcome.Failed(none.problem()));
                });
    }

    /**
     * Does what the engine that is most often chosen needs before its first socket and what takes time. Blocks; worth
     * calling early, on a thread of its own, in a process that is to answer soon.
     */
    public static void prepare() {
        LinuxSockets.unavailable();
    }

    Future<ListenOutcome> start(
            Vertx vertx, List<InetSocketAddress> listen, UdpEngine engine, ServerOptions options, TcpLimits tcpLimits) {
        if (server != null) {
            throw new IllegalStateException("already started");
        }
        var shared = new Shared(
                publisher.tables(),
                NodeIdentity.of(options.nsid(), options.version()),
                cookies,
                limiter,
                ServerClock.SYSTEM,
                tcpLimits.idle(),
                options.udpSize());
        DnsServer starting = new DnsServer(vertx, shared, engine, tcpLimits);
        server = starting;
        return starting.start(listen);
    }

    /** Closes all sockets; the future succeeds when the threads have ended. */
    public Future<Void> close() {
        DnsServer closing = server;
        return closing == null ? Future.succeededFuture() : closing.close();
    }

    /** Where we answer, port 0 resolved, and wildcards too where the engine needs that; empty before the start and after a failed one. */
    public List<InetSocketAddress> boundAddresses() {
        DnsServer started = server;
        return started == null ? List.of() : started.boundAddresses();
    }

    /** What was asked and answered so far. */
    public QueryCounts counts() {
        DnsServer started = server;
        return started == null ? Tally.sum(List.of()) : started.counts();
    }

    /** Which UDP engine runs; {@code none} before the start. */
    public String engine() {
        DnsServer started = server;
        return started == null ? "none" : started.engine();
    }

    /** The progress of each UDP thread, for the watchdog. */
    public List<EngineThread> engineThreads() {
        DnsServer started = server;
        return started == null ? List.of() : started.engineThreads();
    }

    /** The present serial of every zone, by its name in lower case without a trailing dot. */
    public Map<String, Long> serials() {
        AnswerTable table = publisher.tables().get();
        var serials = new TreeMap<String, Long>();
        for (Zone zone : table.zones()) {
            serials.put(zone.origin().canonicalize().toString(true), table.serial(zone.origin()));
        }
        return serials;
    }

    /** The serial of a zone, empty when it is not served. */
    public OptionalLong soaSerial(String zone) {
        Name name = name(zone);
        Zone served = name == null ? null : publisher.tables().get().zoneOf(name);
        return served == null || !served.origin().equals(name)
                ? OptionalLong.empty()
                : OptionalLong.of(publisher.tables().get().serial(served.origin()));
    }

    /** The zone that answers for a name, in lower case without a trailing dot; empty when none does. */
    public Optional<String> zoneOf(String name) {
        Name wanted = name(name);
        Zone served = wanted == null ? null : publisher.tables().get().zoneOf(wanted);
        return served == null
                ? Optional.empty()
                : Optional.of(served.origin().canonicalize().toString(true));
    }

    private static @Nullable Name name(String text) {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException e) {
            return null;
        }
    }
}
