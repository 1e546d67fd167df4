package io.failoverd.daemon.run;

import io.failoverd.daemon.Version;
import io.failoverd.daemon.admin.AdminServer;
import io.failoverd.daemon.admin.AdminToken;
import io.failoverd.daemon.admin.Metrics;
import io.failoverd.daemon.admin.RecentEvents;
import io.failoverd.daemon.alerts.AlertDispatcher;
import io.failoverd.daemon.config.ConfigResult;
import io.failoverd.daemon.config.Configuration;
import io.failoverd.daemon.core.Engine;
import io.failoverd.daemon.core.Event;
import io.failoverd.daemon.core.Generations;
import io.failoverd.daemon.core.Memory;
import io.failoverd.daemon.core.ServiceState;
import io.failoverd.daemon.core.World;
import io.failoverd.daemon.journal.StateStore;
import io.failoverd.daemon.journal.events.EventJournal;
import io.failoverd.daemon.journal.events.Run;
import io.failoverd.dns.server.ListenOutcome;
import io.failoverd.dns.server.LocalDns;
import io.failoverd.dns.server.ServerOptions;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The composition root: makes every part, ties them together and takes them down again. Its own methods are called by
 * {@link Lifecycle}, on one thread at a time; what they tie together lives on its own threads.
 */
