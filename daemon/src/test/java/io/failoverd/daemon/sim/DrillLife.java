package io.failoverd.daemon.sim;

import io.failoverd.daemon.core.Effect;
import io.failoverd.daemon.core.EndpointState;
import io.failoverd.daemon.core.Engine;
import io.failoverd.daemon.core.Event;
import io.failoverd.daemon.core.KeptMemory;
import io.failoverd.daemon.core.Memory;
import io.failoverd.daemon.core.OperatorOutcome;
import io.failoverd.daemon.core.Plan;
import io.failoverd.daemon.core.Plans;
import io.failoverd.daemon.core.SentinelPlan;
import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.daemon.core.ServiceState;
import io.failoverd.daemon.core.Step;
import io.failoverd.daemon.core.World;
import io.failoverd.daemon.core.health.HoldDown;
import io.failoverd.daemon.core.health.ProbeScript;
import io.failoverd.daemon.core.pool.AllDown;
import io.failoverd.daemon.core.pool.Member;
import io.failoverd.daemon.core.pool.OverrideMode;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.Probed;
import io.failoverd.probes.model.TargetId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Drills and aborts by chance in a life in which gateways really die, operators act and the daemon is reloaded and
 * restarted. Beside it goes a second life that is told the same and never hears of a drill: without one under way both
 * say the same, and with one all that is not drilled does.
 */
final class DrillLife {
    private static final int STEPS = 300;
    private static final List<OverrideMode> MODES =
            List.of(OverrideMode.SMART, OverrideMode.ONLINE, OverrideMode.OFFLINE);
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final HoldDown HOLD =
            new HoldDown(Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofMinutes(10));

    /** One of the two lives. */
    private static final class Course {
        final KeptMemory disk = new KeptMemory(0, 0);
        final List<Recording> recordings = new ArrayList<>();
        World world;

        Course() {
            start(Moment.ZERO, NOON);
        }

        void start(Moment now, Instant wall) {
            long used = disk.reserved();
            disk.reserve(used + 1_000_000);
            world = World.start(now, wall, used, disk.reserved());
            recordings.add(new Recording(world));
        }

        Step step(Event event, Moment now) {
            Step step = Engine.step(world, event, now);
            recordings.getLast().add(event, now, step.effects());
            world = step.world();
            disk.write(step.effects());
            return step;
        }

        ServiceState service() {
            return world.service(Plans.SERVICE).orElseThrow();
        }

        Set<String> in() {
            return service().decision().members().stream()
                    .filter(Member::eligible)
                    .map(Member::endpoint)
                    .collect(Collectors.toSet());
        }
    }

    private final Random chance;
    /** Whether the two lives may differ once a drill has left its trace: it ended, or what was out by it really failed. */
    private boolean traces;

    private final boolean watched;
    private final int minAvailable;
    private final Course drilled = new Course();
    private final Course control = new Course();
    private final Set<Integer> dead = new HashSet<>();
    private final Map<TargetId, String> marks = new HashMap<>();
    private final List<Probed> late = new ArrayList<>();
    private boolean sentinelDead;
    private String endpoints = "a=1 b=2 c=3";
    private Moment now = Moment.ZERO;
    private Instant wall = NOON;
    private int begun;
    private int removed;
    private int aborted;
    private int stopped;

    /** @param ends whether drills may come to their end; else each is aborted before */
    DrillLife(long seed, boolean ends) {
        this.chance = new Random(seed);
        this.traces = ends;
        this.watched = chance.nextBoolean();
        this.minAvailable = 1 + chance.nextInt(2);
        both(new Event.Configured(plan(), Memory.NONE));
    }

    List<Recording> recordings() {
        return drilled.recordings;
    }

    /** Drills that began, those that took an address out, those that were aborted by hand, and by the daemon. */
    int[] counts() {
        return new int[] {begun, removed, aborted, stopped};
    }

    void run() {
        for (int i = 0; i < STEPS; i++) {
            pass(10 + chance.nextInt(400));
            happen();
            check();
        }
    }

