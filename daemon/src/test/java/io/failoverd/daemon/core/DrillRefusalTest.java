package io.failoverd.daemon.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.core.pool.PoolPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Drills that are not begun, each with a sentence that says why. */
class DrillRefusalTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            one that is not UP        | aD2                 | refused: a is SUSPECT, and only one that is UP can fail
            the last that is UP       | bD2 cD2             | refused: with a failed, 0 endpoints that are UP would be left, and 1 are needed (minAvailable)
            """)
    void is_refused(String what, String line, String sentence) {
        Stage stage = Stage.of(Plans.plan("a=1 b=2 c=3")).play("aU1 bU1 cU1").play(line);
        World before = stage.world;
        assertThat(stage.drill("3", "a", 60)).isEqualTo(new OperatorOutcome.Refused(sentence));
        assertThat(stage.world.services()).isEqualTo(before.services());
    }

    @Test
    void is_refused_beside_what_else_is_under_way() {
        Stage stage = Stage.of(Plans.plan("a=1 b=2 c=3")).play("aU1 bU1 cU1");
        stage.drill("2", "a", 60);
        assertThat(stage.drill("3", "b", 60).text())
                .isEqualTo("refused: a drill by ops is under way of a of www.gslb.example.com until 12:01:02.000Z");
        stage.abort("4", "a");
        stage.override("5", "a=online");
        assertThat(stage.drill("6", "a", 60).text()).isEqualTo("refused: a is set online by ops, whatever its health");
        stage.freeze("7", true, null);
        assertThat(stage.drill("8", "b", 60).text())
                .isEqualTo("refused: www.gslb.example.com is frozen by ops since 12:00:07.000Z");
        assertThat(stage.drill("9", "nobody", 60)).isInstanceOf(OperatorOutcome.NotFound.class);
        assertThat(stage.abort("9", "b")).isInstanceOf(OperatorOutcome.Refused.class);
    }

    @Test
    void is_refused_of_one_that_waits_in_another_tier() {
        var policy = new PoolPolicy.Failover(1, PoolPolicy.Failback.AUTOMATIC, 8);
        Stage stage = Stage.of(Plans.plan("a=1#1 b=2#2", policy)).play("aU1 bU1");
        assertThat(stage.drill("2", "b", 60).text())
                .isEqualTo("refused: b does not answer now, so its failure would show nothing");
    }
}
