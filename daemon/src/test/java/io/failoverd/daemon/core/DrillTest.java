package io.failoverd.daemon.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.core.consensus.ConsensusPolicy;
import io.failoverd.daemon.core.health.EndpointPolicy;
import io.failoverd.daemon.core.health.Health;
import io.failoverd.daemon.core.health.HoldDown;
import io.failoverd.daemon.core.health.ProbeScript;
import io.failoverd.daemon.core.pool.AllDown;
import io.failoverd.daemon.core.pool.ReasonCode;
import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Probed;
import io.failoverd.probes.model.TargetId;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Synthetic failures: three failures condemn, two successes absolve, and a removal holds for a minute. What an endpoint
 * finds is written as it really is; while it is drilled, the probe loop has it count as failed.
 */
class DrillTest {
    private static final TargetId A = new TargetId(Plans.SERVICE, "a", Plans.CHECK);

    /** Three are UP, and a is drilled from second 2 for a minute. */
    private static Stage drilled() {
        Stage stage = Stage.of(Plans.plan("a=1 b=2 c=3")).play("aU1 bU1 cU1");
        assertThat(stage.drill("2", "a", 60)).isInstanceOf(OperatorOutcome.Accepted.class);
        return stage;
    }

    private static Stage out() {
        Stage stage = drilled().play("aU3 aU3.5 aU4");
        assertThat(stage.answer()).isEqualTo("bc");
        return stage;
    }

    private static List<Alert> alerts(Stage stage) {
        List<Alert> alerts = stage.effects.stream()
                .filter(Effect.Raise.class::isInstance)
                .map(effect -> ((Effect.Raise) effect).alert())
                .toList();
        stage.effects.clear();
        return alerts;
    }

    private static String told(Stage stage) {
        return alerts(stage).stream()
                .map(alert -> alert.type().word().replace("failoverd.", "")
                        + (alert.firing() ? "+" : "-")
                        + alert.endpoint()
                        + (alert.drill() ? "(drill)" : ""))
                .collect(Collectors.joining(" "));
    }

    private static String marks(List<Effect> effects) {
        return effects.stream()
                .filter(Effect.SetDrill.class::isInstance)
                .map(effect -> (Effect.SetDrill) effect)
                .map(mark -> mark.target().endpoint() + "=" + mark.words())
                .collect(Collectors.joining(" "));
    }

    @Test
    void successes_count_as_failures_and_all_follows_that_follows_from_a_failure() {
        Stage stage = drilled();
        assertThat(marks(stage.effects)).isEqualTo("a=drill by ops");
        assertThat(stage.answer()).as("nobody has failed yet").isEqualTo("abc");
        assertThat(stage.reasons("a")).startsWith("DRILL");
        stage.play("aU3");
        assertThat(stage.health("a")).isEqualTo(Health.SUSPECT);
        stage.play("aU3.5 aU4");
        assertThat(stage.answer()).isEqualTo("bc");
        assertThat(stage.reasons("a")).isEqualTo("DRILL CONDEMNED BLAME HELD_DOWN RETURNS_WHEN");
        assertThat(stage.decision().members().getFirst().reasons().stream()
                        .filter(reason -> reason.code() == ReasonCode.DRILL)
                        .findFirst()
                        .orElseThrow()
                        .text())
                .isEqualTo("drill by ops at 12:00:02.000Z, until 12:01:02.000Z: its probes count as failed; by what its"
                        + " probes themselves say it is UP: ticket 9");
        Probed last = stage.endpoint("a").health().last();
        assertThat(last.result())
                .isEqualTo(new ProbeResult.Down(
                        FailureReason.DRILL, "drill by ops: the probe itself was UP, 10.0 ms: 200 OK"));
        assertThat(last.itself()).isEqualTo(new ProbeResult.Up("200 OK"));
        Alert removed = alerts(stage).getLast();
        assertThat(removed.drill()).isTrue();
        assertThat(removed.summary())
                .startsWith("drill: www.gslb.example.com: a (203.0.113.1) left the answer: drill by ops");
    }

    @Test
    void it_ends_by_itself_and_the_endpoint_returns_as_after_a_real_failure() {
        Stage stage = out();
        told(stage);
        stage.play("aU30 t61.9");
        assertThat(stage.health("a")).isEqualTo(Health.DOWN);
        stage.play("t62");
        assertThat(marks(stage.effects)).isEqualTo("a=null");
        assertThat(stage.reasons("a")).startsWith("DRILL CONDEMNED");
        stage.play("aU63 aU63.5");
        assertThat(stage.health("a")).isEqualTo(Health.RECOVERING);
        assertThat(stage.answer()).as("held until 64.02").isEqualTo("bc");
        stage.play("t64.1");
        assertThat(stage.answer()).isEqualTo("abc");
        assertThat(stage.endpoint("a").drill()).isNull();
        assertThat(stage.reasons("a")).doesNotContain("DRILL");
        assertThat(told(stage)).isEqualTo("address.restored-a(drill)");
    }

