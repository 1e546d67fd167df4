package io.failoverd.daemon.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.core.health.CheckRule;
import io.failoverd.daemon.core.health.EndpointPolicy;
import io.failoverd.daemon.core.health.Health;
import io.failoverd.daemon.core.health.HealthPolicy;
import io.failoverd.daemon.core.pool.AllDown;
import io.failoverd.daemon.core.pool.PoolPolicy;
import io.failoverd.daemon.core.pool.Reason;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Is it them, or is it us? Sentinels x, y and z, of which two must answer. */
class SentinelTest {
    private static final SentinelPlan SENTINELS = new SentinelPlan(List.of("x", "y", "z"), 2);
    private static final String UP = "aU1 bU1 !xU1 !yU1 !zU1";

    private static Plan plan(ServicePlan service) {
        return new Plan(List.of(service), SENTINELS, null);
    }

    private static Stage stage() {
        return Stage.of(plan(Plans.plan("a=1 b=2"))).play(UP);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            two that answer between the failures are no proof   | aD3 !xU3.1 !yU3.1 aD3.5 aD4               | ab | SENTINEL_WAIT
            two that answer since the last one let it go        | aD3 aD3.5 aD4 !xU4.1 !yU4.1               | b  |
            one that answers is not enough                      | aD3 aD3.5 aD4 !xU4.1                      | ab | SENTINEL_WAIT
            the same one twice neither                          | aD3 aD3.5 aD4 !xU4.1 !xU4.2               | ab | SENTINEL_WAIT
            an answer to a probe from before it is no proof     | aD3 aD3.5 aD4 !xU3.9>4.1 !yU3.9>4.1       | ab | SENTINEL_WAIT
            nor one that failed again since                     | aD3 aD3.5 aD4 !xU4.1 !xD4.2 !yU4.3        | ab | SENTINEL_WAIT
            one that fails beside two that answer hurts nobody  | aD3 aD3.5 aD4 !xD4.1 !yU4.1 !zU4.1        | b  |
            two that fail say that we are cut off               | aD3 !xD3.1 !yD3.1 aD3.5 aD4               | ab | PROBER_ISOLATED
            inconclusive probes of them say nothing             | aD3 !xI3.1 !yI3.1 aD3.5 aD4               | ab | SENTINEL_WAIT
            """)
    void a_removal_waits_for_the_sentinels(String what, String line, String answer, String code) {
        Stage stage = stage().play(line);
        assertThat(stage.answer()).isEqualTo(answer);
        if (code != null) {
            assertThat(stage.reasons("a")).contains(code);
        }
    }

    @Test
    void the_first_failure_of_a_run_asks_for_them_at_once_and_a_verdict_that_waits_asks_again() {
        Stage stage = stage();
        stage.effects.clear();
        assertThat(asked(stage.play("aD3"))).isEqualTo(1);
        assertThat(asked(stage.play("aD3.5"))).isEqualTo(1);
        assertThat(asked(stage.play("aD4"))).isEqualTo(2);
    }

    private static long asked(Stage stage) {
        return stage.effects.stream()
                .filter(Effect.ProbeSentinels.class::isInstance)
                .count();
    }

    @Test
    void a_verdict_that_waits_too_long_for_sentinels_that_say_nothing_is_told_with_what_each_of_them_says() {
        Stage stage = stage().play("aD3 !xI3.1 !yI3.1 aD3.5 aD4 !zU4.1");
        stage.play("t13.9");
        assertThat(stage.alerts()).isEmpty();
        stage.play("t14.2");
        assertThat(stage.alerts()).isEqualTo("address.removal_withheld+a");
        assertThat(stage.reasons("a")).contains("SENTINEL_SILENT");
        assertThat(stage.decision().members().getFirst().reasons())
                .extracting(Reason::text)
                .anyMatch(text -> text.startsWith("kept in the answer for more than 10.0 s")
                        && text.contains("1 of 3 sentinels passed a probe begun since 12:00:04.000Z, 2 needed;"
                                + " inconclusive: x (")
                        && text.contains(", y ("));
        stage.play("!xI20 !xU21");
        assertThat(stage.answer()).isEqualTo("b");
        assertThat(stage.alerts()).isEqualTo("address.removed+a address.removal_withheld-a");
    }

    @Test
    void a_verdict_that_waited_too_long_and_turns_out_to_be_our_fault_ends_its_alert() {
        Stage stage = stage().play("aD3 aD3.5 aD4 t15");
        assertThat(stage.alerts()).isEqualTo("address.removal_withheld+a");
        stage.play("!xD16 !yD16");
        assertThat(stage.alerts()).isEqualTo("prober.isolated+ address.removal_withheld-a");
        assertThat(stage.health("a")).isEqualTo(Health.UP);
    }

    @Test
    void while_we_are_cut_off_one_alert_stands_for_all_and_nothing_that_failed_counts() {
        Stage stage = stage().play("aD3 bD3 aD3.5 bD3.5 aD4 bD4");
        assertThat(stage.answer()).isEqualTo("ab");
        stage.play("!xD3.1>4.1 !yD3.1>4.2");
        assertThat(stage.alerts()).isEqualTo("prober.isolated+");
        assertThat(stage.health("a")).isEqualTo(Health.UP);
        stage.play("aD5 aD6 aD7 aD8 bD5 bD6 bD7 !xD8 !yD8");
        assertThat(stage.health("a")).isEqualTo(Health.UP);
        assertThat(stage.reasons("a")).contains("PROBER_ISOLATED");
        assertThat(stage.answer()).isEqualTo("ab");
        stage.play("!xU9 !yU9");
        assertThat(stage.alerts()).isEqualTo("prober.isolated-");
        stage.play("aD10 aD10.5 aD11");
        assertThat(stage.answer()).as("it was not our fault alone").isEqualTo("ab");
        stage.play("!xU11.1>11.2 !yU11.1>11.3");
        assertThat(stage.answer()).isEqualTo("b");
        assertThat(stage.alerts()).isEqualTo("address.removed+a");
    }

    @Test
    void what_left_before_stays_out_and_may_return_while_we_are_cut_off() {
        Stage stage = stage().play("aD3 aD3.5 aD4 !xU4.1 !yU4.1 !xD10 !yD10");
        assertThat(stage.answer()).isEqualTo("b");
        stage.play("aU70 aU72");
        assertThat(stage.answer()).isEqualTo("ab");
    }

    @Test
    void failures_from_before_our_network_was_last_seen_to_work_are_not_taken_back() {
        Stage stage = stage().play("aD3 !xU3.4 !yU3.4 aD3.5 !xD3.6 !yD3.6 !zD3.6");
        assertThat(stage.endpoint("a").health().checks().getFirst().failureCount())
                .isEqualTo(1);
    }

    /** The one that is dead since long had lent its proof to the other. */
    @Test
    void with_any_of_two_checks_the_run_that_condemns_needs_its_own_proof_and_not_that_of_a_check_long_dead() {
        Stage stage = Stage.of(plan(anyOfTwo())).play("aU1 a/tcp:U1 bU1 b/tcp:U1 !xU1 !yU1 !zU1");
        stage.play("aD3 !xU3.1 !yU3.1 aD3.5 aD4");
        assertThat(stage.health("a")).isEqualTo(Health.UP);
        stage.play("a/tcp:D60 a/tcp:D60.5 a/tcp:D61");
        assertThat(stage.answer()).isEqualTo("ab");
        assertThat(stage.reasons("a")).contains("SENTINEL_WAIT");
        stage.play("!xU61.1 !yU61.2");
        assertThat(stage.answer()).isEqualTo("b");
    }

    /** It stood, since the other check passed, and so its failures were forgotten by nobody. */
    @Test
    void what_failed_while_we_were_cut_off_is_taken_back_also_where_another_check_kept_the_endpoint_up() {
        Stage stage = Stage.of(plan(anyOfTwo())).play("aU1 a/tcp:U1 bU1 b/tcp:U1 !xU1 !yU1 !zU1");
        stage.play("aD3 aD3.5 aD4 a/tcp:U3 !xD3.1>4.1 !yD3.1>4.1");
        assertThat(stage.endpoint("a").health().checks().getFirst().health()).isEqualTo(Health.UP);
        assertThat(stage.endpoint("a").health().checks().getFirst().failures()).isEmpty();
    }

    @Test
    void a_check_that_is_long_dead_stays_so_when_we_are_cut_off() {
        Stage stage = Stage.of(plan(anyOfTwo())).play("aU1 a/tcp:U1 bU1 b/tcp:U1 !xU1 !yU1 !zU1");
        stage.play("aD3 !xU3.1 !yU3.1 aD3.5 aD4 !xU60 !yU60 !xD61 !yD61");
        assertThat(stage.endpoint("a").health().checks().getFirst().health()).isEqualTo(Health.DOWN);
    }

    private static ServicePlan anyOfTwo() {
        var policy = HealthPolicy.inARow(3, 2, Duration.ofMillis(900));
        List<CheckRule> checks = Stream.of(Plans.CHECK, "tcp")
                .map(check -> new CheckRule(check, Duration.ofSeconds(2), policy, false))
                .toList();
        return Plans.plan(
                "a=1 b=2",
                Plans.rules(
                        new PoolPolicy.All(),
                        new EndpointPolicy(checks, 1, Plans.HOLD, false),
                        1,
                        new AllDown.FailOpen()));
    }

    @Test
    void an_isolation_goes_on_over_a_restart_until_enough_sentinels_are_seen_to_pass_and_is_told_once() {
        Memory kept = stage().play("!xD3 !yD3").stopped(Stage.NOON.plusSeconds(4));
        Stage next = Stage.restarted(kept, Stage.NOON.plusSeconds(5), plan(Plans.plan("a=1 b=2")));
        next.play("!xD1 !yD1 !zU1");
        assertThat(next.alerts()).isEmpty();
        next.play("!xU3");
        assertThat(next.alerts()).isEqualTo("prober.isolated-");
        Stage third = Stage.restarted(
                next.stopped(Stage.NOON.plusSeconds(9)), Stage.NOON.plusSeconds(10), plan(Plans.plan("a=1 b=2")));
        assertThat(third.play("!xU1 !yU1").alerts()).isEmpty();
    }

    @Test
    void a_restart_without_sentinels_ends_the_isolation_of_the_run_before() {
        Memory kept = stage().play("!xD3 !yD3").stopped(Stage.NOON.plusSeconds(4));
        Stage next = Stage.restarted(kept, Stage.NOON.plusSeconds(5), Plans.plan("a=1 b=2"));
        assertThat(next.alerts()).isEqualTo("prober.isolated-");
        Stage third = Stage.restarted(
                next.stopped(Stage.NOON.plusSeconds(9)), Stage.NOON.plusSeconds(10), Plans.plan("a=1 b=2"));
        assertThat(third.alerts()).isEmpty();
    }

    @Test
    void a_reload_without_sentinels_ends_the_isolation_and_lets_go_what_waited() {
        Stage stage = stage().play("aD3 !xD3.1 !yD3.1");
        stage.alerts();
        stage.step("5", new Event.Configured(Plan.of(List.of(Plans.plan("a=1 b=2"))), Memory.NONE));
        assertThat(stage.alerts()).isEqualTo("prober.isolated-");
        stage.play("aD6 aD6.5 aD7");
        assertThat(stage.answer()).isEqualTo("b");
    }

    @Test
    void a_verdict_that_waits_for_the_sentinels_waits_on_after_a_reload_and_begins_anew_after_a_restart() {
        Stage stage = stage().play("aD3 aD3.5 aD4");
        stage.step("5", new Event.Configured(plan(Plans.plan("b=2 a=1")), Memory.NONE));
        assertThat(stage.reasons("a")).contains("SENTINEL_WAIT");
        Stage next = Stage.restarted(
                stage.stopped(Stage.NOON.plusSeconds(6)), Stage.NOON.plusSeconds(7), plan(Plans.plan("a=1 b=2")));
        assertThat(next.answer()).isEqualTo("ab");
        assertThat(next.health("a")).isEqualTo(Health.UNKNOWN);
    }
}
