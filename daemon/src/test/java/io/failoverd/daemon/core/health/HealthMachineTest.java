package io.failoverd.daemon.core.health;

import static io.failoverd.daemon.core.health.ProbeScript.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.Moment;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthMachineTest {
    private static final HoldDown HOLD =
            new HoldDown(Duration.ofSeconds(60), Duration.ofMinutes(15), Duration.ofHours(1));
    private static final EndpointPolicy POLICY = ProbeScript.policy(3, 2, Duration.ofMillis(900), HOLD);

    private static EndpointHealth fresh(boolean assumedUp) {
        return EndpointHealth.unknown(POLICY, Moment.ZERO, assumedUp);
    }

    private static HealthState only(EndpointHealth endpoint) {
        return endpoint.checks().getFirst();
    }

    private static EndpointHealth after(String line) {
        return ProbeScript.run(POLICY, fresh(true), line);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            one success proves                            | U1                                | UP         | 1.01
            one failure makes suspect                     | D1                                | SUSPECT    | 1.01
            suspect from up                               | U1 D3                             | SUSPECT    | 3.01
            fall failures over the span condemn           | U1 D3 D3.5 D4                     | DOWN       | 4.01
            never seen up condemns too                    | D1 D1.5 D2                        | DOWN       | 2.01
            fall reached before the span waits for it     | U1 D3 D3.2 D3.4                   | SUSPECT    | 3.01
            and condemns when it is spanned               | U1 D3 D3.2 D3.4 D3.9              | DOWN       | 3.91
            a span just too short                         | U1 D3 D3.4 D3.899                 | SUSPECT    | 3.01
            a later success clears                        | U1 D3 D3.5 U4                     | UP         | 4.01
            and the count starts anew                     | U1 D3 D3.5 U4 D4.5 D5             | SUSPECT    | 4.51
            a success that started before the failures    | U1 D3 D3.5 U2>3.6                 | SUSPECT    | 3.01
            it does not save them                         | U1 D3 D3.5 U2>3.6 D4              | DOWN       | 4.01
            a success between drops the earlier ones      | U1 D3 D3.5 D4 U3.2>4.1            | DOWN       | 4.01
            while suspect it leaves the later ones        | U1 D3 D3.5 U3.2>4.1 D4            | SUSPECT    | 3.01
            which condemn with a third                    | U1 D3 D3.5 U3.2>4.1 D4 D4.5       | DOWN       | 4.51
            a failure older than the success is no news   | U1 U3 D2>5                        | UP         | 1.01
            nor later on                                  | U1 U3 D2>5 D6 D6.5                | SUSPECT    | 6.01
            failures count by start, not by arrival       | U1 D3.5>4 D3>4.1 T4>4.2           | DOWN       | 4.2
            one that hangs counts when it ends            | U1 T3>6 T3.5>6.5 T4>7             | DOWN       | 7
            inconclusive counts for nothing               | U1 D3 I3.2 D3.5 I3.7 D4           | DOWN       | 4.01
            and resets nothing                            | U1 D3 D3.5 I4                     | SUSPECT    | 3.01
            and proves nothing                            | I1 I2                             | UNKNOWN    | 0
            degraded is a success                         | U1 D3 D3.5 G4                     | UP         | 4.01
            for a first one too                           | G1                                | UP         | 1.01
            one failure told twice is one                 | U1 D3 D3 D4                       | SUSPECT    | 3.01
            down stays down by failures                   | U1 D3 D3.5 D4 D6 D8               | DOWN       | 4.01
            the first success after is recovering         | U1 D3 D3.5 D4 U6                  | RECOVERING | 6.01
            a failure ends the recovery                   | U1 D3 D3.5 D4 U6 D8               | DOWN       | 8.01
            rise while held waits                         | U1 D3 D3.5 D4 U6 U8 U10           | RECOVERING | 6.01
            time ends the hold-down                       | U1 D3 D3.5 D4 U6 U8 t64.01        | UP         | 64.01
            but no earlier                                | U1 D3 D3.5 D4 U6 U8 t64           | RECOVERING | 6.01
            time alone absolves nobody                    | U1 D3 D3.5 D4 U6 t99              | RECOVERING | 6.01
            nor the condemned                             | U1 D3 D3.5 D4 t99                 | DOWN       | 4.01
            rise after the hold-down returns at once      | U1 D3 D3.5 D4 U70 U72             | UP         | 72.01
            inconclusive does not break the successes     | U1 D3 D3.5 D4 U70 I71 U72         | UP         | 72.01
            degraded absolves too                         | U1 D3 D3.5 D4 G70 G72             | UP         | 72.01
            one success told twice is one                 | U1 D3 D3.5 D4 U70 U70             | RECOVERING | 70.01
            a success from before the failures is no news | U1 D3 D3.5 D4 U2>5                | DOWN       | 4.01
            nor one from between them                     | U1 D3 D3.5 D4 U3.7>5              | DOWN       | 4.01
            a failure from before the success neither     | U1 D3 D3.5 D4 U70 D69>71 U72      | UP         | 72.01
            waived: rise is enough                        | U1 D3 D3.5 D4 U6 U8 w9            | UP         | 9
            waived without rise stays                     | U1 D3 D3.5 D4 U6 w9               | RECOVERING | 6.01
            never seen and condemned has no hold-down     | D1 D1.5 D2 U3 U5                  | RECOVERING | 3.01
            """)
    void each_transition(String what, String line, Health health, String since) {
        EndpointHealth state = after(line);
        assertThat(state.health()).as(what).isEqualTo(health);
        assertThat(state.since()).as(what).isEqualTo(at(since));
    }

    @Test
    void an_endpoint_that_waits_for_its_first_success_is_condemned_without_a_hold_down() {
        EndpointHealth fresh = fresh(false);
        assertThat(fresh.healthy()).isFalse();
        EndpointHealth down = ProbeScript.run(POLICY, fresh, "D1 D1.5 D2");
        assertThat(down.heldUntil()).isNull();
        assertThat(ProbeScript.run(POLICY, down, "U4 U6").health()).isEqualTo(Health.UP);
        EndpointHealth suspect = ProbeScript.run(POLICY, fresh, "D1");
        assertThat(suspect.healthy()).as("failing and never seen up").isFalse();
        assertThat(ProbeScript.run(POLICY, suspect, "U2").healthy()).isTrue();
    }

    @Test
    void the_evidence_is_bounded_and_keeps_the_first_failure_for_the_span() {
        var slow = ProbeScript.policy(3, 2, Duration.ofSeconds(100), HOLD);
        var line = new StringBuilder("U0");
        for (int second = 1; second <= 101; second++) {
            line.append(" D").append(second);
            EndpointHealth state = ProbeScript.run(slow, fresh(true), line.toString());
            assertThat(only(state).failures()).hasSizeLessThanOrEqualTo(5);
            assertThat(only(state).failureCount()).isEqualTo(second);
            assertThat(only(state).failures().getFirst().startedAt()).isEqualTo(at("1"));
            assertThat(state.health()).isEqualTo(second <= 100 ? Health.SUSPECT : Health.DOWN);
        }
    }

    @Test
    void the_evidence_is_cut_when_a_reload_lowers_fall() {
        var patient = ProbeScript.policy(20, 2, Duration.ofSeconds(1), HOLD);
        EndpointHealth many = ProbeScript.run(patient, fresh(true), "D1 D2 D3 D4 D5 D6 D7 D8");
        EndpointHealth next = ProbeScript.run(POLICY, many, "D9");
        assertThat(next.health()).isEqualTo(Health.DOWN);
        assertThat(only(next).failures()).hasSizeLessThanOrEqualTo(5);
        assertThat(only(next).failureCount()).isEqualTo(9);
    }

    @ParameterizedTest(name = "removal {0}: held for {1} s")
    @CsvSource({"1,60", "2,120", "3,240", "4,480", "5,900", "6,900", "20,900", "1000000,900"})
    void the_hold_down_doubles_up_to_its_cap(int repeat, long seconds) {
        assertThat(HOLD.length(repeat)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void each_removal_in_a_row_holds_twice_as_long() {
        EndpointHealth state = fresh(true);
        long t = 0;
        for (long held : List.of(60, 120, 240, 480, 900, 900)) {
            state = ProbeScript.run(POLICY, state, "D%d D%d D%d".formatted(t, t + 1, t + 2));
            assertThat(state.holdLength()).isEqualTo(Duration.ofSeconds(held));
            assertThat(state.heldUntil()).isEqualTo(at(t + 2 + ".01").plus(Duration.ofSeconds(held)));
            t += 1000;
            state = ProbeScript.run(POLICY, state, "U%d U%d".formatted(t - 10, t - 8));
            assertThat(state.health()).isEqualTo(Health.UP);
        }
    }

    @ParameterizedTest(name = "{0} s clean after 3 removals: held for {1} s")
    @CsvSource({"10,480", "3599,480", "3600,240", "7200,120", "10800,60", "999999,60"})
    void clean_time_forgives_one_doubling_an_hour(long clean, long seconds) {
        EndpointHealth up = EndpointHealth.restored(
                POLICY, Moment.ZERO, false, Moment.ZERO, true, new Hold(3, null, Duration.ZERO, null, false));
        EndpointHealth state = ProbeScript.run(
                POLICY,
                up,
                "U0>0 D%d>%d T%d>%d T%d>%d".formatted(clean - 3, clean, clean - 2, clean, clean - 1, clean));
        assertThat(state.health()).isEqualTo(Health.DOWN);
        assertThat(state.holdLength()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void clean_time_goes_on_over_a_restart() {
        Moment now = at("10000");
        EndpointHealth up = EndpointHealth.restored(
                POLICY, now, false, now, true, new Hold(3, null, Duration.ZERO, now.minus(HOLD.decay()), false));
        EndpointHealth state = ProbeScript.run(POLICY, up, "U10001 D10002 D10003 D10004");
        assertThat(state.holdLength()).as("4th removal, one forgiven").isEqualTo(Duration.ofMinutes(4));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            fall degraded in a row begin it       | U1 G3 G5 G7                   | true
            fewer do not                          | U1 G3 G5                      | false
            a clean one between starts anew       | U1 G3 G5 U7 G9 G11            | false
            one clean one does not end it         | U1 G3 G5 G7 U9                | true
            rise clean ones do                    | U1 G3 G5 G7 U9 U11            | false
            inconclusive is neutral               | U1 G3 I4 G5 I6 G7             | true
            a degraded answer that comes late     | U1 G3 G5 U9 G7>12             | false
            an answer told twice                  | U1 G3 G5 G5                   | false
            a failure is not a clean one          | U1 G3 G5 G7 U9 D11 U13        | true
            """)
    void degraded_has_its_own_debouncing(String what, String line, boolean degraded) {
        assertThat(after(line).degraded()).as(what).isEqualTo(degraded);
    }

    @Test
    void due_is_the_end_of_a_hold_down_that_is_already_earned() {
        assertThat(EndpointMachine.due(POLICY, after("U1 D3 D3.5 D4"))).isNull();
        assertThat(EndpointMachine.due(POLICY, after("U1 D3 D3.5 D4 U6"))).isNull();
        assertThat(EndpointMachine.due(POLICY, after("U1 D3 D3.5 D4 U6 U8"))).isEqualTo(at("64.01"));
        assertThat(EndpointMachine.due(POLICY, after("U1"))).isNull();
    }

    @Test
    void the_common_reason_of_a_run_is_named_only_where_there_is_one() {
        assertThat(HealthMachine.commonReason(only(after("U1 D3 D3.5")).failures()))
                .isEqualTo(FailureReason.CONNECT_REFUSED);
        assertThat(HealthMachine.commonReason(only(after("U1 D3 T3.5")).failures()))
                .isNull();
        assertThat(HealthMachine.commonReason(List.of())).isNull();
    }

    @Test
    void a_fall_of_one_condemns_at_once() {
        var hasty = ProbeScript.policy(1, 1, Duration.ZERO, HOLD);
        assertThat(ProbeScript.run(hasty, fresh(true), "U1 D3").health()).isEqualTo(Health.DOWN);
    }
}