    private void happen() {
        switch (chance.nextInt(40)) {
            case 0, 1, 2 -> drill();
            case 3 -> abort();
            case 4, 5 -> {
                int one = 1 + chance.nextInt(4);
                if (!dead.remove(one)) {
                    dead.add(one);
                }
            }
            case 6 -> dead.clear();
            case 7 ->
                both(new Event.OverrideAsked(
                        Plans.SERVICE,
                        any(),
                        MODES.get(chance.nextInt(MODES.size())),
                        Duration.ofSeconds(1 + chance.nextInt(20)),
                        "ops",
                        "ticket 7",
                        true));
            case 8 ->
                both(new Event.FreezeAsked(
                        Plans.SERVICE, chance.nextBoolean(), Duration.ofSeconds(1 + chance.nextInt(10)), "ops", ""));
            case 9 -> reload();
            case 10 -> restart();
            case 11 -> sentinelDead = watched && chance.nextInt(3) == 0;
            case 12 -> both(new Event.WallClock(wall.plusSeconds(chance.nextInt(7200) - 3600)));
            case 13, 14, 15 -> sentinel();
            default -> probe(any());
        }
    }

    private void drill() {
        String endpoint = any();
        Duration length = Duration.ofMillis(traces ? 1 + chance.nextInt(20_000) : 600_000);
        Step step = one(new Event.DrillAsked(Plans.SERVICE, endpoint, length, "ops", "ticket 9"));
        if (answer(step) instanceof OperatorOutcome.Accepted) {
            begun++;
            if (chance.nextInt(3) > 0) {
                for (int i = 0; i < 4; i++) { // as the series does
                    pass(350);
                    probe(endpoint);
                    check();
                }
            }
        }
    }

    private void abort() {
        List<EndpointState> under = drilled.service().endpoints().stream()
                .filter(endpoint -> endpoint.drill() != null)
                .toList();
        if (under.isEmpty()) {
            return;
        }
        String endpoint = under.getFirst().plan().name();
        Step step = one(new Event.DrillAborted(Plans.SERVICE, endpoint, "ops", "errors rose"));
        Promise.that(answer(step) instanceof OperatorOutcome.Accepted, () -> "not aborted: " + answer(step));
        aborted++;
        if (!traces) {
            Promise.that(
                    drilled.in().contains(endpoint) == control.in().contains(endpoint),
                    () -> endpoint + " is not back in the turn of the abort: " + drilled.service());
        }
    }

    private static OperatorOutcome answer(Step step) {
        return step.effects().stream()
                .filter(Effect.OperatorAnswered.class::isInstance)
                .map(effect -> ((Effect.OperatorAnswered) effect).outcome())
                .findFirst()
                .orElseThrow();
    }

    private String any() {
        List<EndpointState> all = drilled.service().endpoints();
        return all.get(chance.nextInt(all.size())).plan().name();
    }

    private void probe(String name) {
        EndpointState endpoint =
                drilled.service().endpoints().get(drilled.service().indexOf(name));
        int octet = endpoint.plan().address().getAddress()[3];
        var id = new TargetId(Plans.SERVICE, name, Plans.CHECK);
        Moment start = now;
        pass(5);
        Probed found = ProbeScript.probed(id, dead.contains(octet) ? 'D' : 'U', start, now);
        String mark = marks.get(id);
        Probed counted = mark == null ? found : found.failedBy(mark);
        if (chance.nextInt(10) == 0) {
            late.add(counted);
        } else {
            tell(counted);
        }
        while (!late.isEmpty() && chance.nextInt(3) == 0) {
            tell(late.removeFirst());
        }
    }

    private void tell(Probed probed) {
        int times = chance.nextInt(20) == 0 ? 2 : 1;
        for (int i = 0; i < times; i++) {
            take(drilled.step(new Event.ProbeFinished(probed), now));
            control.step(new Event.ProbeFinished(probed.undrilled()), now);
        }
    }

    private void sentinel() {
        if (watched) {
            Moment start = now;
            pass(5);
            both(new Event.SentinelProbed(
                    ProbeScript.probed(SentinelPlan.target("x"), sentinelDead ? 'D' : 'U', start, now)));
        }
    }

