package io.failoverd.daemon.core;

import static io.failoverd.daemon.core.health.ProbeScript.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.core.health.EndpointPolicy;
import io.failoverd.daemon.core.health.Health;
import io.failoverd.daemon.core.health.HoldDown;
import io.failoverd.daemon.core.pool.AllDown;
import io.failoverd.daemon.core.pool.Freeze;
import io.failoverd.daemon.core.pool.PoolPolicy;
import io.failoverd.daemon.core.pool.SafetyBrake;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What keeps a condemned endpoint in the answer for a while: spacing, brake, freeze; and what does not. */
class GuardsTest {
    private static final String ALL_UP = "aU1 bU1 cU1 dU1";
    private static final String FOUR = "a=1@east b=2@east c=3@north d=4@south";

    private static Stage stage() {
        return Stage.of(Plans.plan(FOUR)).play(ALL_UP);
    }

    private static String down(String endpoint, int second) {
        return String.format("%1$sD%2$d %1$sD%2$d.5 %1$sD%3$d", endpoint, second, second + 1);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            both of a region leave together              | a3 b10      | 20 | cd
            another region waits                         | a3 c10      | 20 | bcd
            for the spacing                              | a3 c10      | 64 | bcd
            from the removal and no longer               | a3 c10      | 65 | bd
            from the latest of its region                | a3 b20 c30  | 80 | cd
            and then it goes                             | a3 b20 c30  | 82 | d
            a third waits for the second                 | a3 c10 d12  | 70 | bd
            and goes when all others are out at least    | a3 c10 d12  | 126 | b
            after the spacing nothing waits              | a3 c64      | 66 | bd
            """)
    void one_region_leaves_in_each_removal_spacing(String what, String deaths, String until, String answer) {
        Stage stage = stage();
        for (String death : deaths.split(" ", -1)) {
            stage.play(down(death.substring(0, 1), Integer.parseInt(death.substring(1))));
        }
        stage.play("t" + until);
        assertThat(stage.answer()).isEqualTo(answer);
    }

    @Test
    void a_removal_that_is_kept_says_why_alerts_and_goes_by_itself() {
        Stage stage = stage().play(down("a", 3) + " " + down("c", 10));
        assertThat(stage.alerts()).isEqualTo("address.removed+a address.removal_withheld+c");
        assertThat(stage.reasons("c")).contains("REMOVAL_SPACING");
        stage.play("t64.1");
        assertThat(stage.alerts()).isEqualTo("address.removed+c address.removal_withheld-c");
    }

    @Test
    void what_never_passed_does_not_count_for_min_available() {
        Stage stage = Stage.of(Plans.plan("a=1 b=2", 2)).play("aU1 bU1");
        stage.reload("2", Plans.plan("a=1 b=2 c=3", 3));
        stage.play(down("c", 3));
        assertThat(stage.health("c")).isEqualTo(Health.DOWN);
        assertThat(stage.answer()).isEqualTo("ab");
        stage.play(down("b", 10));
        assertThat(stage.answer()).as("it passed once").isEqualTo("ab");
        assertThat(stage.reasons("b")).contains("MIN_AVAILABLE");
    }

    @Test
    void a_region_that_is_back_holds_nobody() {
        var zero = new EndpointPolicy(
                Plans.HEALTH.checks(), 1, new HoldDown(Duration.ZERO, Duration.ZERO, Duration.ofHours(1)), false);
        Stage stage = Stage.of(Plans.plan(FOUR, Plans.rules(new PoolPolicy.All(), zero, 1, new AllDown.FailOpen())))
                .play(ALL_UP + " " + down("a", 3) + " aU6 aU8 " + down("c", 10));
        assertThat(stage.answer()).isEqualTo("abd");
    }

    @Test
    void the_hold_down_begins_at_the_removal_and_not_at_a_verdict_that_a_guard_withholds() {
        Stage stage = stage().play(down("a", 3) + " " + down("c", 10));
        assertThat(stage.endpoint("c").health().heldUntil()).isNull();
        stage.play("t70");
        assertThat(stage.endpoint("c").health().heldUntil())
                .isEqualTo(at("64.01").plus(Duration.ofSeconds(60)));
    }

    @Test
    void one_that_passes_again_while_it_is_kept_was_never_removed() {
        Stage stage = stage().play(down("a", 3) + " " + down("c", 10) + " cU14 cU16");
        assertThat(stage.health("c")).isEqualTo(Health.UP);
        assertThat(stage.endpoint("c").health().repeats()).isZero();
        assertThat(stage.alerts()).isEqualTo("address.removed+a address.removal_withheld+c address.removal_withheld-c");
    }

    @Test
    void the_spacing_goes_on_after_a_restart() {
        Stage stage = stage().play(down("a", 3) + " cD20");
        Memory memory = stage.stopped(Stage.NOON.plusSeconds(24));
        Stage next = Stage.restarted(memory, Stage.NOON.plusSeconds(24), Plans.plan(FOUR));
        next.play("bU1 cU1 dU1 " + down("c", 3));
        assertThat(next.answer()).isEqualTo("bcd");
        next.play("t39.9");
        assertThat(next.answer()).isEqualTo("bcd");
        next.play("t40.1");
        assertThat(next.answer()).isEqualTo("bd");
    }

    @Test
    void the_brake_lets_so_many_addresses_go_in_its_window_over_all_services() {
        var rule = new SafetyBrake.Rule(1, Duration.ofSeconds(100));
        ServicePlan other = Plans.plan("other.example.com", "e=5 f=1", Plans.HEALTH, 1, new AllDown.FailOpen());
        Stage stage = Stage.of(
                        new Plan(List.of(Plans.plan("a=1@east b=2@east c=3@east"), other), SentinelPlan.NONE, rule))
                .play("aU1 bU1 cU1 " + down("a", 3) + " " + down("b", 10));
        assertThat(stage.answer()).isEqualTo("bc");
        assertThat(stage.reasons("b")).contains("REMOVAL_BRAKE");
        assertThat(stage.alerts()).isEqualTo("address.removed+a address.removal_withheld+b");
        stage.play("t103.9");
        assertThat(stage.answer()).isEqualTo("bc");
        stage.play("t104.1");
        assertThat(stage.answer()).isEqualTo("c");
    }

    @Test
    void an_address_that_leaves_again_counts_once_and_from_then_on() {
        var plan = new Plan(
                List.of(Plans.plan("a=1@east b=2@east c=3@east")),
                SentinelPlan.NONE,
                new SafetyBrake.Rule(1, Duration.ofSeconds(100)));
        Stage stage = Stage.of(plan).play("aU1 bU1 cU1 " + down("a", 3) + " aU66 aU68 " + down("a", 80));
        assertThat(stage.answer()).as("the same again is no second one").isEqualTo("bc");
        stage.play(down("b", 110));
        assertThat(stage.answer()).isEqualTo("bc");
        assertThat(stage.reasons("b")).contains("REMOVAL_BRAKE");
        stage.play("t181.1");
        assertThat(stage.answer()).isEqualTo("c");
    }

    @Test
    void the_brake_goes_on_after_a_restart() {
        var plan = new Plan(
                List.of(Plans.plan("a=1@east b=2@east c=3@east")),
                SentinelPlan.NONE,
                new SafetyBrake.Rule(1, Duration.ofSeconds(100)));
        Stage stage = Stage.of(plan).play("aU1 bU1 cU1 " + down("a", 3));
        Stage next = Stage.restarted(stage.stopped(Stage.NOON.plusSeconds(24)), Stage.NOON.plusSeconds(24), plan);
        next.play("bU1 cU1 " + down("b", 3));
        assertThat(next.answer()).isEqualTo("bc");
        assertThat(next.reasons("b")).contains("REMOVAL_BRAKE");
        next.play("t79.9");
        assertThat(next.answer()).isEqualTo("bc");
        next.play("t80.1");
        assertThat(next.answer()).isEqualTo("c");
    }

    @Test
    void frozen_nobody_comes_or_goes_but_by_an_override() {
        Stage stage = stage().play(down("d", 3)).freeze("5", true, null);
        stage.play(down("a", 6) + " dU70 dU72");
        assertThat(stage.health("a")).isEqualTo(Health.DOWN);
        assertThat(stage.health("d")).isEqualTo(Health.UP);
        assertThat(stage.answer()).isEqualTo("abc");
        assertThat(stage.reasons("a")).contains("FROZEN");
        assertThat(stage.reasons("d")).contains("FROZEN");
        assertThat(stage.alerts()).isEqualTo("address.removed+d address.removal_withheld+a");
        assertThat(stage.override("73", "b=offline")).isInstanceOf(OperatorOutcome.Accepted.class);
        assertThat(stage.answer()).isEqualTo("ac");
        stage.override("74", "d=online");
        assertThat(stage.answer()).isEqualTo("acd");
        stage.freeze("75", false, null);
        assertThat(stage.answer()).isEqualTo("cd");
    }

    @Test
    void a_freeze_ends_by_itself_and_what_waited_happens_then() {
        Stage stage = stage().freeze("2", true, Duration.ofSeconds(30)).play(down("a", 3));
        assertThat(stage.answer()).isEqualTo("abcd");
        stage.play("t31.9");
        assertThat(stage.answer()).isEqualTo("abcd");
        stage.play("t32");
        assertThat(stage.answer()).isEqualTo("bcd");
        assertThat(stage.endpoint("a").health().heldUntil()).isEqualTo(at("92"));
    }

    @Test
    void a_freeze_keeps_the_answer_also_while_all_are_down() {
        Stage stage = Stage.of(Plans.plan("a=1 b=2")).play("aU1 bU1").freeze("2", true, null);
        stage.play(down("a", 3) + " " + down("b", 5));
        assertThat(stage.answer()).isEqualTo("ab");
    }

    @ParameterizedTest
    @CsvSource({"30, 30", "-1000, 60", "59, 1", "61, -1"})
    void a_freeze_goes_on_after_a_restart_and_a_clock_that_jumped_does_not_stretch_it(long later, long left) {
        Stage stage = stage().freeze("10", true, Duration.ofSeconds(60));
        Memory memory = stage.stopped(Stage.NOON.plusSeconds(10));
        Stage next = Stage.restarted(memory, Stage.NOON.plusSeconds(10 + later), Plans.plan(FOUR));
        Freeze freeze = next.service().freeze();
        if (left < 0) {
            assertThat(freeze).isNull();
        } else {
            assertThat(freeze.expires()).isEqualTo(at(Long.toString(left)));
        }
    }

    @Test
    void the_last_that_answers_is_not_drained_without_force() {
        Stage stage = Stage.of(Plans.plan("a=1 b=2")).play("aU1 bU1");
        stage.override("2", "a=offline");
        assertThat(stage.override("3", "b=drain")).isInstanceOf(OperatorOutcome.Refused.class);
        assertThat(stage.override("4", "b=drain!")).isInstanceOf(OperatorOutcome.Accepted.class);
    }
}