    @Test
    void a_drill_that_is_over_before_it_was_condemned_leaves_nothing() {
        Stage stage = Stage.of(Plans.plan("a=1 b=2")).play("aU1 bU1");
        stage.drill("2", "a", 2);
        stage.play("aU3 aU3.5 t4");
        assertThat(stage.health("a")).isEqualTo(Health.UP);
        stage.play("aD5 aD5.5");
        assertThat(stage.health("a")).as("two failures of its own").isEqualTo(Health.SUSPECT);
    }

    @Test
    void an_abort_takes_the_failures_back_and_the_address_answers_in_the_same_turn() {
        Stage stage = out();
        stage.play("aU5");
        told(stage);
        OperatorOutcome outcome = stage.abort("6", "a");
        assertThat(outcome.text())
                .isEqualTo(
                        "the drill of a of www.gslb.example.com is aborted by ops: errors rose; it may answer again");
        assertThat(stage.answer()).isEqualTo("abc");
        assertThat(stage.health("a")).isEqualTo(Health.UP);
        assertThat(stage.endpoint("a").health().hold().repeats()).isZero();
        assertThat(marks(stage.effects)).isEqualTo("a=null");
        assertThat(told(stage)).isEqualTo("address.restored-a(drill)");
        assertThat(stage.abort("7", "a")).isInstanceOf(OperatorOutcome.Refused.class);
    }

    @Test
    void an_abort_waits_for_no_ramp_no_operator_and_no_hold_down() {
        var hold = new HoldDown(Duration.ofSeconds(60), HoldDown.DEFAULT_CAP, HoldDown.DEFAULT_DECAY);
        var known = ProbeScript.policy(3, 2, Duration.ofMillis(900), hold);
        var health = new EndpointPolicy(known.checks(), known.needed(), hold, true);
        Stage stage = Stage.of(Plans.plan(Plans.SERVICE, "a=1 b=2", health, 1, new AllDown.FailOpen()))
                .play("aU1 bU1");
        assertThat(stage.drill("2", "a", 60).text()).contains("after it 1 resume by an operator is needed");
        stage.play("aU3 aU3.5 aU4");
        assertThat(stage.answer()).isEqualTo("b");
        stage.abort("5", "a");
        assertThat(stage.levels()).isEqualTo("a b");
    }

    @Test
    void an_abort_after_its_end_returns_what_is_still_held() {
        Stage stage = out().play("t62");
        assertThat(stage.answer()).isEqualTo("bc");
        stage.abort("63", "a");
        assertThat(stage.answer()).isEqualTo("abc");
    }

    @Test
    void a_result_that_was_under_way_when_the_drill_ended_counts_as_what_it_was() {
        Stage stage = out();
        stage.abort("5", "a");
        Probed late = ProbeScript.probed(A, 'U', Moment.ofMillis(4_900), Moment.ofMillis(5_100))
                .failedBy("drill by ops");
        for (int i = 0; i < 3; i++) {
            stage.step("5." + (2 + i), new Event.ProbeFinished(late));
        }
        assertThat(stage.health("a")).isEqualTo(Health.UP);
        assertThat(stage.endpoint("a").health().last()).isEqualTo(late.undrilled());
    }

    @Test
    void what_really_fails_is_not_called_healthy_by_an_abort() {
        Stage stage = out().play("aD5");
        stage.abort("5.5", "a");
        assertThat(stage.health("a")).as("one real failure").isEqualTo(Health.SUSPECT);
        stage.play("aD6 aD6.5");
        assertThat(stage.answer()).isEqualTo("bc");
    }

