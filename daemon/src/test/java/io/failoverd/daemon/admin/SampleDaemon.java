package io.failoverd.daemon.admin;

import io.failoverd.daemon.core.Effect;
import io.failoverd.daemon.core.EndpointPlan;
import io.failoverd.daemon.core.Engine;
import io.failoverd.daemon.core.Event;
import io.failoverd.daemon.core.HostPlan;
import io.failoverd.daemon.core.Memory;
import io.failoverd.daemon.core.OperatorOutcome;
import io.failoverd.daemon.core.Plan;
import io.failoverd.daemon.core.SentinelPlan;
import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.daemon.core.ServiceState;
import io.failoverd.daemon.core.Step;
import io.failoverd.daemon.core.World;
import io.failoverd.daemon.core.consensus.ConsensusPolicy;
import io.failoverd.daemon.core.consensus.Opinion;
import io.failoverd.daemon.core.consensus.Report;
import io.failoverd.daemon.core.consensus.Sentinel;
import io.failoverd.daemon.core.health.CheckRule;
import io.failoverd.daemon.core.health.EndpointPolicy;
import io.failoverd.daemon.core.health.HealthPolicy;
import io.failoverd.daemon.core.health.HoldDown;
import io.failoverd.daemon.core.pool.AllDown;
import io.failoverd.daemon.core.pool.Maintenance;
import io.failoverd.daemon.core.pool.PoolPolicy;
import io.failoverd.daemon.core.pool.PoolRules;
import io.failoverd.daemon.core.pool.TtlPolicy;
import io.failoverd.dns.model.Change;
import io.failoverd.dns.model.Failure;
import io.failoverd.dns.model.FailureClass;
import io.failoverd.dns.model.NameStatus;
import io.failoverd.dns.model.PublishEvent;
import io.failoverd.dns.model.PublishPlan;
import io.failoverd.dns.model.PublisherStatus;
import io.failoverd.dns.model.RecordDiff;
import io.failoverd.dns.model.RecordSet;
import io.failoverd.dns.model.TargetRecord;
import io.failoverd.probes.LimitCounts;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.PhaseTimings;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Probed;
import io.failoverd.probes.model.TargetId;
import io.failoverd.probes.tripwire.TripCounts;
import io.failoverd.probes.tripwire.TripwireState;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A daemon without sockets: the real core, driven by a test, behind the view that the admin interface has. Each method
 * may be called from any thread.
 */
public final class SampleDaemon implements DaemonView {
    public static final String WWW = "www.gslb.example.com";
    public static final String API = "api.gslb.example.com";
    public static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

    public final List<Effect> effects = new ArrayList<>();
    public volatile boolean alive = true;
    public volatile boolean ready = true;
    public volatile boolean silent;
    public volatile StatusFacts facts = new StatusFacts(
            List.of("udp 127.0.0.1:53", "tcp 127.0.0.1:53"),
            "ffm",
            "epoll",
            List.of(
                    new StatusFacts.ZoneSerial("example.com", 7),
                    new StatusFacts.ZoneSerial("gslb.example.com", 1_795_348_800L)),
            List.of(
                    new StatusFacts.Outbox("ops", 2, START.plusSeconds(1), Map.of("delivered", 3L, "dead", 0L)),
                    new StatusFacts.Outbox("chat", 0, null, Map.of("delivered", 0L, "dead", 0L))),
            new StatusFacts.Store(null, ""),
            new StatusFacts.Config(START, new StatusFacts.Rejected(START.plusSeconds(5), "f.yaml:3:1: unknown key")));
    /** One to BIND, behind by a generation and refused, where somebody added an address. */
    public volatile List<PublisherStatus> publishers = List.of(publisher());

    public volatile LimitCounts probeLimits = LimitCounts.NONE;

    public volatile TripCounts tripwires = TripCounts.NONE;
    /** By endpoint. */
    public final Map<String, TripwireState> wires = new ConcurrentHashMap<>();

    private final RecentEvents recent = new RecentEvents();
    private World world;
    private Moment now = Moment.ofMillis(1_000);

    /** Two services, of two endpoints and of one. */
    public SampleDaemon() {
        world = World.start(now, START, 0, 1000);
        step(new Event.Configured(
                List.of(
                        plan(WWW, endpoint("hangzhou", "203.0.113.10"), endpoint("shanghai", "203.0.113.20")),
                        plan(API, endpoint("beijing", "2001:db8::30"))),
                Memory.NONE));
    }

