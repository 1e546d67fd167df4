package io.failoverd.daemon.run;

import io.failoverd.daemon.Version;
import io.failoverd.daemon.admin.DaemonView;
import io.failoverd.daemon.admin.PlannedPublication;
import io.failoverd.daemon.admin.RecentEvents;
import io.failoverd.daemon.admin.StatusFacts;
import io.failoverd.daemon.alerts.AlertDispatcher;
import io.failoverd.daemon.alerts.AlertSnapshot;
import io.failoverd.daemon.core.Effect;
import io.failoverd.daemon.core.Event;
import io.failoverd.daemon.core.OperatorOutcome;
import io.failoverd.daemon.core.ServiceState;
import io.failoverd.daemon.core.World;
import io.failoverd.daemon.journal.StateStore;
import io.failoverd.daemon.journal.StoreHealth;
import io.failoverd.daemon.watch.WatchReport;
import io.failoverd.dns.model.PublisherStatus;
import io.failoverd.dns.server.LocalDns;
import io.failoverd.probes.LimitCounts;
import io.failoverd.probes.ProbeLoop;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.TargetId;
import io.failoverd.probes.tripwire.TripCounts;
import io.failoverd.probes.tripwire.TripwireState;
import io.vertx.core.Future;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The running daemon as the admin interface sees it. Any thread; looks, and touches nothing. */
final class View implements DaemonView {
    /** The pump beats every second; after this many without one, something is wrong. */
    private static final Duration ALIVE_WITHIN = Duration.ofSeconds(5);

    /** No read begins later; one takes 3 s at most, and an operator's command waits 10. */
    private static final Duration PLAN_WITHIN = Duration.ofSeconds(6);

    private final EventPump pump;
    private final Supplier<Moment> clock;
    private final LocalDns dns;
    private final StateStore store;
    private final AlertDispatcher alerts;
    private final Publishers publishers;
    private final RecentEvents recent;
    private final Reloads reloads;
    private final String node;
    private final String transport;
    private final ProbeLoop probes;
    private final AnswerWatches watches;
    private volatile boolean listening;

    View(
            EventPump pump,
            Supplier<Moment> clock,
            LocalDns dns,
            StateStore store,
            AlertDispatcher alerts,
            Publishers publishers,
            RecentEvents recent,
            Reloads reloads,
            String node,
            String transport,
            ProbeLoop probes,
            AnswerWatches watches) {
        this.pump = pump;
        this.clock = clock;
        this.dns = dns;
        this.store = store;
        this.alerts = alerts;
        this.publishers = publishers;
        this.recent = recent;
        this.reloads = reloads;
        this.node = node;
        this.transport = transport;
        this.probes = probes;
        this.watches = watches;
    }

    void listening() {
        listening = true;
    }

    @Override
    public World world() {
        return pump.world();
    }

    @Override
    public Moment now() {
        return clock.get();
    }

    @Override
    public Future<OperatorOutcome> ask(Event asked) {
        return pump.submit(asked)
                .map(effects -> effects.stream()
                        .filter(Effect.OperatorAnswered.class::isInstance)
                        .map(effect -> ((Effect.OperatorAnswered) effect).outcome())
                        .findFirst()
                        .orElseThrow());
    }

    @Override
    public boolean alive() {
        return clock.get().since(pump.lastBeat()).compareTo(ALIVE_WITHIN) < 0;
    }

    @Override
    public boolean ready() {
        return listening;
    }

    @Override
    public String node() {
        return node;
    }

    @Override
    public String version() {
        return Version.current();
    }

    @Override
    public RecentEvents recent() {
        return recent;
    }

    @Override
    public List<PublisherStatus> publishers() {
        return publishers.status();
    }

    @Override
    public Optional<TripwireState> tripwire(TargetId target) {
        return probes.tripwires().of(target);
    }

    @Override
    public TripCounts tripwires() {
        return probes.tripwires().counts();
    }

    @Override
    public Optional<WatchReport> watches() {
        return watches.report();
    }

    @Override
    public LimitCounts probeLimits() {
        return probes.limits().counts();
    }

    @Override
    public List<PlannedPublication> plan(@Nullable String service) {
        World world = pump.world();
        long end = System.nanoTime() + PLAN_WITHIN.toNanos();
        BooleanSupplier inTime = () -> System.nanoTime() - end < 0;
        var planned = new ArrayList<PlannedPublication>();
        for (String name : new TreeSet<>(service == null ? world.services().keySet() : Set.of(service))) {
            world.service(name)
                    .map(ServiceState::decision)
                    .map(EffectRunner::desired)
                    .ifPresent(desired -> {
                        for (Publishers.Planned each : publishers.plan(desired, inTime)) {
                            planned.add(
                                    new PlannedPublication(each.publisher(), name, desired.generation(), each.plan()));
                        }
                    });
        }
        return planned;
    }

    @Override
    public StatusFacts facts() {
        Instant now = Instant.now();
        AlertSnapshot snapshot = alerts.snapshot();
        StoreHealth health = store.health();
        String trouble = health.lastError();
        return new StatusFacts(
                dns.boundAddresses().stream().map(View::show).toList(),
                dns.engine(),
                transport,
                dns.serials().entrySet().stream()
                        .map(zone -> new StatusFacts.ZoneSerial(zone.getKey(), zone.getValue()))
                        .toList(),
                snapshot.channels().stream()
                        .map(channel -> new StatusFacts.Outbox(
                                channel.name(),
                                channel.depth(),
                                channel.depth() == 0 ? null : now.minus(channel.oldestPending()),
                                Map.of(
                                        "delivered", channel.delivered(),
                                        "failed_attempt", channel.failedAttempts(),
                                        "dead", channel.dead(),
                                        "discarded", channel.discarded())))
                        .toList(),
                new StatusFacts.Store(health.failingSince(), trouble == null ? "" : trouble),
                reloads.facts());
    }

    /** {@code 3/4 endpoints healthy, 2 services, 4 addresses answered}. */
    String summary() {
        int endpoints = 0;
        int healthy = 0;
        int answered = 0;
        World world = pump.world();
        for (ServiceState service : world.services().values()) {
            endpoints += service.endpoints().size();
            healthy += (int) service.endpoints().stream()
                    .filter(endpoint -> endpoint.health().healthy())
                    .count();
            answered +=
                    service.decision() == null ? 0 : service.decision().answer().size();
        }
        return healthy + "/" + endpoints + " endpoints healthy, "
                + world.services().size() + " services, " + answered + " addresses answered";
    }

    private static String show(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
