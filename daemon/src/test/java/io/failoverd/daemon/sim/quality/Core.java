package io.failoverd.daemon.sim.quality;

import io.failoverd.daemon.core.Effect;
import io.failoverd.daemon.core.Engine;
import io.failoverd.daemon.core.Event;
import io.failoverd.daemon.core.Generations;
import io.failoverd.daemon.core.KeptMemory;
import io.failoverd.daemon.core.Memory;
import io.failoverd.daemon.core.Plan;
import io.failoverd.daemon.core.SentinelPlan;
import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.daemon.core.ServiceState;
import io.failoverd.daemon.core.Step;
import io.failoverd.daemon.core.World;
import io.failoverd.daemon.core.consensus.Sentinel;
import io.failoverd.daemon.core.health.Health;
import io.failoverd.daemon.core.health.HealthState;
import io.failoverd.daemon.core.pool.Decision;
import io.failoverd.daemon.core.pool.PoolRules;
import io.failoverd.daemon.core.pool.TtlPolicy;
import io.failoverd.probes.Pace;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.PhaseTimings;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Probed;
import io.failoverd.probes.model.TargetId;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * The production core, as these simulations need it: all that they know of {@link Engine} is here. Times are those of the
 * scene; each run of the process has a monotonic clock of its own.
 */
final class Core {
    private static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");

    /** More than any run lasts, so that no moment of a run is negative. */
    private static final long ORIGIN = Times.seconds(1_000_000);

    private final KeptMemory disk = new KeptMemory(0, 0);
    private final Pace[] paces = new Pace[Scene.ENDPOINTS];
    private final SentinelPlan sentinels;
    private ServicePlan plan;
    private World world;
    private boolean sentinelsAsked;
    private long wallStep;
    private long booted;

    Core(ServicePlan plan, SentinelPlan sentinels, long now) {
        this.plan = plan;
        this.sentinels = sentinels;
        this.world = boot(now, Memory.NONE);
    }

    /** A new process with what was on disk, as {@code aliveAt} left it. */
    void restart(long now, long aliveAt) {
        disk.commit();
        booted = now;
        world = boot(now, disk.at(wall(aliveAt)));
    }

    private World boot(long now, Memory memory) {
        Arrays.fill(paces, Pace.WATCHFUL);
        long used = disk.reserved();
        disk.reserve(used + Generations.blockFor(1));
        world = World.start(moment(now), wall(now), used, disk.reserved());
        step(configured(memory), now);
        return world;
    }

    private Event configured(Memory memory) {
        return new Event.Configured(new Plan(List.of(plan), sentinels, null), memory);
    }

    /** A reload of a configuration in which something changed, and not the endpoints. */
    void reload(long now) {
        PoolRules rules = plan.rules();
        TtlPolicy ttl =
                new TtlPolicy(rules.ttl().steady().plusSeconds(1), rules.ttl().changing());
        plan = new ServicePlan(
                plan.name(),
                new PoolRules(
                        rules.policy(),
                        ttl,
                        rules.minAvailable(),
                        rules.removalSpacing(),
                        rules.allDown(),
                        rules.health(),
                        rules.capacity(),
                        rules.traffic()),
                plan.maintenance(),
                plan.endpoints());
        step(configured(Memory.NONE), now);
    }

    void wallClockSteps(long now, long by) {
        wallStep += by;
        step(new Event.WallClock(wall(now)), now);
    }

    void probed(int endpoint, long start, long now, ProbeResult result) {
        var target = new TargetId(plan.name(), plan.endpoints().get(endpoint).name(), check());
        step(new Event.ProbeFinished(probed(target, start, now, result)), now);
    }

    void sentinelProbed(String name, long start, long now, ProbeResult result) {
        step(new Event.SentinelProbed(probed(SentinelPlan.target(name), start, now, result)), now);
    }

    private Probed probed(TargetId target, long start, long now, ProbeResult result) {
        var timings = PhaseTimings.ofTotal(moment(now).since(moment(start)));
        return new Probed(target, moment(start), moment(now), timings, result);
    }

    private String check() {
        return plan.health().checks().getFirst().check();
    }

    void tick(long now) {
        step(new Event.Tick(), now);
    }

    private void step(Event event, long now) {
        Step step = Engine.step(world, event, moment(now));
        world = step.world();
        disk.write(step.effects());
        for (Effect effect : step.effects()) {
            if (effect instanceof Effect.SetPace pace) {
                paces[index(pace.target().endpoint())] = pace.watchful() ? Pace.WATCHFUL : Pace.CONDEMNED;
            } else if (effect instanceof Effect.ProbeSentinels) {
                sentinelsAsked = true;
            } else if (effect instanceof Effect.ReserveGenerations reserve) {
                disk.reserve(reserve.through());
                step(new Event.GenerationsReserved(reserve.through()), now);
            }
        }
    }

    /** Whether the sentinels are to be probed at once; asked and forgotten. */
    boolean takeSentinelsAsked() {
        boolean asked = sentinelsAsked;
        sentinelsAsked = false;
        return asked;
    }

    /** What the neutral targets say of the own network. */
    Sentinel sentinel() {
        if (sentinels.names().isEmpty()) {
            return Sentinel.NONE;
        }
        return world.sentinels().lost() ? Sentinel.LOST : Sentinel.GOOD;
    }

    long sentinelSince() {
        return nanos(world.sentinels().since());
    }

    private int index(String endpoint) {
        for (int i = 0; i < plan.endpoints().size(); i++) {
            if (plan.endpoints().get(i).name().equals(endpoint)) {
                return i;
            }
        }
        throw new IllegalArgumentException(endpoint);
    }

    private ServiceState service() {
        return world.service(plan.name()).orElseThrow();
    }

    boolean answers(int endpoint) {
        Decision decision = service().decision();
        return decision != null
                && decision.answer().contains(plan.endpoints().get(endpoint).address());
    }

    Health health(int endpoint) {
        return service().endpoints().get(endpoint).health().health();
    }

    /** When the newest probe started that bears the health out. */
    long confirmed(int endpoint) {
        HealthState state =
                service().endpoints().get(endpoint).health().checks().getFirst();
        Moment newest = state.health().condemned() ? state.latestFailure() : state.latestSuccess();
        return nanos(newest == null ? state.since() : newest);
    }

    Pace pace(int endpoint) {
        return paces[endpoint];
    }

    /** When it wants to be woken; far in the future when never. */
    long nextDue() {
        return world.nextDue().map(due -> due.nanos() - ORIGIN + booted).orElse(Long.MAX_VALUE);
    }

    Moment moment(long nanos) {
        return new Moment(nanos - booted + ORIGIN);
    }

    /** The scene's time of a moment of the present run. */
    long nanos(Moment moment) {
        return moment.nanos() - ORIGIN + booted;
    }

    Instant wall(long nanos) {
        return NOON.plusNanos(nanos + wallStep);
    }
}
