package io.failoverd.daemon.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.core.health.Health;
import io.failoverd.daemon.core.pool.ReasonCode;
import io.failoverd.probes.model.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestartTest {
    private static final ServicePlan PLAN = Plans.plan("a=1 b=2");

    private static Stage aDown() {
        return Stage.of(PLAN).play("aU1 bU1 aD3 aD3.5 aD4");
    }

    /** Stopped at its present moment, and back after {@code seconds} of wall time. */
    private static Stage back(Stage stage, long seconds, ServicePlan... plans) {
        Instant end = stage.wall();
        return Stage.restarted(
                stage.stopped(end), end.plusSeconds(seconds), plans.length == 0 ? new ServicePlan[] {PLAN} : plans);
    }

    @ParameterizedTest(name = "away for {0} s: answers {1}")
    @CsvSource({"5,b", "600,b", "601,ab", "86400,ab", "-5,b", "-86400,b"})
    void a_verdict_stands_for_ten_minutes(long seconds, String answer) {
        Stage stage = back(aDown(), seconds);
        assertThat(stage.answer()).isEqualTo(answer);
        assertThat(stage.health("a")).isEqualTo(answer.equals("b") ? Health.DOWN : Health.UNKNOWN);
        assertThat(stage.alerts()).isEqualTo(answer.equals("b") ? "" : "address.restored-a");
    }

    @ParameterizedTest(name = "the wall clock moved by {0} s: {1} s of the hold-down are left")
    @CsvSource({"0,60", "20,40", "59,1", "60,0", "100,0", "-10,60", "-86400,60"})
    void a_hold_down_goes_on_and_a_clock_that_jumped_does_not_stretch_it(long seconds, long left) {
        Stage stage = back(aDown(), seconds);
        assertThat(stage.endpoint("a").health().heldUntil()).isEqualTo(Moment.ofMillis(left * 1000));
        stage.play("aU0.1 aU0.2");
        assertThat(stage.answer()).isEqualTo(left == 0 ? "ab" : "b");
        stage.play("t" + left);
        assertThat(stage.answer()).isEqualTo("ab");
    }

    @ParameterizedTest(name = "the wall clock moved by {0} s: {1} s of the override are left")
    @CsvSource({"0,100", "40,60", "99,1", "100,0", "5000,0", "-40,100", "-86400,100"})
    void an_override_goes_on_and_a_clock_that_jumped_does_not_stretch_it(long seconds, long left) {
        Stage before = Stage.of(PLAN).play("aU1 bU1");
        before.override("2", "a=offline~100");
        Stage stage = back(before, seconds);
        assertThat(stage.answer()).isEqualTo(left == 0 ? "ab" : "b");
        if (left > 0) {
            assertThat(stage.endpoint("a").override().expires()).isEqualTo(Moment.ofMillis(left * 1000));
            assertThat(stage.endpoint("a").override().note()).isEqualTo("ticket 7");
        }
        stage.play("t" + left);
        assertThat(stage.answer()).isEqualTo("ab");
    }

    @Test
    void an_override_without_expiry_stays() {
        Stage before = Stage.of(PLAN).play("aU1 bU1");
        before.override("2", "a=offline");
        assertThat(back(before, 1_000_000).answer()).isEqualTo("b");
    }

    @Test
    void the_repeats_of_hold_downs_are_kept() {
        Stage twice = aDown().play("aU70 aU72 aD73 aD73.5 aD74");
        assertThat(twice.endpoint("a").health().holdLength()).isEqualTo(Duration.ofMinutes(2));
        Stage stage = back(twice, 200).play("aU0.5 aU2 aD3 aD3.5 aD4");
        assertThat(stage.endpoint("a").health().holdLength()).isEqualTo(Duration.ofMinutes(4));
    }

    @Test
    void a_verdict_from_before_says_so() {
        assertThat(back(aDown(), 5).decision().members().getFirst().reasons().getFirst())
                .satisfies(reason -> {
                    assertThat(reason.code()).isEqualTo(ReasonCode.DOWN_BEFORE_RESTART);
                    assertThat(reason.text())
                            .isEqualTo("DOWN since 12:00:04.010Z, before the restart: 3 of 3 probes refused in 1.0 s,"
                                    + " last at 12:00:04.000Z");
                });
    }

    @Test
    void a_suspect_of_the_run_before_starts_as_unknown_and_is_not_removed_before_fall_of_our_own() {
        Stage stage = back(Stage.of(PLAN).play("aU1 bU1 aD3 aD3.5"), 1);
        assertThat(stage.answer()).isEqualTo("ab");
        stage.play("aD1 aD1.5");
        assertThat(stage.answer()).isEqualTo("ab");
        stage.play("aD2");
        assertThat(stage.answer()).isEqualTo("b");
    }

    @Test
    void one_that_waits_for_its_first_success_waits_on() {
        Stage before = Stage.of(PLAN).play("aU1 bU1");
        before.reload("2", Plans.plan("a=1 b=2 c=3"));
        assertThat(back(before, 1, Plans.plan("a=1 b=2 c=3")).answer()).isEqualTo("ab");
    }

    @Test
    void an_address_that_changed_meanwhile_starts_as_configured() {
        Stage stage = back(aDown(), 1, Plans.plan("a=7 b=2"));
        assertThat(stage.answer()).isEqualTo("ab");
        assertThat(stage.alerts()).isEqualTo("address.restored-a");
    }

    @Test
    void fail_open_remembers_the_last_healthy_set() {
        ServicePlan three = Plans.plan("a=1 b=2 c=3");
        Stage before = Stage.of(three).play("aU1 bU1 cU1 aD3 aD3.5 aD4 bD100 bD100.5 bD101 cD110 cD110.5 cD111");
        assertThat(before.answer()).isEqualTo("bc");
        Stage stage = back(before, 5, three);
        assertThat(stage.answer()).isEqualTo("bc");
        assertThat(stage.alerts()).as("all was told before").isEmpty();
    }

    @Test
    void a_degradation_that_was_told_does_not_end_with_the_process() {
        Stage stage = back(Stage.of(PLAN).play("aU1 bU1 aG3 aG5 aG7"), 5);
        assertThat(stage.alerts()).isEmpty();
        stage.play("aG1 aG3");
        assertThat(stage.alerts()).isEmpty();
        stage.play("aU5 aU7");
        assertThat(stage.alerts()).isEqualTo("address.degraded-a");
    }

    @Test
    void a_decision_that_was_written_but_whose_alert_was_not_is_told_after_the_crash() {
        Memory kept = aDown().stopped(Stage.NOON.plusSeconds(5));
        List<EndpointMemory> untold = kept.endpoints().stream()
                .map(endpoint -> new EndpointMemory(
                        endpoint.service(),
                        endpoint.endpoint(),
                        endpoint.address(),
                        endpoint.health(),
                        endpoint.since(),
                        endpoint.condemnedBy(),
                        endpoint.carriedOut(),
                        endpoint.repeats(),
                        endpoint.heldUntil(),
                        endpoint.holdLength(),
                        endpoint.cleanSince(),
                        endpoint.awaitsResume(),
                        endpoint.seenUp(),
                        false,
                        false,
                        false,
                        false,
                        false,
                        null,
                        null))
                .toList();
        var answered = new ServiceMemory(
                Plans.SERVICE,
                2,
                List.of(Plans.address(1), Plans.address(2)),
                Stage.NOON,
                false,
                false,
                Map.of(),
                List.of(),
                List.of("a", "b"),
                0,
                null,
                null);
        var memory = new Memory(untold, List.of(answered), kept.common(), kept.aliveAt(), kept.generationsReserved());
        Stage stage = Stage.restarted(memory, Stage.NOON.plusSeconds(6), PLAN);
        assertThat(stage.alerts()).isEqualTo("address.removed+a");
        assertThat(back(stage, 1).alerts()).isEmpty();
    }

    @Test
    void a_withheld_removal_goes_on_over_a_restart_until_the_first_verdict_of_the_new_run() {
        ServicePlan plan = Plans.plan("a=1 b=2", 2);
        Stage before = Stage.of(plan).play("aU1 bU1 aD3 aD3.5 aD4");
        assertThat(before.alerts()).isEqualTo("address.removal_withheld+a");
        Memory kept = before.stopped(Stage.NOON.plusSeconds(6));
        Stage dead = Stage.restarted(kept, Stage.NOON.plusSeconds(7), plan);
        assertThat(dead.play("aD1 bU1 aD1.5 aD2").alerts()).isEmpty();
        Stage well = Stage.restarted(kept, Stage.NOON.plusSeconds(7), plan);
        assertThat(well.play("bU1 aU1").alerts()).isEqualTo("address.removal_withheld-a");
    }

    @Test
    void an_endpoint_that_got_another_name_while_we_were_away_goes_on_under_it() {
        Stage before = aDown();
        Memory kept = before.stopped(Stage.NOON.plusSeconds(6));
        Stage stage = Stage.restarted(kept, Stage.NOON.plusSeconds(7), Plans.plan("x=1 b=2"));
        assertThat(stage.answer()).isEqualTo("b");
        assertThat(stage.health("x")).isEqualTo(Health.DOWN);
        assertThat(stage.endpoint("x").health().heldUntil()).isNotNull();
        assertThat(stage.alerts()).isEqualTo("address.restored-a address.removed+x");
        assertThat(stage.effects).contains(new Effect.Forget(Plans.SERVICE, "a"));
    }

    @Test
    void a_start_ends_the_alert_of_a_configuration_that_the_run_before_refused() {
        Stage before = aDown();
        before.step("5", new Event.ConfigRejected("line 3: unknown key"));
        Stage stage = Stage.restarted(before.stopped(Stage.NOON.plusSeconds(6)), Stage.NOON.plusSeconds(7), PLAN);
        assertThat(stage.alerts()).isEqualTo("config.rejected-");
        Stage next = Stage.restarted(stage.stopped(Stage.NOON.plusSeconds(8)), Stage.NOON.plusSeconds(9), PLAN);
        assertThat(next.alerts()).isEmpty();
    }

    @Test
    void a_crash_before_the_write_condemns_and_tells_again() {
        Stage before = aDown();
        Instant end = before.wall();
        before.disk.crash();
        Stage stage = Stage.restarted(before.disk.at(end), end.plusSeconds(1), PLAN);
        assertThat(stage.answer()).isEqualTo("ab");
        stage.play("aD1 aD1.5 aD2");
        assertThat(stage.alerts()).isEqualTo("address.removed+a");
    }

    @Test
    void generations_are_never_used_again_even_when_nothing_but_the_reservation_was_written() {
        Stage before = aDown();
        long used = before.decision().generation();
        Memory nothing = new Memory(List.of(), List.of(), CommonMemory.NONE, Stage.NOON, before.disk.reserved());
        Stage stage = Stage.restarted(nothing, Stage.NOON.plusSeconds(10), PLAN);
        assertThat(stage.decision().generation()).isGreaterThan(used);
        assertThat(stage.world.generations().last()).isLessThanOrEqualTo(stage.disk.reserved());
    }

    @Test
    void generations_grow_even_where_the_world_was_started_without_a_word_of_the_reservation() {
        Memory memory = aDown().stopped(Stage.NOON.plusSeconds(5));
        World world = World.start(Moment.ZERO, Stage.NOON.plusSeconds(6), 0, 0);
        Step step = Engine.step(world, new Event.Configured(List.of(PLAN), memory), Moment.ZERO);
        assertThat(step.world().services().get(Plans.SERVICE).decision().generation())
                .isGreaterThan(memory.generationsReserved());
    }

    @Test
    void what_the_configuration_has_no_longer_is_forgotten_and_its_alerts_end() {
        Stage stage = back(aDown(), 5, Plans.plan("b=2"));
        assertThat(stage.effects).contains(new Effect.Forget(Plans.SERVICE, "a"));
        assertThat(stage.alerts()).isEqualTo("address.restored-a");
        ServicePlan other = Plans.plan(
                "api.gslb.example.com", "x=8", Plans.HEALTH, 1, new io.failoverd.daemon.core.pool.AllDown.FailOpen());
        Stage moved = back(aDown().play("bD5 bD5.5 bD6"), 5, other);
        assertThat(moved.effects).contains(new Effect.Forget(Plans.SERVICE, null));
        assertThat(moved.alerts()).isEqualTo("address.restored-a pool.all_down-");
    }
}
