package io.failoverd.daemon.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.core.health.Health;
import io.failoverd.daemon.core.pool.AllDown;
import io.failoverd.daemon.core.pool.Condition;
import io.failoverd.probes.model.Moment;
import org.junit.jupiter.api.Test;

class OverrideTest {
    @Test
    void an_override_wins_and_ends_by_itself() {
        Stage stage = Stage.of(Plans.plan("a=1 b=2")).play("aU1 bU1");
        assertThat(stage.override("2", "a=offline~10")).isInstanceOf(OperatorOutcome.Accepted.class);
        assertThat(stage.answer()).isEqualTo("b");
        assertThat(stage.world.nextDue()).contains(Moment.ofMillis(12_000));
        stage.play("aU5 t11.999");
        assertThat(stage.answer()).isEqualTo("b");
        stage.play("t12");
        assertThat(stage.answer()).isEqualTo("ab");
        assertThat(stage.endpoint("a").override()).isNull();
    }

    @Test
    void health_goes_on_beneath_an_override() {
        Stage stage = Stage.of(Plans.plan("a=1 b=2")).play("aU1 bU1");
        stage.override("2", "a=online");
        stage.play("aD3 aD3.5 aD4");
        assertThat(stage.health("a")).isEqualTo(Health.DOWN);
        assertThat(stage.answer()).isEqualTo("ab");
        stage.override("5", "a=smart");
        assertThat(stage.answer()).isEqualTo("b");
    }

    @Test
    void the_last_address_is_taken_offline_only_by_force() {
        Stage stage = Stage.of(Plans.plan("a=1 b=2")).play("aU1 bU1");
        stage.override("2", "a=offline");
        OperatorOutcome refused = stage.override("3", "b=offline");
        assertThat(refused).isInstanceOf(OperatorOutcome.Refused.class);
        assertThat(refused.text())
                .isEqualTo("refused: with b offline, www.gslb.example.com would answer no address (NODATA); use --force"
                        + " if that is meant");
        assertThat(stage.answer()).isEqualTo("b");
        assertThat(stage.endpoint("b").override()).isNull();
        assertThat(stage.override("4", "b=offline!")).isInstanceOf(OperatorOutcome.Accepted.class);
        assertThat(stage.decision().answer()).isEmpty();
        assertThat(stage.decision().condition()).isEqualTo(Condition.ALL_OFFLINE);
        stage.override("5", "a=smart");
        assertThat(stage.answer()).isEqualTo("a");
    }

    @Test
    void a_refusal_changes_nothing_and_publishes_nothing() {
        Stage stage = Stage.of(Plans.plan("a=1")).play("aU1");
        World before = stage.world;
        stage.effects.clear();
        stage.override("3", "a=offline");
        assertThat(stage.effects).singleElement().isInstanceOf(Effect.OperatorAnswered.class);
        assertThat(stage.world.services()).isEqualTo(before.services());
    }

    @Test
    void under_fail_closed_the_last_healthy_one_is_not_taken_offline_without_force() {
        Stage stage = Stage.of(Plans.plan("a=1 b=2", new AllDown.FailClosed())).play("aU1 bU1 aD3 aD3.5 aD4");
        assertThat(stage.override("5", "b=offline")).isInstanceOf(OperatorOutcome.Refused.class);
    }

    @Test
    void it_may_go_where_one_that_is_only_held_takes_over_at_once() {
        Stage stage = Stage.of(Plans.plan("a=1 b=2", new AllDown.FailClosed())).play("aU1 bU1 aD3 aD3.5 aD4 aU6 aU8");
        assertThat(stage.override("9", "b=offline")).isInstanceOf(OperatorOutcome.Accepted.class);
        assertThat(stage.answer()).isEqualTo("a");
    }

    @Test
    void under_fail_open_the_last_healthy_one_goes_only_by_force_since_a_dead_one_would_answer() {
        Stage stage = Stage.of(Plans.plan("a=1 b=2")).play("aU1 bU1 aD3 aD3.5 aD4");
        OperatorOutcome refused = stage.override("5", "b=offline");
        assertThat(refused.text())
                .isEqualTo(
                        "refused: with b offline, www.gslb.example.com would have 0 healthy endpoints left, and answer"
                                + " those that are DOWN; use --force if that is meant");
        assertThat(stage.answer()).isEqualTo("b");
        assertThat(stage.override("6", "b=offline!")).isInstanceOf(OperatorOutcome.Accepted.class);
        assertThat(stage.answer()).isEqualTo("a");
        assertThat(stage.decision().condition()).isEqualTo(Condition.ALL_DOWN_FAIL_OPEN);
    }

    @Test
    void a_wish_for_what_is_not_there_names_what_is() {
        Stage stage = Stage.of(Plans.plan("a=1 b=2"));
        assertThat(stage.override("1", "x=offline").text())
                .isEqualTo("service www.gslb.example.com has no endpoint x; it has a, b");
    }

    @Test
    void an_override_outlives_a_reload_and_a_new_address() {
        Stage stage = Stage.of(Plans.plan("a=1 b=2")).play("aU1 bU1");
        stage.override("2", "a=offline");
        stage.reload("3", Plans.plan("a=7 b=2"));
        assertThat(stage.answer()).isEqualTo("b");
        stage.play("aU4");
        assertThat(stage.answer()).isEqualTo("b");
        stage.override("5", "a=smart");
        assertThat(stage.answer()).isEqualTo("ab");
    }
}
