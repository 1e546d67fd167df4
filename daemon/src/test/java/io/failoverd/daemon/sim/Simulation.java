package io.failoverd.daemon.sim;

import io.failoverd.daemon.core.Effect;
import io.failoverd.daemon.core.EndpointPlan;
import io.failoverd.daemon.core.Engine;
import io.failoverd.daemon.core.Event;
import io.failoverd.daemon.core.Generations;
import io.failoverd.daemon.core.KeptMemory;
import io.failoverd.daemon.core.Memory;
import io.failoverd.daemon.core.Plan;
import io.failoverd.daemon.core.PublishStage;
import io.failoverd.daemon.core.SentinelPlan;
import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.daemon.core.ServiceState;
import io.failoverd.daemon.core.Step;
import io.failoverd.daemon.core.World;
import io.failoverd.daemon.core.health.CheckRule;
import io.failoverd.daemon.core.pool.Decision;
import io.failoverd.probes.Pace;
import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.TargetId;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The daemon without its sockets: the production engine and the production probe schedules under a simulated clock,
 * network, disk and publisher. Runs on one thread, on one queue of what happens next, so that a seed is a scenario.
 */
final class Simulation {
    /** Transactions that a crash may lose. */
    private static final int DISK_LAG = 3;

    /**
     * What is configured.
     *
     * @param cadences by service and check, as {@link #cadence} asks for them
     * @param sentinels the cadence of every sentinel
     */
    record Config(Plan plan, Map<String, Cadence> cadences, Cadence sentinels) {
        Config {
            cadences = Map.copyOf(cadences);
        }

        List<ServicePlan> plans() {
            return plan.services();
        }

        Cadence cadence(String service, String check) {
            return cadences.get(service + "/" + check);
        }

