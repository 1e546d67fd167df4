package io.failoverd.daemon.journal.events;

import io.failoverd.daemon.core.EndpointPlan;
import io.failoverd.daemon.core.Engine;
import io.failoverd.daemon.core.Event;
import io.failoverd.daemon.core.Memory;
import io.failoverd.daemon.core.Plan;
import io.failoverd.daemon.core.SentinelPlan;
import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.daemon.core.Step;
import io.failoverd.daemon.core.World;
import io.failoverd.daemon.core.health.CheckRule;
import io.failoverd.daemon.core.health.EndpointPolicy;
import io.failoverd.daemon.core.health.HealthPolicy;
import io.failoverd.daemon.core.health.HoldDown;
import io.failoverd.daemon.core.pool.AllDown;
import io.failoverd.daemon.core.pool.Maintenance;
import io.failoverd.daemon.core.pool.PoolPolicy;
import io.failoverd.daemon.core.pool.PoolRules;
import io.failoverd.daemon.core.pool.TtlPolicy;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.PhaseTimings;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Probed;
import io.failoverd.probes.model.TargetId;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The events of two endpoints at 2 s and three sentinels at 10 s, seeded, with times as noisy as those of real probes:
 * they go into the production engine, and each step to whoever listens.
 */
public final class Day {
    public static final String SERVICE = "www.gslb.example.com";
    public static final List<String> ENDPOINTS = List.of("hangzhou", "shanghai");
    public static final Instant MORNING = Instant.parse("2026-11-22T00:00:00.123456789Z");
    private static final long INTERVAL = 2_000_000_000L;
    private static final long SENTINEL_INTERVAL = 10_000_000_000L;

    /** Is told each step. */
    public interface Listener {
        void stepped(World before, Event event, Moment now, Step step);
    }

    private final SplittableRandom chance;
    private final Listener listener;
    private World world;
    private int probes;

    public Day(long seed, Listener listener) {
        this.chance = new SplittableRandom(seed);
        this.listener = listener;
        this.world = run().world();
    }

    public static Run run() {
        return new Run("bastion-1", "0.1.0", new Moment(5_123_456_789L), MORNING, 41, 2000);
    }

    /** With this many failures that condemn. */
    public static Plan plan(int fall) {
        var rule = new CheckRule(
                "productpage",
                Duration.ofSeconds(2),
                HealthPolicy.inARow(fall, 6, Duration.ofMillis(450L * (fall - 1))),
                false);
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
        var endpoints = List.of(
                new EndpointPlan("hangzhou", "cn-hangzhou", InetAddress.ofLiteral("203.0.113.10")),
                new EndpointPlan("shanghai", "cn-shanghai", InetAddress.ofLiteral("203.0.113.20")));
        return new Plan(
                List.of(new ServicePlan(SERVICE, rules, Maintenance.NONE, endpoints)),
                new SentinelPlan(List.of("223.5.5.5", "119.29.29.29", "8.8.8.8"), 2),
                null);
    }

    /** Probes of endpoints and sentinels so far. */
    public int probes() {
        return probes;
    }

    public World world() {
        return world;
    }

    /** Lives for this long; one endpoint refuses for 20 s in each hour. */
    public void live(Duration length) {
        Moment start = run().start();
        step(new Event.Configured(plan(3), Memory.NONE), start);
        long[] due = new long[5];
        for (int i = 0; i < due.length; i++) {
            due[i] = start.nanos() + chance.nextLong(i < 2 ? INTERVAL : SENTINEL_INTERVAL);
        }
        long end = start.plus(length).nanos();
        for (int next = earliest(due); due[next] < end; next = earliest(due)) {
            long interval = next < 2 ? INTERVAL : SENTINEL_INTERVAL;
            boolean refuses = next == 1 && (due[next] - start.nanos()) % 3_600_000_000_000L > 3_580_000_000_000L;
            probe(next, new Moment(due[next]), refuses);
            due[next] += interval * 9 / 10 + chance.nextLong(interval / 5);
        }
    }

    private static int earliest(long[] due) {
        int earliest = 0;
        for (int i = 1; i < due.length; i++) {
            earliest = due[i] < due[earliest] ? i : earliest;
        }
        return earliest;
    }

    private void probe(int number, Moment start, boolean refuses) {
        probes++;
        Duration connect = noisy(number < 2 ? 12_000_000 : 5_000_000);
        Duration tls = noisy(18_000_000);
        Duration firstByte = noisy(9_000_000);
        boolean sentinel = number >= 2;
        Duration total = sentinel || refuses
                ? connect.plusNanos(chance.nextLong(90_000))
                : connect.plus(tls).plus(firstByte).plusNanos(chance.nextLong(400_000));
        Moment finished = start.plus(total);
        Moment now = finished.plus(Duration.ofNanos(20_000 + chance.nextLong(200_000)));
        if (sentinel) {
            var timings = new PhaseTimings(connect, null, null, total);
            TargetId target = SentinelPlan.target(plan(3).sentinels().names().get(number - 2));
            step(
                    new Event.SentinelProbed(
                            new Probed(target, start, finished, timings, new ProbeResult.Up("connected"))),
                    now);
            return;
        }
        var target = new TargetId(SERVICE, ENDPOINTS.get(number), "productpage");
        var timings = refuses ? PhaseTimings.ofTotal(total) : new PhaseTimings(connect, tls, firstByte, total);
        ProbeResult result = refuses
                ? new ProbeResult.Down(FailureReason.CONNECT_REFUSED, "connection refused")
                : new ProbeResult.Up("HTTP 200");
        step(new Event.ProbeFinished(new Probed(target, start, finished, timings, result)), now);
    }

    /** Around a mean, with a long tail, to the nanosecond. */
    private Duration noisy(long mean) {
        double factor = Math.exp(0.3 * chance.nextGaussian());
        return Duration.ofNanos(Math.round(mean * factor));
    }

    public void step(Event event, Moment now) {
        World before = world;
        Step step = Engine.step(before, event, now);
        world = step.world();
        listener.stepped(before, event, now, step);
    }
}
