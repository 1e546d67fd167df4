package io.failoverd.daemon.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.core.health.CheckRule;
import io.failoverd.daemon.core.health.EndpointPolicy;
import io.failoverd.daemon.core.health.Health;
import io.failoverd.daemon.core.health.ProbeScript;
import io.failoverd.daemon.core.pool.AllDown;
import io.failoverd.daemon.core.pool.Maintenance;
import io.failoverd.daemon.core.pool.PoolPolicy;
import io.failoverd.probes.model.TargetId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReloadTest {
    private static Stage aDown() {
        return Stage.of(Plans.plan("a=1 b=2")).play("aU1 bU1 aD3 aD3.5 aD4");
    }

    private static List<Effect.SetPace> paces(List<Effect> effects) {
        return effects.stream()
                .filter(Effect.SetPace.class::isInstance)
                .map(Effect.SetPace.class::cast)
                .toList();
    }

    @Test
    void the_same_configuration_changes_nothing() {
        Stage stage = aDown();
        ServiceState before = stage.service();
        List<Effect> effects = stage.reload("5", Plans.plan("a=1 b=2"));
        assertThat(stage.service()).isEqualTo(before);
        assertThat(effects).noneMatch(effect -> effect instanceof Effect.Publish || effect instanceof Effect.Raise);
    }

    @Test
    void what_is_known_of_an_unchanged_endpoint_stays_while_others_come_and_go() {
        Stage stage = aDown();
        stage.play("bD5");
        stage.reload("5.2", Plans.plan("c=3 b=2 a=1"));
        assertThat(stage.health("a")).isEqualTo(Health.DOWN);
        assertThat(stage.health("b")).isEqualTo(Health.SUSPECT);
        assertThat(stage.endpoint("a").health().heldUntil()).isNotNull();
        stage.play("bD5.5 bD6 cU6.5");
        assertThat(stage.answer())
                .as("b's evidence from before the reload counted")
                .isEqualTo("c");
    }

    @Test
    void an_added_endpoint_waits_for_its_first_success() {
        Stage stage = Stage.of(Plans.plan("a=1 b=2")).play("aU1 bU1");
        stage.reload("2", Plans.plan("a=1 b=2 c=3"));
        assertThat(stage.answer()).isEqualTo("ab");
        stage.play("cD3 cD3.5");
        assertThat(stage.answer()).isEqualTo("ab");
        stage.play("cU4");
        assertThat(stage.answer()).isEqualTo("abc");
        assertThat(stage.alerts()).as("it was never removed").isEmpty();
    }

    @Test
    void a_changed_address_starts_anew_and_takes_no_result_of_the_old_one() {
        Stage stage = Stage.of(Plans.plan("a=1 b=2")).play("aU1 bU1");
        stage.reload("5", Plans.plan("a=7 b=2"));
        assertThat(stage.answer()).isEqualTo("b");
        stage.play("aU4.9>5.1");
        assertThat(stage.health("a")).isEqualTo(Health.UNKNOWN);
        assertThat(stage.answer()).isEqualTo("b");
        stage.play("aU6");
        assertThat(stage.decision().answer()).containsExactly(Plans.address(7), Plans.address(2));
    }

    @Test
    void an_endpoint_that_is_only_called_something_else_goes_on_with_all_that_is_known_of_it() {
        Stage stage = aDown();
        stage.override("4.5", "b=online~60");
        stage.alerts();
        EndpointState before = stage.endpoint("a");
        List<Effect> effects = stage.reload("5", Plans.plan("x=1 b=2 c=3"));
        assertThat(stage.answer()).isEqualTo("b");
        assertThat(stage.endpoint("x").durable()).isEqualTo(before.durable());
        assertThat(stage.endpoint("x").health()).isEqualTo(before.health());
        assertThat(stage.alerts()).isEqualTo("address.restored-a address.removed+x");
        assertThat(effects).contains(new Effect.Forget(Plans.SERVICE, "a"));
        assertThat(paces(effects)).contains(new Effect.SetPace(new TargetId(Plans.SERVICE, "x", Plans.CHECK), false));
        stage.disk.commit();
        assertThat(stage.disk.at(Stage.NOON).endpoints())
                .extracting(EndpointMemory::endpoint)
                .containsExactlyInAnyOrder("x", "b", "c");
        stage.play("xU62 xU64 xU66");
        assertThat(stage.alerts()).isEqualTo("address.restored-x");
    }

    /** What is known belongs to the address. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            two names are swapped                 | a=2 b=1     | a  | a  | address.restored-a address.removed+b
            a dead one takes the name of one gone | b=1 c=2     | c  | c  | address.restored-a address.removed+b
            and a new one is behind the old name  | b=1 a=9 c=2 | c  | ac | address.restored-a address.removed+b
            the only one that is left is dead     | b=1         | b  | b  | address.restored-a address.removed+b pool.all_down+
            all at once                           | x=1 y=2     | y  | y  | address.restored-a address.removed+x
            """)
    void names_that_are_given_to_other_addresses_mix_nothing_up(
            String what, String endpoints, String answer, String afterARestart, String alerts) {
        Stage stage = aDown();
        stage.alerts();
        stage.reload("5", Plans.plan(endpoints));
        assertThat(stage.answer()).isEqualTo(answer);
        assertThat(stage.alerts()).isEqualTo(alerts);
        Stage next = Stage.restarted(
                aDown().stopped(Stage.NOON.plusSeconds(5)), Stage.NOON.plusSeconds(6), Plans.plan(endpoints));
        assertThat(next.answer()).isEqualTo(afterARestart);
    }

    @Test
    void an_override_goes_with_the_address_and_not_with_a_name_that_is_given_to_another() {
        Stage stage = Stage.of(Plans.plan("a=1 b=2")).play("aU1 bU1");
        stage.override("2", "b=offline");
        stage.reload("5", Plans.plan("a=1 x=2 b=9"));
        stage.play("bU6 xU6");
        assertThat(stage.answer()).isEqualTo("ab");
        assertThat(stage.reasons("x")).contains("OVERRIDE_OFFLINE");
    }

    @Test
    void a_result_of_an_address_that_has_another_name_now_counts_for_nobody() {
        Stage stage = Stage.of(Plans.plan("a=1 b=2")).play("aU1 bU1");
        stage.reload("5", Plans.plan("a=2 b=1"));
        stage.play("aD4.9>5.1 aD4.95>5.2");
        assertThat(stage.health("a")).isEqualTo(Health.UP);
    }

    @Test
    void fail_open_knows_the_last_healthy_set_by_its_new_names() {
        Stage stage = Stage.of(Plans.plan("a=1 b=2 c=3")).play("aU1 bU1 cD1 cD1.5 cD2");
        stage.play("aD70 bD70 aD70.5 bD70.5 aD71 bD71");
        assertThat(stage.answer()).isEqualTo("ab");
        stage.reload("75", Plans.plan("x=1 y=2 z=3"));
        assertThat(stage.answer()).isEqualTo("xy");
    }

    @Test
    void old_failures_do_not_condemn_a_new_address() {
        Stage stage = Stage.of(Plans.plan("a=1 b=2")).play("aU1 bU1");
        stage.reload("5", Plans.plan("a=7 b=2"));
        stage.play("aU5.1 aD3>5.2 aD3.5>5.3 aD4.9>5.4");
        assertThat(stage.health("a")).isEqualTo(Health.UP);
    }

    @Test
    void the_restore_of_a_removal_comes_even_when_the_address_was_changed_in_between() {
        Stage stage = aDown();
        stage.alerts();
        stage.reload("5", Plans.plan("a=7 b=2"));
        assertThat(stage.alerts()).isEmpty();
        stage.play("aU6");
        assertThat(stage.answer()).isEqualTo("ab");
        assertThat(stage.alerts()).isEqualTo("address.restored-a");
    }

    @Test
    void a_whole_new_pool_is_assumed_healthy() {
        Stage stage = aDown();
        stage.reload("5", Plans.plan("c=3 d=4"));
        assertThat(stage.answer()).isEqualTo("cd");
    }

    @Test
    void a_new_service_is_assumed_healthy_and_touches_no_other() {
        Stage stage = aDown();
        var other = Plans.plan("api.gslb.example.com", "x=8 y=9", Plans.HEALTH, 1, new AllDown.FailOpen());
        ServiceState before = stage.service();
        stage.reload("5", Plans.plan("a=1 b=2"), other);
        assertThat(stage.service()).isEqualTo(before);
        assertThat(stage.world
                        .service("api.gslb.example.com")
                        .orElseThrow()
                        .decision()
                        .answer())
                .containsExactly(Plans.address(8), Plans.address(9));
    }

    @Test
    void a_removed_endpoint_is_forgotten_and_its_alerts_end() {
        Stage stage = aDown();
        stage.alerts();
        List<Effect> effects = stage.reload("5", Plans.plan("b=2"));
        assertThat(effects).contains(new Effect.Forget(Plans.SERVICE, "a"));
        assertThat(stage.alerts()).isEqualTo("address.restored-a");
        stage.disk.commit();
        assertThat(stage.disk.at(Stage.NOON).endpoints())
                .extracting(EndpointMemory::endpoint)
                .containsExactly("b");
    }

    @Test
    void a_removed_service_is_forgotten_and_its_alerts_end() {
        Stage stage = aDown().play("bD5 bD5.5 bD6");
        stage.alerts();
        List<Effect> effects =
                stage.reload("7", Plans.plan("api.gslb.example.com", "x=8", Plans.HEALTH, 1, new AllDown.FailOpen()));
        assertThat(effects).contains(new Effect.Forget(Plans.SERVICE, null));
        assertThat(stage.world.services()).containsOnlyKeys("api.gslb.example.com");
        assertThat(stage.world.nextDue()).isEmpty();
        assertThat(stage.alerts()).isEqualTo("address.restored-a pool.all_down-");
        stage.play("aU8 t100");
        stage.disk.commit();
        assertThat(stage.disk.at(Stage.NOON).services())
                .extracting(ServiceMemory::service)
                .containsExactly("api.gslb.example.com");
    }

    @Test
    void a_lower_fall_counts_from_the_next_failure() {
        Stage stage = Stage.of(Plans.plan("a=1 b=2")).play("aU1 bU1 aD3 aD3.5");
        var hasty = ProbeScript.policy(2, 2, Duration.ZERO, Plans.HOLD);
        stage.reload("3.7", Plans.plan(Plans.SERVICE, "a=1 b=2", hasty, 1, new AllDown.FailOpen()));
        assertThat(stage.health("a")).isEqualTo(Health.SUSPECT);
        stage.play("aD4");
        assertThat(stage.health("a")).isEqualTo(Health.DOWN);
    }

    @Test
    void a_lower_rise_that_is_reached_already_returns_at_once_and_tells_the_pace() {
        Stage stage = aDown().play("aU70");
        assertThat(stage.health("a")).isEqualTo(Health.RECOVERING);
        var trusting = ProbeScript.policy(3, 1, Duration.ofMillis(900), Plans.HOLD);
        List<Effect> effects =
                stage.reload("71", Plans.plan(Plans.SERVICE, "a=1 b=2", trusting, 1, new AllDown.FailOpen()));
        assertThat(stage.answer()).isEqualTo("ab");
        assertThat(paces(effects))
                .containsExactly(new Effect.SetPace(new TargetId(Plans.SERVICE, "a", Plans.CHECK), true));
    }

    @Test
    void a_lower_rise_while_held_returns_when_the_hold_down_ends() {
        Stage stage = aDown().play("aU6");
        var trusting = ProbeScript.policy(3, 1, Duration.ofMillis(900), Plans.HOLD);
        stage.reload("7", Plans.plan(Plans.SERVICE, "a=1 b=2", trusting, 1, new AllDown.FailOpen()));
        assertThat(stage.answer()).isEqualTo("b");
        stage.play("t64.01");
        assertThat(stage.answer()).isEqualTo("ab");
    }

    @Test
    void the_pace_of_an_endpoint_whose_hold_down_a_reload_waives_is_the_watchful_one() {
        Stage stage = aDown().play("aU6 aU8");
        List<Effect> effects = stage.reload("9", Plans.plan("a=1"));
        assertThat(stage.answer()).isEqualTo("a");
        assertThat(paces(effects))
                .containsExactly(new Effect.SetPace(new TargetId(Plans.SERVICE, "a", Plans.CHECK), true));
    }

    @Test
    void a_condemned_target_is_probed_at_its_plain_interval_after_a_reload_too() {
        assertThat(paces(aDown().reload("5", Plans.plan("a=1 b=2"))))
                .containsExactly(new Effect.SetPace(new TargetId(Plans.SERVICE, "a", Plans.CHECK), false));
    }

    @Test
    void results_of_another_check_are_no_evidence() {
        Stage stage = Stage.of(Plans.plan("a=1 b=2")).play("aU1 bU1");
        ServicePlan plan = Plans.plan("a=1 b=2");
        CheckRule page = plan.health().checks().getFirst();
        var tcp = new CheckRule("tcp", page.interval(), page.policy(), false);
        var other = new ServicePlan(
                plan.name(),
                Plans.rules(new PoolPolicy.All(), EndpointPolicy.of(tcp, Plans.HOLD), 1, new AllDown.FailOpen()),
                Maintenance.NONE,
                plan.endpoints());
        stage.reload("2", other);
        stage.play("aD3 aD3.5 aD4");
        assertThat(stage.health("a")).isEqualTo(Health.UP);
    }
}
