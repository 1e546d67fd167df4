package io.failoverd.daemon.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.core.health.EndpointPolicy;
import io.failoverd.daemon.core.health.HoldDown;
import io.failoverd.daemon.core.pool.AllDown;
import io.failoverd.daemon.core.pool.PoolPolicy;
import io.failoverd.daemon.core.pool.Ramp;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How weight comes back and goes. The TTLs are 30 s and 5 s, and the ramp is 25, 50, 100 %: steps of 60 s and 10 s. */
class RampTest {
    private static final EndpointPolicy HEALTH = new EndpointPolicy(
            Plans.HEALTH.checks(), 1, new HoldDown(Duration.ZERO, Duration.ZERO, Duration.ofHours(1)), false);
    private static final String BACK = "aD3 aD3.5 aD4 aU6 aU10";

    private static ServicePlan plan(Ramp ramp) {
        return Plans.plan(
                "a=1*80 b=2*20", Plans.rules(new PoolPolicy.Weighted(1, ramp), HEALTH, 1, new AllDown.FailOpen()));
    }

    private static Stage stage(Ramp ramp) {
        return Stage.of(plan(ramp)).play("aU1 bU1");
    }

    @ParameterizedTest(name = "at {0} s: {1}")
    @CsvSource({"10.01, a25 b, 5", "70, a25 b, 5", "70.01, a50 b, 5", "80, a50 b, 5", "80.01, a b, 30"})
    void a_return_takes_steps_of_two_ttls_served_before(String until, String levels, long ttl) {
        Stage stage = stage(Ramp.DEFAULT).play(BACK + " t" + until);
        assertThat(stage.levels()).isEqualTo(levels);
        assertThat(stage.decision().ttl()).isEqualTo(Duration.ofSeconds(ttl));
    }

    @Test
    void a_longer_step_may_be_asked_for_and_one_of_100_percent_is_none() {
        Stage slow = stage(new Ramp(List.of(10, 100), Duration.ofSeconds(90))).play(BACK);
        assertThat(slow.play("t100").levels()).isEqualTo("a10 b");
        assertThat(slow.play("t100.02").levels()).isEqualTo("a b");
        assertThat(stage(Ramp.NONE).play(BACK).levels()).isEqualTo("a b");
    }

    @Test
    void a_dead_region_leaves_at_once_and_begins_its_ramp_anew() {
        Stage stage = stage(Ramp.DEFAULT).play(BACK + " t75");
        assertThat(stage.levels()).isEqualTo("a50 b");
        stage.play("aD76 aD76.5 aD77");
        assertThat(stage.levels()).isEqualTo("b");
        stage.play("aU78 aU79");
        assertThat(stage.levels()).isEqualTo("a25 b");
    }

    @Test
    void a_drain_takes_the_weight_in_steps_and_then_the_endpoint() {
        Stage stage = stage(Ramp.DEFAULT);
        stage.override("10", "a=drain");
        assertThat(stage.levels()).isEqualTo("a50 b");
        assertThat(stage.reasons("a")).contains("DRAINING");
        assertThat(stage.play("t69.9").levels()).isEqualTo("a50 b");
        assertThat(stage.play("t70").levels()).isEqualTo("a25 b");
        assertThat(stage.play("t79.9").levels()).isEqualTo("a25 b");
        assertThat(stage.play("t80").levels()).isEqualTo("b");
        assertThat(stage.reasons("a")).contains("DRAINED");
        stage.override("100", "a=smart");
        assertThat(stage.levels()).as("it returns as any other").isEqualTo("a25 b");
    }

    @Test
    void a_drain_that_is_called_off_turns_where_it_is() {
        Stage stage = stage(Ramp.DEFAULT);
        stage.override("10", "a=drain");
        stage.play("t75");
        stage.override("76", "a=smart");
        assertThat(stage.levels()).isEqualTo("a25 b");
        assertThat(stage.play("t86").levels()).isEqualTo("a50 b");
        assertThat(stage.play("t96").levels()).isEqualTo("a b");
    }

    @Test
    void without_a_ramp_a_drain_is_over_at_once() {
        Stage stage = Stage.of(Plans.plan("a=1 b=2")).play("aU1 bU1");
        stage.override("10", "a=drain");
        assertThat(stage.levels()).isEqualTo("b");
    }

    /** Its next step counted on the changing TTL, and the steady one was served. */
    @Test
    void the_ttl_is_the_changing_one_while_an_endpoint_ramps_also_when_an_operator_set_it_online() {
        Stage stage = stage(Ramp.DEFAULT);
        stage.override("2", "a=offline");
        stage.override("3", "a=online");
        assertThat(stage.levels()).isEqualTo("a25 b");
        assertThat(stage.decision().ttl()).isEqualTo(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @CsvSource({"20, a25 b", "75, a50 b"})
    void a_ramp_goes_on_at_its_step_after_a_restart(String until, String levels) {
        Stage stage = stage(Ramp.DEFAULT).play(BACK + " t" + until);
        Memory memory = stage.stopped(Stage.NOON.plusSeconds(80));
        Stage next = Stage.restarted(memory, Stage.NOON.plusSeconds(81), plan(Ramp.DEFAULT));
        assertThat(next.levels()).isEqualTo(levels);
        assertThat(next.play("t59.9").levels()).isEqualTo(levels);
        assertThat(next.play("t60").levels()).isNotEqualTo(levels);
    }

    /** It had stayed at 0 % for ever. */
    @ParameterizedTest(name = "drained {0} s, away {1} s: {2}")
    @CsvSource({"30, 10, a50 b", "30, 200, a25 b", "90, 10, b", "90, 200, a25 b"})
    void a_drain_goes_on_after_a_restart_and_one_that_was_over_meanwhile_returns(
            long drained, long away, String levels) {
        Stage stage = stage(Ramp.DEFAULT);
        stage.override("10", "a=drain~120");
        stage.play("t" + (10 + drained));
        Memory memory = stage.stopped(stage.wall());
        Stage next = Stage.restarted(memory, stage.wall().plusSeconds(away), plan(Ramp.DEFAULT));
        assertThat(next.levels()).isEqualTo(levels);
        next.play("aU1 bU1 t300");
        assertThat(next.levels()).isEqualTo("a b");
    }

    @Test
    void a_reload_in_mid_ramp_changes_nothing_of_it() {
        Stage stage = stage(Ramp.DEFAULT).play(BACK);
        stage.reload("30", plan(Ramp.DEFAULT));
        assertThat(stage.play("t70").levels()).isEqualTo("a25 b");
        assertThat(stage.play("t70.01").levels()).isEqualTo("a50 b");
    }
}