        ServicePlan service(String name) {
            return plans().stream()
                    .filter(each -> each.name().equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private final SimClock clock = new SimClock();
    private final SimNetwork network = new SimNetwork();
    private final SimPublisher publisher = new SimPublisher();
    private final KeptMemory disk = new KeptMemory(0, DISK_LAG);
    private final Invariants invariants;
    private final List<Recording> recordings = new ArrayList<>();
    private final PriorityQueue<Pending> queue = new PriorityQueue<>();
    private final Map<TargetId, SimTarget> targets = new LinkedHashMap<>();
    private final RandomGenerator chance;
    private final SimResolver resolver;
    private Config config;
    private @Nullable World world;
    private Instant aliveAt = Instant.EPOCH;
    private long numbers;
    private int run;

    Simulation(Config config, RandomGenerator chance) {
        this.config = config;
        this.chance = chance;
        this.invariants = new Invariants(clock, network);
        this.resolver = new SimResolver(this, chance);
    }

    SimResolver resolver() {
        return resolver;
    }

    /** The endpoints of a service now, those that its host names have included. */
    List<EndpointPlan> endpoints(ServicePlan plan) {
        ServiceState live = world == null ? null : world.services().get(plan.name());
        return live == null ? plan.endpoints() : live.plan().endpoints();
    }

    SimClock clock() {
        return clock;
    }

    SimNetwork network() {
        return network;
    }

    Config config() {
        return config;
    }

    KeptMemory disk() {
        return disk;
    }

    List<Recording> recordings() {
        return recordings;
    }

    Invariants invariants() {
        return invariants;
    }

    /** Changes with every start and every end of a process. */
    int run() {
        return run;
    }

    boolean running() {
        return world != null;
    }

    static InetAddress sentinelAddress(String name) {
        return InetAddress.ofLiteral("198.51.100." + (100 + name.charAt(0) - 'x'));
    }

    void in(Duration delay, Runnable action) {
        queue.add(new Pending(clock.nanos() + delay.toNanos(), numbers++, action));
    }

    void runFor(Duration length) {
        long end = clock.nanos() + length.toNanos();
        while (!queue.isEmpty() && queue.peek().at() <= end) {
            Pending next = queue.remove();
            clock.advanceTo(next.at());
            next.action().run();
        }
        clock.advanceTo(end);
        if (running()) {
            step(new Event.Tick());
        }
    }

    /** A new process: what is on disk, a new monotonic clock, and generations reserved before anything is decided. */
    void start() {
        run++;
        clock.startRun(Duration.ofMillis(chance.nextInt(100_000)));
        long used = disk.reserved();
        disk.reserve(used + Generations.blockFor(config.plans().size()));
        Memory memory = disk.at(aliveAt);
        world = World.start(clock.now(), clock.wall(), used, disk.reserved());
        recordings.add(new Recording(world));
        invariants.started(config, disk.outbox());
        probeWhatIsConfigured();
        step(new Event.Configured(config.plan(), memory));
        invariants.restarted(world);
        resolver.follow();
        syncWallClock(run);
    }

    /** The process ends; a crash loses what was on its way to the disk. */
    void stop(boolean crash) {
        if (crash) {
            disk.crash();
        } else {
            step(new Event.Tick());
            disk.commit();
        }
        invariants.stopped(crash ? null : world);
        aliveAt = clock.wall();
        targets.values().forEach(SimTarget::end);
        targets.clear();
        world = null;
        run++;
    }

    /** A configuration that holds from now on, or from the next start when nothing runs. */
    void configure(Config next) {
        config = next;
        if (running()) {
            catchUp();
            invariants.reloaded(next);
            probeWhatIsConfigured();
            step(new Event.Configured(next.plan(), Memory.NONE));
            resolver.follow();
        }
    }

    /** A result on its way to the core: at once, a little late, or twice. */
    void deliver(Event event) {
        int thisRun = run;
        Runnable arrive = () -> {
            if (run == thisRun && running()) {
                step(event);
            }
        };
        int fate = chance.nextInt(100);
        if (fate < 90) {
            arrive.run();
        } else {
            in(Duration.ofMillis(chance.nextInt(fate < 98 ? 20 : 1000)), arrive);
        }
        if (fate >= 97) {
            in(Duration.ofMillis(chance.nextInt(2000)), arrive);
        }
    }

    /** What was due before is looked at moment by moment; that no look is needed is shown by the replays. */
    void step(Event event) {
        catchUp();
        stepAt(event, clock.now());
        wakeWhenDue();
    }

    private void catchUp() {
        Moment now = clock.now();
        Moment due = due();
        while (due != null && due.isBefore(now)) {
            stepAt(new Event.Tick(), due);
            due = due();
        }
    }

    private @Nullable Moment due() {
        if (world == null) {
            throw new IllegalStateException("nothing runs");
        }
        return world.nextDue().orElse(null);
    }

    private void stepAt(Event event, Moment now) {
        World before = world;
        if (before == null) {
            throw new IllegalStateException("nothing runs");
        }
        invariants.before(before, event, now);
        Step step = Engine.step(before, event, now);
        world = step.world();
        recordings.getLast().add(event, now, step.effects());
        disk.write(step.effects());
        step.effects().forEach(this::take);
        invariants.after(before, event, now, step);
    }

    private void take(Effect effect) {
        switch (effect) {
            case Effect.Publish publish -> {
                publisher.publish(publish.decision());
                publishRemotely(publish.decision());
            }
            case Effect.SetPace pace ->
                target(pace.target())
                        .ifPresent(target -> target.pace(pace.watchful() ? Pace.WATCHFUL : Pace.CONDEMNED));
            case Effect.ProbeSentinels _ -> {
                for (String name : config.plan().sentinels().names()) {
                    target(SentinelPlan.target(name)).ifPresent(SimTarget::probeNow);
                }
            }
            case Effect.ReserveGenerations reserve -> {
                int thisRun = run;
                in(Duration.ofMillis(chance.nextInt(200)), () -> {
                    if (run == thisRun && running()) {
                        disk.reserve(reserve.through());
                        step(new Event.GenerationsReserved(reserve.through()));
                    }
                });
            }
            case Effect.EndpointsChanged _ -> probeWhatIsConfigured();
            case Effect.SetDrill drill -> target(drill.target()).ifPresent(target -> target.drill(drill.words()));
            case Effect.HealthChanged _,
                    Effect.DrillTold _,
                    Effect.HostTold _,
                    Effect.Raise _,
                    Effect.RememberEndpoint _,
                    Effect.RememberService _,
                    Effect.RememberCommon _,
                    Effect.Forget _,
                    Effect.OperatorAnswered _ -> {}
        }
    }

    private Optional<SimTarget> target(TargetId id) {
        return Optional.ofNullable(targets.get(id));
    }

    /** A target that is not ours takes its time, and may fail and lag before it has the decision. */
    private void publishRemotely(Decision decision) {
        int thisRun = run;
        long wait = 0;
        for (PublishStage stage : SimPublisher.stages(chance)) {
            wait += chance.nextInt(3000);
            in(Duration.ofMillis(wait), () -> {
                if (run == thisRun && running() && publishes(decision.service())) {
                    step(new Event.PublishTold(
                            decision.service(), SimPublisher.REMOTE, decision.generation(), stage, "1 of 1 servers"));
                }
            });
        }
    }

    private boolean publishes(String service) {
        return config.plan().publishers().getOrDefault(service, Set.of()).contains(SimPublisher.REMOTE);
    }

    /** Mostly the timer wakes the core when it asked for it, a little late; sometimes not at all. */
    private void wakeWhenDue() {
        World awaited = world;
        int thisRun = run;
        if (awaited == null || chance.nextInt(10) == 0) {
            return;
        }
        awaited.nextDue().ifPresent(due -> {
            long wait = Math.max(0, due.since(clock.now()).toNanos()) + chance.nextInt(20_000_000);
            in(Duration.ofNanos(wait), () -> {
                if (run == thisRun && world == awaited) {
                    step(new Event.Tick());
                }
            });
        });
    }

    /** Now and then the core is told the time, against drift. */
    private void syncWallClock(int thisRun) {
        in(Duration.ofSeconds(10 + chance.nextInt(50)), () -> {
            if (run == thisRun && running()) {
                step(new Event.WallClock(clock.wall()));
                syncWallClock(thisRun);
            }
        });
    }

    /** Starts, replaces and ends targets; one that stays the same goes on as it is. */
    private void probeWhatIsConfigured() {
        var wanted = new LinkedHashMap<TargetId, SimTarget>();
        for (ServicePlan plan : config.plans()) {
            for (EndpointPlan endpoint : probed(plan)) {
                for (CheckRule rule : plan.health().checks()) {
                    var id = new TargetId(plan.name(), endpoint.name(), rule.check());
                    want(wanted, id, endpoint.address(), config.cadence(plan.name(), rule.check()));
                }
            }
        }
        for (String name : config.plan().sentinels().names()) {
            want(wanted, SentinelPlan.target(name), sentinelAddress(name), config.sentinels());
        }
        Map<TargetId, SimTarget> old = new HashMap<>(targets);
        old.forEach((id, target) -> {
            if (wanted.get(id) != target) {
                target.end();
            }
        });
        targets.clear();
        targets.putAll(wanted);
    }

    /** Those of the configuration, and those that its host names have for all that is known. */
    private List<EndpointPlan> probed(ServicePlan plan) {
        var all = new ArrayList<>(plan.endpoints());
        for (EndpointPlan endpoint : endpoints(plan)) {
            boolean there = plan.hosts().stream().anyMatch(host -> host.name().equals(endpoint.via()));
            if (there && all.stream().noneMatch(each -> each.address().equals(endpoint.address()))) {
                all.add(endpoint);
            }
        }
        return all;
    }

    private void want(Map<TargetId, SimTarget> wanted, TargetId id, InetAddress address, Cadence cadence) {
        SimTarget present = targets.get(id);
        boolean sentinel = id.service().isEmpty();
        wanted.put(
                id,
                present != null && present.same(address, cadence)
                        ? present
                        : new SimTarget(
                                id,
                                address,
                                cadence,
                                this,
                                chance,
                                sentinel ? Event.SentinelProbed::new : Event.ProbeFinished::new));
    }
}