    /** What its publisher did: a write, and a refusal. */
    public static List<PublishEvent> published() {
        var failure = new Failure(FailureClass.OPERATOR, "REFUSED", "192.0.2.53 refused the update");
        var add = new Change.Add(InetAddress.ofLiteral("203.0.113.10"), OptionalInt.empty(), Duration.ofSeconds(5));
        return List.of(new PublishEvent.Wrote(WWW, 11, add), new PublishEvent.Failed(WWW, 12, failure));
    }

    private static PublisherStatus publisher() {
        var held = new TargetRecord(
                InetAddress.ofLiteral("203.0.113.10"), true, OptionalInt.empty(), Duration.ofSeconds(5), "");
        var foreign = new TargetRecord(
                InetAddress.ofLiteral("2001:db8::66"), true, OptionalInt.empty(), Duration.ofSeconds(5), "");
        var failure = new Failure(FailureClass.OPERATOR, "REFUSED", "192.0.2.53 refused the update");
        var www = new NameStatus(
                WWW,
                Duration.ofSeconds(5),
                12,
                11,
                10,
                "waits",
                START.plusSeconds(2),
                Optional.of(START),
                Optional.of(new RecordSet(WWW, List.of(held, foreign), Duration.ofMinutes(10))),
                new RecordDiff(List.of(), List.of(foreign)),
                Optional.of(new NameStatus.LastError(failure, START.plusSeconds(3), START.plusSeconds(1), 4)));
        return new PublisherStatus("bind-hz", true, 1, List.of(www));
    }

    @Override
    public List<PublisherStatus> publishers() {
        return publishers;
    }

    @Override
    public List<PlannedPublication> plan(@Nullable String service) {
        var shanghai = InetAddress.ofLiteral("203.0.113.20");
        var diff = new RecordDiff(
                List.of(new Change.Add(shanghai, OptionalInt.empty(), Duration.ofSeconds(5))), List.of());
        return List.of(
                new PlannedPublication(
                        "bind-hz",
                        WWW,
                        12,
                        PublishPlan.Changes.of(
                                diff, new RecordSet(WWW, List.of(), Duration.ofMinutes(10)), Duration.ofSeconds(5))),
                new PlannedPublication(
                        "bind-sh",
                        WWW,
                        12,
                        new PublishPlan.Unknown(new Failure(FailureClass.TRANSIENT, "refused", "nobody listens"))));
    }

    /** From now on a sentinel watches this host's network; its latest probe passed. */
    public void watched() {
        List<ServicePlan> plans =
                world.services().values().stream().map(ServiceState::plan).toList();
        step(new Event.Configured(new Plan(plans, new SentinelPlan(List.of("192.0.2.53:53"), 1), null), Memory.NONE));
        TargetId sentinel = SentinelPlan.target("192.0.2.53:53");
        step(new Event.SentinelProbed(
                new Probed(sentinel, now, now, PhaseTimings.ofTotal(Duration.ZERO), new ProbeResult.Up("connected"))));
    }

    /** From now on a provider's health checks have a say in both services; of hangzhou and shanghai they say UP. */
    public void heardOthers() {
        var vantages = ConsensusPolicy.of(
                List.of("bastion-1", "gtm"), "bastion-1", Map.of("gtm", Duration.ofSeconds(60)), Map.of());
        List<ServicePlan> plans = world.services().values().stream()
                .map(service -> service.plan().with(vantages))
                .toList();
        step(new Event.Configured(new Plan(plans, world.sentinels().plan(), null), Memory.NONE));
        Instant wall = world.wall().at(now);
        for (String address : List.of("203.0.113.10", "203.0.113.20")) {
            step(new Event.VoteHeard(
                    WWW,
                    InetAddress.ofLiteral(address),
                    new Report("gtm", new Report.Order(1, 1), Opinion.UP, wall, wall, Sentinel.NONE, wall, wall)));
        }
    }

