package io.failoverd.daemon.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.core.health.CheckRule;
import io.failoverd.daemon.core.health.EndpointPolicy;
import io.failoverd.daemon.core.health.Health;
import io.failoverd.daemon.core.health.HoldDown;
import io.failoverd.daemon.core.pool.AllDown;
import io.failoverd.daemon.core.pool.Maintenance;
import io.failoverd.daemon.core.pool.MaintenanceWindow;
import io.failoverd.daemon.core.pool.PoolPolicy;
import io.failoverd.daemon.core.pool.PoolPolicy.Failback;
import io.failoverd.daemon.core.pool.PoolRules;
import io.failoverd.daemon.core.pool.Ramp;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tiers, capacity, maintenance and manual resume, through whole decisions, reloads and restarts. */
class PolicyDecisionTest {
    private static final HoldDown NONE = new HoldDown(Duration.ZERO, Duration.ZERO, Duration.ofHours(1));
    private static final EndpointPolicy QUICK = new EndpointPolicy(Plans.HEALTH.checks(), 1, NONE, false);
    private static final String DIES_AND_RETURNS = "aU1 bU1 aD3 aD3.5 aD4";

    private static ServicePlan tiers(Failback failback) {
        return Plans.plan(
                "a=1 b=2#2",
                Plans.rules(
                        new PoolPolicy.Failover(1, failback, PoolPolicy.NO_LIMIT), QUICK, 1, new AllDown.FailOpen()));
    }

    @Test
    void an_automatic_failback_answers_from_the_first_tier_as_soon_as_it_has_enough() {
        Stage stage = Stage.of(tiers(Failback.AUTOMATIC)).play("aU1 bU1");
        assertThat(stage.answer()).isEqualTo("a");
        assertThat(stage.reasons("b")).contains("POLICY_STANDBY");
        assertThat(stage.play("aD3 aD3.5 aD4").answer()).isEqualTo("b");
        assertThat(stage.play("aU6 aU8").answer()).isEqualTo("a");
    }

    @Test
    void a_manual_failback_waits_for_an_operator_also_over_a_reload_and_a_restart() {
        ServicePlan plan = tiers(Failback.MANUAL);
        Stage stage = Stage.of(plan).play(DIES_AND_RETURNS + " aU6 aU8");
        assertThat(stage.answer()).isEqualTo("b");
        assertThat(stage.reasons("a")).contains("POLICY_STANDBY");
        stage.reload("9", plan);
        assertThat(stage.answer()).isEqualTo("b");
        Stage next = Stage.restarted(stage.stopped(Stage.NOON.plusSeconds(10)), Stage.NOON.plusSeconds(11), plan);
        assertThat(next.play("aU1 bU1").answer()).isEqualTo("b");
        assertThat(next.resume("2", null)).isInstanceOf(OperatorOutcome.Accepted.class);
        assertThat(next.answer()).isEqualTo("a");
    }

    @Test
    void a_manual_failback_goes_back_by_itself_where_its_own_tier_is_gone() {
        Stage stage = Stage.of(tiers(Failback.MANUAL)).play(DIES_AND_RETURNS + " aU6 aU8 bD70 bD70.5 bD71");
        assertThat(stage.answer()).isEqualTo("a");
    }

    private static PoolRules withCapacity(int percent) {
        PoolRules rules = Plans.rules(new PoolPolicy.Weighted(1, Ramp.NONE), QUICK, 1, new AllDown.FailOpen());
        return new PoolRules(
                rules.policy(),
                rules.ttl(),
                rules.minAvailable(),
                rules.removalSpacing(),
                rules.allDown(),
                rules.health(),
                new TreeMap<>(Map.of("cn-b", percent)),
                rules.traffic());
    }

    @Test
    void what_would_overrun_the_survivor_is_told_before_the_change_and_ends_with_it() {
        Stage stage = Stage.of(Plans.plan("a=1*60 b=2*40", withCapacity(50))).play("aU1 bU1");
        assertThat(stage.alerts()).isEmpty();
        stage.play("aD3");
        assertThat(stage.alerts()).as("one lost probe").isEmpty();
        stage.play("aD3.5");
        assertThat(stage.alerts()).isEqualTo("pool.prescale+");
        assertThat(stage.answer()).isEqualTo("ab");
        assertThat(stage.reasons("b")).contains("OVER_CAPACITY");
        stage.play("aD4");
        assertThat(stage.answer()).as("a dead region leaves at once").isEqualTo("b");
        assertThat(stage.alerts()).isEqualTo("address.removed+a");
        stage.play("aU6 aU8");
        assertThat(stage.alerts()).isEqualTo("address.restored-a pool.prescale-");
    }

    @Test
    void a_check_that_only_observes_moves_no_traffic_and_so_tells_nothing_of_capacity() {
        PoolRules rules = withCapacity(50);
        List<CheckRule> checks = List.of(
                rules.health().checks().getFirst(),
                new CheckRule(
                        "tcp",
                        Duration.ofSeconds(2),
                        rules.health().checks().getFirst().policy(),
                        true));
        var observing = new PoolRules(
                rules.policy(),
                rules.ttl(),
                rules.minAvailable(),
                rules.removalSpacing(),
                rules.allDown(),
                new EndpointPolicy(checks, 1, rules.health().holdDown(), false),
                rules.capacity(),
                rules.traffic());
        Stage stage = Stage.of(Plans.plan("a=1*60 b=2*40", observing)).play("aU1 bU1 a/tcp:D3 a/tcp:D3.5 aD3.6");
        assertThat(stage.alerts()).isEmpty();
        assertThat(stage.play("aD4.1").alerts()).isEqualTo("pool.prescale+");
    }