public final class Daemon implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

    /** A part that takes longer to start or stop than this is stuck. */
    static final Patience PARTS = new Patience(Duration.ofSeconds(10));

    private final Closing closing = new Closing();
    private final MonotonicClock clock = new MonotonicClock();
    private final Clock wall = Clock.systemUTC();
    private final RecentEvents recent = new RecentEvents();
    private final Reloads reloads = new Reloads(wall.instant());
    private final Explained explained = new Explained();
    private Configuration configuration;
    private volatile AdminToken token = AdminToken.NONE;
    private final NamedAddresses named = new NamedAddresses(this::present);
    private final Metrics metrics;
    private final StateStore store;
    private final Vertx vertx;
    private final Vertx dnsLoops;
    private final LocalDns dns;
    private final AlertDispatcher alerts;
    private final Publishers publishers;
    private final Vantages vantages;
    private final Probing probing;
    private final Resolutions resolutions;
    private final AnswerWatches watches;
    private final EventJournal journal;
    private final EventPump pump;
    private final Context context;
    private final View view;

    /**
     * Starts everything, or nothing.
     *
     * @param stateDir instead of the configured one
     * @param foundations closed by their owner, after the daemon
     * @throws StartFailure when a port or the state directory cannot be had; nothing is left open then
     */
    static Daemon start(ConfigResult.Loaded loaded, Secrets secrets, Optional<Path> stateDir, Foundations foundations)
            throws StartFailure {
        var closing = new Closing();
        try {
            Path state = stateDir.orElse(loaded.configuration().node().stateDir());
            return new Daemon(loaded, secrets, state, foundations, closing);
        } catch (StartFailure | RuntimeException | Error e) {
            closing.close();
            throw e;
        }
    }

    private Daemon(ConfigResult.Loaded loaded, Secrets secrets, Path stateDir, Foundations foundations, Closing closing)
            throws StartFailure {
        this.configuration = loaded.configuration();
        this.token = secrets.token();
        String node = configuration.node().name();
        StateStore.Opening.Opened opened = openState(stateDir, node);
        store = closing.add("state", opened.store(), StateStore::close);
        Memory memory = store.load();
        long reserved = memory.generationsReserved()
                + Generations.blockFor(configuration.services().size());
        long used =
                Reservation.taken(store, reserved) ? memory.generationsReserved() : Math.max(reserved, wall.millis());
        metrics = foundations.metrics();
        vertx = foundations.vertx();
        dnsLoops = foundations.dnsLoops();
        EventLoops.tell(vertx);
        context = ((VertxInternal) vertx).createEventLoopContext();
        dns = LocalDns.open(loaded.zones(), loaded.clients(), explained, wall.instant());
        alerts = closing.add(
                "alerts",
                new AlertDispatcher(vertx, store, node, secrets.channels()),
                each -> PARTS.await("stop the alerts", each.close()));
        var run = new Run(node, Version.current(), clock.get(), wall.instant(), used, Math.max(used, reserved));
        journal = closing.add("journal", EventJournal.of(stateDir, run, configuration.journal()), EventJournal::close);
        publishers = closing.add("publishers", publishers(), Publishers::close);
        watches = closing.add("watches", watches(), AnswerWatches::close);
        vantages = closing.add("vantages", new Vantages(publishers::health, wall, this::submit), Vantages::close);
        pump = closing.add(
                "event pump",
                new EventPump(context, clock, wall, run.world(), effects(), journal::stepped),
                each -> PARTS.await("stop the event pump", each.close()));
        explained.from(pump::world);
        probing = closing.add(
                "probes",
                new Probing(vertx, clock, configuration, named, results()),
                each -> PARTS.await("stop the probes", each.close()));
        resolutions =
                closing.add("resolutions", new Resolutions(vertx, configuration, this::submit), Resolutions::close);
        view = view(node);

        begin(secrets);
        opened.lost().ifPresent(lost -> submit(new Event.StateLost(lost.summary())));
        PARTS.await("apply the configuration", apply(configuration, memory, Set.of()));
        askOthers(configuration);
        openSockets(closing);
        journal.begin();
        publishElsewhere(secrets);
        this.closing.takeOver(closing);
        probing.begin();
    }

    /**
     * Not before it is known that this start is good: what is written elsewhere stays when we end. That an engine is late
     * with its first word to them is no reason to end, either.
     */
    private void publishElsewhere(Secrets secrets) {
        Set<String> untold = publishers.replace(secrets.publishers());
        PARTS.unlessLate("tell the publishers", pump.between(() -> tell(untold)));
        vantages.replace(publishers::settings);
    }

    private View view(String node) {
        return new View(
                pump,
                clock,
                dns,
                store,
                alerts,
                publishers,
                recent,
                reloads,
                node,
                EventLoops.transport(vertx),
                probing.loop(),
                watches);
    }

    private EffectRunner effects() {
        return new EffectRunner(new EffectRunner.Surroundings(
                dns.publisher(),
                publishers::publish,
                watches::decided,
                (target, pace) -> probing.loop().pace(target, pace),
                (target, words) -> probing.loop().drill(target, words),
                () -> probing.hurry(pump.world().sentinels().plan()),
                this::endpointsChanged,
                store,
                alerts,
                metrics,
                recent,
                this::submit,
                wall));
    }

    private void begin(Secrets secrets) {
        protect(configuration, secrets);
        new MetricSources(view, vertx, dnsLoops, context, dns, probing.loop(), journal).bind(metrics);
        pump.start();
    }

    private void protect(Configuration config, Secrets secrets) {
        dns.protect(secrets.cookies(), Optional.ofNullable(config.dns().rateLimit()));
    }

    private Publishers publishers() {
        return new Publishers(
                new PublisherNews(metrics, recent, wall, this::submit),
                service -> KeptOut.of(present(), service),
                named);
    }

    private AnswerWatches watches() {
        return new AnswerWatches(
                vertx, clock, new AnswerSource(dns, publishers::status), new AnswerNews(metrics, recent, wall));
    }

    /** What is asked of resolvers: the addresses of endpoints, and whether they have heard of decisions. */
    private void askOthers(Configuration config) {
        resolutions.replace(config);
        watches.replace(config);
    }

    private World present() {
        return pump.world();
    }

    /** DNS first: after a restart nobody is to wait for an answer because of what only an operator looks at. */
    private void openSockets(Closing closing) throws StartFailure {
        closing.add("DNS", dns, each -> PARTS.await("close the DNS sockets", each.close()));
        listen(configuration);
        AdminServer admin = admin(configuration);
        closing.add("admin", admin, each -> PARTS.await("close the admin listener", each.close()));
        view.listening();
    }

    private static StateStore.Opening.Opened openState(Path stateDir, String node) throws StartFailure {
        return switch (StateStore.open(stateDir, node)) {
            case StateStore.Opening.Opened opened -> opened;
            case StateStore.Opening.Refused refused -> throw new StartFailure(refused.message());
        };
    }

    private ProbeResults results() {
        return new ProbeResults(metrics, recent, wall, this::submit);
    }

    private void listen(Configuration config) throws StartFailure {
        ListenOutcome outcome = PARTS.await(
                "open the DNS sockets",
                dns.start(
                        dnsLoops,
                        config.dns().listen(),
                        new ServerOptions(
                                config.dns().threads(),
                                config.dns().engine(),
                                Optional.ofNullable(config.dns().nsid()),
                                Optional.ofNullable(config.dns().version()),
                                config.dns().udpSize())));
        if (outcome instanceof ListenOutcome.Failed failed) {
            throw new StartFailure("dns.listen: " + failed.problem());
        }
    }

    private AdminServer admin(Configuration config) throws StartFailure {
        Supplier<AdminToken> present = () -> token;
        AdminServer.Started started = PARTS.await(
                "open the admin listener",
                AdminServer.listen(vertx, config.admin().listen(), present, view, metrics));
        return switch (started) {
            case AdminServer.Started.Listening listening -> listening.server();
            case AdminServer.Started.Failed failed -> throw new StartFailure("admin.listen: " + failed.text());
        };
    }

    /** A host name has other addresses: on the engine's loop, within the step that found them. */
    private void endpointsChanged(String service) {
        probing.readdress();
        metrics.configured(pump.world());
        publishers.readdress(() -> vantages.replace(publishers::settings));
    }

    private void submit(Event event) {
        pump.submit(event);
    }

    /**
     * Brings probes, alerts and the core to a configuration, between two events.
     *
     * @param untold services with a publisher that has not heard of them
     */
    private Future<Void> apply(Configuration next, Memory memory, Set<String> untold) {
        return pump.between(() -> {
            probing.follow(next);
            explained.switched(next.dns().explain());
            pump.step(new Event.Configured(next.plan(), memory));
            metrics.configured(pump.world());
            return tell(untold);
        });
    }

    /** Publishers that have not heard of these services get what is decided now; on the engine's loop. */
    private @Nullable Void tell(Set<String> untold) {
        untold.forEach(service -> pump.world()
                .service(service)
                .map(ServiceState::decision)
                .map(EffectRunner::desired)
                .ifPresent(publishers::publish));
        return null;
    }

    /**
     * Takes a new configuration over; what it leaves alone goes on as it was.
     *
     * <p>From where it replaces the zones there is no way back: an engine that is late takes it over late.
     */
    public synchronized void reload(ConfigResult.Loaded loaded, Secrets secrets) {
        Configuration next = loaded.configuration();
        Instant at = wall.instant();
        List<String> later = RestartOnly.changed(configuration, next);
        // The core is pure: a plan that it cannot take is found by trying, while nothing has been replaced yet.
        Engine.step(pump.world(), new Event.Configured(next.plan(), Memory.NONE), clock.get());
        // Compiling the zones takes its time, so not on the engine's loop; names that stay keep their answers.
        dns.replaceZones(loaded.zones(), loaded.clients(), at);
        protect(next, secrets);
        alerts.channels(secrets.channels());
        journal.keep(next.journal());
        token = secrets.token();
        String text = "configuration reloaded";
        try {
            PARTS.await("apply the configuration", apply(next, Memory.NONE, publishers.replace(secrets.publishers())));
        } catch (StartFailure e) {
            LOG.warn("the engine has yet to take the new configuration over: {}", e.getMessage());
            text += ", and waits for the engine to take it over";
        }
        vantages.replace(publishers::settings);
        askOthers(next);
        configuration = next;
        reloads.accepted(at);
        metrics.configReloaded(true);
        text += later.isEmpty() ? "" : "; a restart is needed for " + String.join(", ", later);
        LOG.info("{}", text);
        recent.add(at, "config", null, null, text);
    }

    /** Says that a configuration was refused, and goes on with the one in force. */
    public void rejected(String why) {
        Instant at = wall.instant();
        reloads.rejected(at, why);
        metrics.configReloaded(false);
        LOG.error("configuration rejected, the one in force stays:\n{}", why);
        recent.add(at, "config", null, null, "configuration rejected, the one in force stays: " + why);
        submit(new Event.ConfigRejected("the configuration was rejected and the one in force stays: " + why));
    }

    /** One line for the service manager. */
    public String summary() {
        return view.summary();
    }

    /** Where DNS is answered. */
    public List<String> listening() {
        return view.facts().listen();
    }

    /** What has to move while this daemon is alive. */
    List<Heartbeat> heartbeats() {
        return new Heartbeats(List.of(vertx, dnsLoops), pump, dns, probing.loop()).all();
    }

    @Override
    public synchronized void close() {
        closing.close();
    }
}
