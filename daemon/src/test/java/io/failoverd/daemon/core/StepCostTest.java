package io.failoverd.daemon.core;

import static io.failoverd.daemon.core.health.ProbeScript.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.core.health.ProbeScript;
import io.failoverd.daemon.core.pool.AllDown;
import io.failoverd.daemon.core.pool.OverrideMode;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.Probed;
import io.failoverd.probes.model.TargetId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Cost follows what changes, never what exists: counted in replaced objects, not in time. */
class StepCostTest {
    private static final int SERVICES = 10_000;
    private static World many;

    @BeforeAll
    static void tenThousandServices() {
        var plans = new ArrayList<ServicePlan>();
        for (int i = 0; i < SERVICES; i++) {
            plans.add(Plans.plan(name(i), "a=1 b=2", Plans.HEALTH, 1, new AllDown.FailOpen()));
        }
        World empty = World.start(Moment.ZERO, Stage.NOON, 0, Generations.blockFor(SERVICES));
        many = Engine.step(empty, new Event.Configured(plans, Memory.NONE), Moment.ZERO)
                .world();
    }

    private static String name(int number) {
        return "s%d.gslb.example.com".formatted(number);
    }

    private static long replaced(World before, World after) {
        Set<ServiceState> old = Collections.newSetFromMap(new IdentityHashMap<>());
        old.addAll(before.services().values());
        return after.services().values().stream()
                .filter(service -> !old.contains(service))
                .count();
    }

    private static Probed probe(int service, char kind, String start) {
        Moment moment = at(start);
        return ProbeScript.probed(new TargetId(name(service), "a", Plans.CHECK), kind, moment, moment);
    }

    @Test
    void a_step_replaces_the_state_of_one_service_among_ten_thousand() {
        World world = many;
        var line = Map.of("1", 'U', "3", 'D', "3.5", 'D', "4", 'D', "6", 'U', "8", 'U');
        for (String start : List.of("1", "3", "3.5", "4", "6", "8")) {
            World next = Engine.step(world, new Event.ProbeFinished(probe(4711, line.get(start), start)), at(start))
                    .world();
            assertThat(replaced(world, next)).as("result at %s s", start).isEqualTo(1);
            world = next;
        }
        var asked =
                new Event.OverrideAsked(name(42), "b", OverrideMode.OFFLINE, Duration.ofSeconds(60), "ops", "", false);
        World overridden = Engine.step(world, asked, at("9")).world();
        assertThat(replaced(world, overridden)).isEqualTo(1);
    }

    @Test
    void time_touches_only_whom_it_is_due_for() {
        World world = many;
        for (String start : List.of("1", "1.5", "2")) {
            world = Engine.step(world, new Event.ProbeFinished(probe(7, 'D', start)), at(start))
                    .world();
        }
        assertThat(world.nextDue()).isPresent();
        assertThat(replaced(world, Engine.step(world, new Event.Tick(), at("3")).world()))
                .isZero();
        assertThat(replaced(
                        world, Engine.step(world, new Event.Tick(), at("33")).world()))
                .isEqualTo(1);
    }

    @Test
    void an_event_of_the_daemon_touches_no_service() {
        for (Event event : List.of(
                new Event.Tick(),
                new Event.WallClock(Stage.NOON.plusSeconds(99)),
                new Event.ConfigRejected("line 1"),
                new Event.GenerationsReserved(99_999),
                new Event.ProbeFinished(probe(SERVICES + 1, 'D', "1")))) {
            assertThat(replaced(many, Engine.step(many, event, at("1")).world()))
                    .as("%s", event)
                    .isZero();
        }
    }

    @Test
    void every_decision_of_a_start_has_a_generation_that_was_reserved_before() {
        assertThat(many.generations().last()).isEqualTo(SERVICES);
        assertThat(many.generations().reserved()).isGreaterThanOrEqualTo(SERVICES);
    }
}