    @Test
    void a_prescale_that_was_told_ends_once_also_after_a_restart() {
        ServicePlan plan = Plans.plan("a=1*60 b=2*40", withCapacity(50));
        Stage stage = Stage.of(plan).play(DIES_AND_RETURNS);
        Stage next = Stage.restarted(stage.stopped(Stage.NOON.plusSeconds(5)), Stage.NOON.plusSeconds(6), plan);
        assertThat(next.alerts()).isEmpty();
        next.play("bU1 aU2 aU3");
        assertThat(next.alerts()).isEqualTo("address.restored-a pool.prescale-");
    }

    private static ServicePlan maintained(MaintenanceWindow window) {
        ServicePlan plan = Plans.plan("a=1 b=2");
        return new ServicePlan(plan.name(), plan.rules(), new Maintenance(List.of(window)), plan.endpoints());
    }

    private static MaintenanceWindow once(String region, int from, int until) {
        return new MaintenanceWindow.Once(
                new MaintenanceWindow.Scope(Set.of(), Set.of(region)),
                Stage.NOON.plusSeconds(from),
                Stage.NOON.plusSeconds(until),
                "patches");
    }

    @Test
    void a_window_takes_its_endpoints_out_on_time_and_lets_them_back_on_time() {
        Stage stage = Stage.of(maintained(once("cn-a", 10, 20))).play("aU1 bU1");
        assertThat(stage.play("t9.9").answer()).isEqualTo("ab");
        assertThat(stage.play("t10").answer()).isEqualTo("b");
        assertThat(stage.reasons("a")).startsWith("MAINTENANCE");
        assertThat(stage.play("t19.9").answer()).isEqualTo("b");
        assertThat(stage.play("t20").answer()).isEqualTo("ab");
    }

    @Test
    void a_weekly_window_follows_the_wall_clock_also_when_that_is_stepped() {
        var window = new MaintenanceWindow.Weekly(
                new MaintenanceWindow.Scope(Set.of("a"), Set.of()),
                Set.of(DayOfWeek.FRIDAY),
                LocalTime.of(2, 0),
                Duration.ofHours(1),
                ZoneId.of("Asia/Shanghai"),
                "");
        Stage stage = Stage.of(maintained(window)).play("aU1 bU1");
        assertThat(stage.answer()).isEqualTo("ab");
        stage.step("2", new Event.WallClock(Stage.NOON.plus(Duration.ofHours(6)))); // Friday, 02:00 in Shanghai
        assertThat(stage.answer()).isEqualTo("b");
        stage.step("3", new Event.WallClock(Stage.NOON.plus(Duration.ofHours(7))));
        assertThat(stage.answer()).isEqualTo("ab");
    }

    @Test
    void in_maintenance_it_does_not_answer_though_all_others_are_down_and_an_operator_may_say_otherwise() {
        Stage stage = Stage.of(maintained(once("cn-a", 2, 100))).play("aU1 bU1 t2 bD3 bD3.5 bD4");
        assertThat(stage.answer()).as("fail-open").isEqualTo("b");
        stage.override("5", "a=online");
        assertThat(stage.answer()).isEqualTo("a");
    }

    @ParameterizedTest
    @CsvSource({"aU66 aU68, b", "aU66 aU68 r, ab", "r aU66 aU68, ab", "aU66 r, b"})
    void a_manual_resume_waits_for_an_operator_and_for_the_probes(String line, String answer) {
        Stage stage = Stage.of(manual()).play(DIES_AND_RETURNS);
        assertThat(stage.reasons("a")).contains("AWAITING_RESUME");
        play(stage, line);
        assertThat(stage.answer()).isEqualTo(answer);
    }

    @Test
    void a_manual_resume_is_awaited_after_a_restart_and_waived_when_nothing_else_is_healthy() {
        Stage stage = Stage.of(manual()).play(DIES_AND_RETURNS);
        Stage next = Stage.restarted(stage.stopped(Stage.NOON.plusSeconds(5)), Stage.NOON.plusSeconds(6), manual());
        assertThat(next.play("bU1 aU70 aU72").answer()).isEqualTo("b");
        assertThat(next.reasons("a")).contains("AWAITING_RESUME");
        next.play("bD80 bD80.5 bD81");
        assertThat(next.health("a")).isEqualTo(Health.UP);
        assertThat(next.answer()).isEqualTo("a");
    }

    @Test
    void what_waits_for_nothing_is_not_resumed() {
        Stage stage = Stage.of(manual()).play("aU1 bU1");
        assertThat(stage.resume("2", "a")).isInstanceOf(OperatorOutcome.Refused.class);
        assertThat(stage.resume("2", "z")).isInstanceOf(OperatorOutcome.NotFound.class);
    }

    private static void play(Stage stage, String line) {
        for (String token : line.split(" ", -1)) {
            if (token.equals("r")) {
                stage.resume("0", "a");
            } else {
                stage.play(token);
            }
        }
    }

    private static ServicePlan manual() {
        return Plans.plan(
                "a=1 b=2",
                Plans.rules(
                        new PoolPolicy.All(),
                        new EndpointPolicy(Plans.HEALTH.checks(), 1, Plans.HOLD, true),
                        1,
                        new AllDown.FailOpen()));
    }
}