    /** One comes or goes, has another address or another name. */
    private void reload() {
        List<String> all = List.of("a=1 b=2 c=3", "a=1 b=2", "a=1 b=2 c=3 d=4", "z=1 b=2 c=3", "a=4 b=2 c=3", "b=2");
        endpoints = all.get(chance.nextInt(all.size()));
        both(new Event.Configured(plan(), Memory.NONE));
    }

    private void restart() {
        pass(chance.nextInt(3000));
        marks.clear();
        late.clear();
        Memory kept = drilled.disk.at(wall);
        Memory other = control.disk.at(wall);
        now = Moment.ZERO;
        drilled.start(now, wall);
        control.start(now, wall);
        take(drilled.step(new Event.Configured(plan(), kept), now));
        control.step(new Event.Configured(plan(), other), now);
        Promise.that(
                drilled.service().endpoints().stream().allMatch(each -> each.drill() == null),
                () -> "a drill outlived its run: " + drilled.service());
    }

    private Plan plan() {
        ServicePlan plan = Plans.plan(
                Plans.SERVICE,
                endpoints,
                ProbeScript.policy(3, 2, Duration.ofMillis(600), HOLD),
                minAvailable,
                new AllDown.FailOpen());
        return new Plan(List.of(plan), watched ? new SentinelPlan(List.of("x"), 1) : SentinelPlan.NONE, null);
    }

    private void pass(int millis) {
        now = now.plus(Duration.ofMillis(millis));
        wall = wall.plusMillis(millis);
    }

    private Step one(Event event) {
        Step step = take(drilled.step(event, now));
        control.step(new Event.Tick(), now);
        return step;
    }

    private void both(Event event) {
        take(drilled.step(event, now));
        control.step(event, now);
    }

    private Step take(Step step) {
        for (Effect effect : step.effects()) {
            switch (effect) {
                case Effect.SetDrill mark -> marks.compute(mark.target(), (_, _) -> mark.words());
                case Effect.DrillTold told
                when !told.begins() -> {
                    stopped += told.text().contains("aborted by") ? 0 : 1;
                    traces |= told.text().contains("it really fails");
                }
                case Effect.Raise raise -> {
                    boolean real =
                            raise.alert().drill() == raise.alert().summary().startsWith("drill: ");
                    Promise.that(real, () -> "says otherwise: " + raise.alert());
                    removed += raise.alert().drill() && raise.alert().firing() ? 1 : 0;
                }
                case Effect other -> {}
            }
        }
        return step;
    }

    private void check() {
        drilled.step(new Event.Tick(), now).effects().forEach(effect -> take(new Step(drilled.world, List.of(effect))));
        control.step(new Event.Tick(), now);
        Set<String> in = drilled.in();
        Set<String> real = control.in();
        boolean any = real.stream().anyMatch(in::contains);
        Promise.that(any || real.isEmpty(), () -> "of " + real + " none answers: " + drilled.service());
        for (EndpointState endpoint : drilled.service().endpoints()) {
            String name = endpoint.plan().name();
            boolean late = endpoint.drill() != null
                    && endpoint.drill().active()
                    && !now.isBefore(endpoint.drill().until());
            Promise.that(!late, () -> name + " is drilled beyond its end");
            if (!traces) {
                same(
                        endpoint,
                        control.service().endpoints().get(control.service().indexOf(name)));
            }
        }
        boolean none = drilled.service().endpoints().stream().allMatch(each -> each.drill() == null);
        if (none && !traces) {
            Promise.that(in.equals(real), () -> in + " answer, and without drills would " + real);
        }
    }

    /** Beneath a drill, and where there is none, it is what it would be had there never been one. */
    private void same(EndpointState endpoint, EndpointState real) {
        var health =
                endpoint.drill() == null ? endpoint.health() : endpoint.drill().itself();
        Promise.that(
                health.health() == real.health().health(),
                () -> "it should be " + real.health().health() + ": " + endpoint);
        boolean held = endpoint.drill() == null;
        Promise.that(
                !held || endpoint.health().repeats() == real.health().repeats(),
                () -> "it is held otherwise than " + real.health().hold() + ": " + endpoint);
    }
}
