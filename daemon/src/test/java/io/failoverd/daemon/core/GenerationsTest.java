package io.failoverd.daemon.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.probes.model.Moment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenerationsTest {
    @Test
    void a_block_is_asked_for_once_before_the_one_in_use_runs_out() {
        var generations = new Generations(0, 1000, 1000);
        int asked = 0;
        for (int i = 1; i <= 1000; i++) {
            generations = generations.next();
            if (generations.runningLow(2)) {
                asked++;
                generations = generations.asking(2);
                assertThat(generations.asked()).isEqualTo(2000);
                assertThat(i).isEqualTo(501);
            }
        }
        assertThat(asked).isEqualTo(1);
        assertThat(generations.reservedThrough(2000).reserved()).isEqualTo(2000);
        assertThat(generations.reservedThrough(500).reserved()).as("never back").isEqualTo(1000);
    }

    @ParameterizedTest(name = "{0} services: {1}")
    @CsvSource({"0,1000", "1,1000", "500,1000", "501,2000", "10000,20000"})
    void a_block_serves_a_step_that_decides_for_all(int services, long block) {
        assertThat(Generations.blockFor(services)).isEqualTo(block);
    }

    @Test
    void a_decision_with_nothing_to_change_is_no_new_generation() {
        Stage stage = Stage.of(Plans.plan("a=1 b=2")).play("aU1 bU1");
        long before = stage.decision().generation();
        stage.play("aU3 bU3 aU5 bU5 t20");
        assertThat(stage.decision().generation()).isEqualTo(before);
        stage.play("aD21");
        assertThat(stage.decision().generation()).as("the TTL alone").isEqualTo(before + 1);
        assertThat(stage.decision().changedAt()).as("the serial stays").isEqualTo(Stage.NOON);
        stage.play("aU21.5");
        assertThat(stage.decision().generation()).isEqualTo(before + 2);
    }

    @Test
    void a_start_asks_for_what_it_lacks() {
        World world = World.start(Moment.ZERO, Stage.NOON, 0, 0);
        Step step = Engine.step(world, new Event.Configured(List.of(Plans.plan("a=1")), Memory.NONE), Moment.ZERO);
        assertThat(step.effects()).contains(new Effect.ReserveGenerations(1001));
        assertThat(step.effects().getFirst()).as("the answer first").isInstanceOf(Effect.Publish.class);
    }
}