    /** From now on the one endpoint of {@link #API} has a host name beside it, which was resolved and then was not. */
    public void named() {
        var host = new HostPlan("tianjin", "cn-tianjin", "nlb.example.net", HostPlan.Family.BOTH, 100, 1);
        ServicePlan www = Objects.requireNonNull(world.services().get(WWW)).plan();
        ServicePlan api = Objects.requireNonNull(world.services().get(API)).plan();
        var named =
                new ServicePlan(API, api.rules(), api.maintenance(), api.endpoints(), List.of(host), api.vantages());
        step(new Event.Configured(
                new Plan(List.of(www, named), world.sentinels().plan(), null), Memory.NONE));
        List<InetAddress> found = List.of(InetAddress.ofLiteral("203.0.113.40"));
        step(new Event.HostResolved(API, "tianjin", "nlb.example.net", found));
        step(new Event.HostUnresolved(API, "tianjin", "nlb.example.net", "it does not exist (NXDOMAIN)"));
    }

    public static EndpointPlan endpoint(String name, String address) {
        return new EndpointPlan(name, "cn-" + name, InetAddress.ofLiteral(address));
    }

    public static ServicePlan plan(String name, EndpointPlan... endpoints) {
        var rule =
                new CheckRule("web", Duration.ofSeconds(2), HealthPolicy.inARow(3, 6, Duration.ofMillis(900)), false);
        var hold = new HoldDown(Duration.ofSeconds(60), Duration.ofMinutes(15), Duration.ofHours(1));
        var rules = new PoolRules(
                new PoolPolicy.All(),
                new TtlPolicy(Duration.ofSeconds(30), Duration.ofSeconds(5)),
                1,
                Duration.ofSeconds(60),
                new AllDown.FailOpen(),
                EndpointPolicy.of(rule, hold),
                Collections.emptySortedMap(),
                Collections.emptySortedMap());
        return new ServicePlan(name, rules, Maintenance.NONE, List.of(endpoints));
    }

    public synchronized List<Effect> step(Event event) {
        Step step = Engine.step(world, event, now);
        world = step.world();
        effects.addAll(step.effects());
        return step.effects();
    }

    public synchronized void pass(Duration time) {
        now = now.plus(time);
    }

    public void up(String service, String endpoint) {
        probed(service, endpoint, new ProbeResult.Up("HTTP 200"));
    }

    /** Enough refused probes to condemn. */
    public void kill(String service, String endpoint) {
        for (int i = 0; i < 3; i++) {
            pass(Duration.ofMillis(500));
            probed(service, endpoint, new ProbeResult.Down(FailureReason.CONNECT_REFUSED, "connection refused"));
        }
    }

    public synchronized Probed probed(String service, String endpoint, ProbeResult result) {
        Probed probed = probe(service, endpoint, now, result);
        now = probed.finishedAt();
        step(new Event.ProbeFinished(probed));
        return probed;
    }

    public static Probed probe(String service, String endpoint, Moment at, ProbeResult result) {
        boolean answered = !(result instanceof ProbeResult.Down);
        return new Probed(
                new TargetId(service, endpoint, "web"),
                at,
                at.plus(Duration.ofMillis(30)),
                new PhaseTimings(
                        answered ? Duration.ofNanos(1_234_567) : null,
                        answered ? Duration.ofMillis(12) : null,
                        answered ? Duration.ofMillis(9) : null,
                        Duration.ofMillis(30)),
                result);
    }

    @Override
    public synchronized World world() {
        return world;
    }

    @Override
    public synchronized Moment now() {
        return now;
    }

    @Override
    public Future<OperatorOutcome> ask(Event asked) {
        if (silent) {
            return Future.failedFuture("going down");
        }
        return step(asked).stream()
                .filter(Effect.OperatorAnswered.class::isInstance)
                .map(effect -> Future.succeededFuture(((Effect.OperatorAnswered) effect).outcome()))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public boolean alive() {
        return alive;
    }

    @Override
    public boolean ready() {
        return ready;
    }

    @Override
    public String node() {
        return "bastion-1";
    }

    @Override
    public String version() {
        return "1.2.3";
    }

    @Override
    public StatusFacts facts() {
        return facts;
    }

    @Override
    public TripCounts tripwires() {
        return tripwires;
    }

    @Override
    public Optional<TripwireState> tripwire(TargetId target) {
        return Optional.ofNullable(wires.get(target.endpoint()));
    }

    @Override
    public LimitCounts probeLimits() {
        return probeLimits;
    }

    @Override
    public RecentEvents recent() {
        return recent;
    }
}