    @Test
    void what_really_fails_ends_the_drill_and_is_told_as_real() {
        Stage stage = out();
        assertThat(told(stage)).isEqualTo("address.removed+a(drill)");
        stage.play("aD5 aD5.5 aD6");
        assertThat(stage.endpoint("a").drill()).isNull();
        assertThat(stage.answer()).isEqualTo("bc");
        assertThat(stage.reasons("a")).startsWith("CONDEMNED").doesNotContain("DRILL");
        assertThat(stage.service().lastRemoval()).isNotNull();
        assertThat(stage.stopped(stage.wall()).endpoints().getFirst().health()).isEqualTo(Health.DOWN);
        assertThat(told(stage)).isEqualTo("address.removed+a");
        stage.play("aU65 aU66");
        assertThat(told(stage)).isEqualTo("address.restored-a");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            another endpoint is condemned        | bD5 bD5.5 bD6       | ac
            one that recovers from it, held      | t62 bD63 bD63.5 bD64| ac
            """)
    void the_daemon_takes_it_back_when_a_survivor_fails(String what, String line, String answer) {
        Stage stage = out().play(line);
        assertThat(stage.answer()).as("the spacing of removals is not spent").isEqualTo(answer);
        assertThat(stage.endpoint("a").drill()).isNull();
        assertThat(stage.health("a")).isEqualTo(Health.UP);
    }

    @Test
    void the_daemon_takes_it_back_when_too_few_are_left_beside_it() {
        Stage stage = Stage.of(Plans.plan("a=1 b=2")).play("aU1 bU1");
        stage.drill("2", "a", 60);
        stage.play("aU3 aU3.5 aU4");
        assertThat(stage.answer()).isEqualTo("b");
        assertThat(stage.override("5", "b=offline")).isInstanceOf(OperatorOutcome.Accepted.class);
        assertThat(stage.answer()).isEqualTo("a");
    }

    @Test
    void a_freeze_keeps_the_answer_without_the_drill() {
        Stage stage = out().freeze("5", true, null);
        assertThat(stage.answer()).isEqualTo("abc");
        assertThat(stage.health("a")).isEqualTo(Health.UP);
    }

    @Test
    void an_override_of_the_endpoint_ends_it() {
        Stage stage = out();
        stage.override("5", "a=online");
        assertThat(stage.answer()).isEqualTo("abc");
        assertThat(stage.endpoint("a").drill()).isNull();
    }

    @Test
    void our_own_network_being_cut_off_ends_it() {
        var plan = new Plan(List.of(Plans.plan("a=1 b=2")), new SentinelPlan(List.of("x"), 1), null);
        Stage stage = Stage.of(plan).play("aU1 bU1 !xU1");
        stage.drill("2", "a", 60);
        stage.play("aU3 aU3.5 aU4 !xU4.1");
        assertThat(stage.answer()).isEqualTo("b");
        stage.play("!xD5");
        assertThat(stage.answer()).isEqualTo("ab");
        assertThat(stage.drill("6", "a", 60).text()).startsWith("refused: this host's own network is cut off");
    }

    @Test
    void is_no_longer_than_it_may_be_and_is_renewed_within_that() {
        Stage stage = drilled();
        assertThat(stage.drill("30", "a", 60).text()).contains("counts as failed until 12:01:30");
        assertThat(stage.drill("80", "a", 3600).text())
                .contains("until 12:15:02")
                .contains("15 min at most");
        assertThat(stage.endpoint("a").drill().until()).isEqualTo(Moment.ofMillis(902_000));
    }

    @Test
    void only_our_own_vote_fails() {
        ServicePlan plan =
                Plans.plan("a=1 b=2").with(ConsensusPolicy.of(List.of("m", "p", "q"), "m", Map.of(), Map.of()));
        Stage stage = Stage.of(plan).play("aU1 bU1 *paU1 *qaU1 *pbU1 *qbU1 aU1.5 bU1.5");
        assertThat(stage.drill("2", "a", 60).text())
                .endsWith("only the vote of m fails: it is 1 of 3 vantages, and each has to be asked");
        stage.play("aU3 aU3.5 aU4");
        assertThat(stage.answer()).isEqualTo("ab");
        stage.play("*paD5 aU5.5");
        assertThat(stage.answer()).as("another one was asked, too").isEqualTo("b");
        stage.abort("6", "a");
        stage.play("*paU7");
        assertThat(stage.endpoint("a").own().health()).isEqualTo(Health.UP);
    }

    @Test
    void alone_among_silent_vantages_an_abort_returns_it_in_the_same_turn() {
        ServicePlan service =
                Plans.plan("a=1 b=2").with(ConsensusPolicy.of(List.of("m", "g"), "m", Map.of(), Map.of()));
        Stage stage = Stage.of(new Plan(List.of(service), new SentinelPlan(List.of("x"), 1), null))
                .play("aU1 bU1 !xU1");
        stage.drill("2", "a", 60);
        stage.play("aU3 aU3.5 aU4 !xU4.1");
        assertThat(stage.answer()).isEqualTo("b");
        stage.abort("6", "a");
        assertThat(stage.answer()).isEqualTo("ab");
        assertThat(stage.endpoint("a").health().hold().repeats()).isZero();
    }

    @Test
    void a_restart_ends_it_and_what_it_condemned_answers() {
        Stage stage = out();
        Stage again =
                Stage.restarted(stage.stopped(stage.wall()), stage.wall().plusSeconds(1), Plans.plan("a=1 b=2 c=3"));
        assertThat(again.answer()).isEqualTo("abc");
        assertThat(told(again)).isEqualTo("address.restored-a(drill)");
        assertThat(again.endpoint("a").health().hold().repeats()).isZero();
    }

    @Test
    void a_reload_goes_on_with_it_under_another_name_and_ends_it_at_another_address() {
        Stage stage = out();
        List<Effect> effects = stage.reload("5", Plans.plan("x=1 b=2 c=3"));
        assertThat(marks(effects)).isEqualTo("x=drill by ops");
        stage.play("xU6");
        assertThat(stage.answer()).isEqualTo("bc");
        stage.abort("7", "x");
        assertThat(stage.answer()).isEqualTo("xbc");

        Stage moved = out();
        moved.reload("5", Plans.plan("a=9 b=2 c=3"));
        assertThat(moved.endpoint("a").drill()).isNull();
        moved.play("aU6");
        assertThat(moved.answer()).isEqualTo("abc");
        Stage gone = out();
        gone.reload("5", Plans.plan("b=2 c=3"));
        assertThat(told(gone)).isEqualTo("address.removed+a(drill) address.restored-a(drill)");
    }

    @Test
    void a_reload_that_leaves_nothing_beside_it_takes_it_back() {
        Stage stage = out();
        stage.reload("5", Plans.plan("a=1"));
        assertThat(stage.answer()).isEqualTo("a");
        assertThat(stage.endpoint("a").drill()).isNull();
    }

    @Test
    void a_host_name_is_drilled_with_all_its_addresses_also_one_that_comes() {
        ServicePlan plan = Plans.plan("a=1");
        HostPlan host = new HostPlan("nlb", "cn-nlb", "nlb.example.net", HostPlan.Family.BOTH, 100, 1);
        Stage stage = Stage.of(
                new ServicePlan(plan.name(), plan.rules(), plan.maintenance(), plan.endpoints(), List.of(host), null));
        resolved(stage, "0.5", 7, 8);
        probe(stage, "nlb@203.0.113.7", 1);
        probe(stage, "nlb@203.0.113.8", 1);
        stage.play("aU1");
        assertThat(stage.drill("2", "nlb", 60)).isInstanceOf(OperatorOutcome.Accepted.class);
        assertThat(marks(stage.effects)).isEqualTo("nlb@203.0.113.7=drill by ops nlb@203.0.113.8=drill by ops");
        List<Effect> effects = resolved(stage, "3", 7, 9);
        assertThat(marks(effects)).contains("nlb@203.0.113.9=drill by ops");
        stage.abort("4", "nlb");
        assertThat(stage.service().endpoints()).allMatch(endpoint -> endpoint.drill() == null);
    }

    private static List<Effect> resolved(Stage stage, String seconds, int one, int other) {
        List<InetAddress> found = List.of(Plans.address(one), Plans.address(other));
        return stage.step(seconds, new Event.HostResolved(Plans.SERVICE, "nlb", "nlb.example.net", found));
    }

    private static void probe(Stage stage, String endpoint, int second) {
        var id = new TargetId(Plans.SERVICE, endpoint, Plans.CHECK);
        Moment start = Moment.ofMillis(second * 1000L);
        Probed up = ProbeScript.probed(id, 'U', start, start.plus(Duration.ofMillis(20)));
        stage.step(String.valueOf(second), new Event.ProbeFinished(up));
    }

    @Test
    void it_uses_up_neither_the_spacing_nor_the_brake() {
        Stage stage = out();
        assertThat(stage.service().lastRemoval()).isNull();
        assertThat(stage.world.brake().spent()).isEmpty();
    }

    @Test
    void steps_of_the_wall_clock_do_not_move_its_end() {
        Stage stage = out();
        stage.step("5", new Event.WallClock(Stage.NOON.plusSeconds(86_400)));
        assertThat(stage.endpoint("a").drill().until()).isEqualTo(Moment.ofMillis(62_000));
        stage.play("t62");
        assertThat(stage.endpoint("a").drill().over()).isTrue();
    }
}
