package io.failoverd.daemon.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.core.pool.AllDown;
import io.failoverd.daemon.core.pool.Condition;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertsTest {
    private static final String UP = "aU1 bU1 ";
    private static final String A_DOWN = UP + "aD3 aD3.5 aD4 ";
    private static final String BOTH_DOWN = A_DOWN + "bD5 bD5.5 bD6 ";

    private static AllDown allDown(String word) {
        return switch (word) {
            case "open" -> new AllDown.FailOpen();
            case "closed" -> new AllDown.FailClosed();
            default -> new AllDown.Fallback(List.of(InetAddress.ofLiteral("198.51.100.9")));
        };
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            nothing happened         | open     | aU1 bU1 aU3 bU3                       | ab | -
            one suspect              | open     | aU1 bU1 aD3 aD3.5                     | ab | -
            one leaves               | open     | aU1 bU1 aD3 aD3.5 aD4                 | b  | address.removed+a
            told once                | open     | aU1 bU1 aD3 aD3.5 aD4 aD6 aD8 aU9 aD9.5 | b | address.removed+a
            it returns after its hold | open    | aU1 bU1 aD3 aD3.5 aD4 aU9 aU11 t64.01 | ab | address.removed+a address.restored-a
            it leaves again          | open     | aU1 bU1 aD3 aD3.5 aD4 aU69 aU71 aD72 aD72.5 aD73 | b | address.removed+a address.restored-a address.removed+a
            all down, open           | open     | aU1 bU1 aD3 aD3.5 aD4 bD5 bD5.5 bD6   | ab | address.removed+a pool.all_down+
            all down, closed         | closed   | aU1 bU1 aD3 aD3.5 aD4 bD5 bD5.5 bD6   | -  | address.removed+a address.removed+b pool.all_down+
            all down, fallback       | fallback | aU1 bU1 aD3 aD3.5 aD4 bD5 bD5.5 bD6   | -  | address.removed+a address.removed+b pool.all_down+
            the first returns        | closed   | aU1 bU1 aD3 aD3.5 aD4 bD5 bD5.5 bD6 bU8 bU10 | b | address.removed+a address.removed+b pool.all_down+ address.restored-b pool.all_down-
            of an open pool          | open     | aU1 bU1 aD3 aD3.5 aD4 bD5 bD5.5 bD6 aU8 aU10 | a | address.removed+a pool.all_down+ address.restored-a address.removed+b pool.all_down-
            degraded                 | open     | aU1 bU1 aG3 aG5 aG7 aG9               | ab | address.degraded+a
            and well again           | open     | aU1 bU1 aG3 aG5 aG7 aU9 aU11 aU13     | ab | address.degraded+a address.degraded-a
            """)
    void an_alert_begins_once_and_ends_once(String what, String allDown, String line, String answer, String alerts) {
        Stage stage = Stage.of(Plans.plan("a=1 b=2", allDown(allDown))).play(line);
        assertThat(stage.answer()).isEqualTo(answer == null ? "" : answer);
        assertThat(stage.alerts()).isEqualTo(alerts == null ? "" : alerts);
    }

    @Test
    void a_removal_that_min_available_withholds_says_what_holds_it_and_ends_when_it_may_go() {
        Stage stage = Stage.of(Plans.plan("a=1 b=2", 2)).play(A_DOWN);
        assertThat(stage.answer()).isEqualTo("ab");
        Alert alert = stage.effects.stream()
                .filter(Effect.Raise.class::isInstance)
                .map(effect -> ((Effect.Raise) effect).alert())
                .findFirst()
                .orElseThrow();
        assertThat(alert.type()).isEqualTo(AlertType.REMOVAL_WITHHELD);
        assertThat(alert.summary())
                .isEqualTo(
                        "www.gslb.example.com: a (203.0.113.1) is DOWN and still answered: kept in the answer: without"
                                + " it 1 would answer, and minAvailable is 2");
        assertThat(stage.alerts()).isEqualTo("address.removal_withheld+a");
        stage.play("aU70 aU72");
        assertThat(stage.alerts()).isEqualTo("address.removal_withheld-a");
        stage.play("aD80 aD80.5 aD81");
        assertThat(stage.alerts()).isEqualTo("address.removal_withheld+a");
        stage.reload("82", Plans.plan("a=1 b=2", 1));
        assertThat(stage.alerts()).isEqualTo("address.removed+a address.removal_withheld-a");
    }

    @Test
    void an_override_that_keeps_a_dead_address_in_the_answer_is_told_like_any_withheld_removal() {
        Stage stage = Stage.of(Plans.plan("a=1 b=2")).play(UP);
        stage.override("2", "a=online");
        stage.play("aD3 aD3.5 aD4");
        assertThat(stage.answer()).isEqualTo("ab");
        assertThat(stage.alerts()).isEqualTo("address.removal_withheld+a");
        stage.override("5", "a=smart");
        assertThat(stage.answer()).isEqualTo("b");
        assertThat(stage.alerts()).isEqualTo("address.removed+a address.removal_withheld-a");
    }

    @Test
    void an_operator_who_takes_an_address_out_and_back_is_told_of_too() {
        Stage stage = Stage.of(Plans.plan("a=1 b=2")).play(UP);
        stage.override("2", "a=offline~60");
        assertThat(stage.alerts()).isEqualTo("address.removed+a");
        stage.play("t61.9");
        assertThat(stage.answer()).isEqualTo("b");
        stage.play("t62");
        assertThat(stage.answer()).isEqualTo("ab");
        assertThat(stage.alerts()).isEqualTo("address.restored-a");
    }

    @Test
    void the_alert_of_a_removal_carries_the_evidence_the_answer_and_the_generation() {
        Stage stage = Stage.of(Plans.plan("a=1 b=2")).play(A_DOWN);
        Alert alert = ((Effect.Raise) stage.effects.stream()
                        .filter(Effect.Raise.class::isInstance)
                        .findFirst()
                        .orElseThrow())
                .alert();
        assertThat(alert.summary())
                .isEqualTo("www.gslb.example.com: a (203.0.113.1) left the answer: 3 of 3 probes refused in 1.0 s, last"
                        + " at 12:00:04.000Z");
        assertThat(alert.answer()).containsExactly(Plans.address(2));
        assertThat(alert.generation()).isEqualTo(stage.decision().generation());
        assertThat(alert.region()).isEqualTo("cn-a");
        assertThat(alert.at()).isEqualTo(Stage.NOON.plus(Duration.ofMillis(4010)));
        assertThat(alert.incident()).isEqualTo("removed/www.gslb.example.com/a");
        stage.alerts();
        stage.play("aU69 aU71");
        Alert restored = ((Effect.Raise) stage.effects.stream()
                        .filter(Effect.Raise.class::isInstance)
                        .findFirst()
                        .orElseThrow())
                .alert();
        assertThat(restored.incident()).isEqualTo(alert.incident());
    }

    @Test
    void fail_open_answers_what_was_healthy_before_the_cascade_and_not_the_long_dead() {
        Stage stage = Stage.of(Plans.plan("a=1 b=2 c=3")).play("aU1 bU1 cU1 aD3 aD3.5 aD4");
        assertThat(stage.answer()).isEqualTo("bc");
        // more than the removal spacing later, the other two fall, one after the other
        stage.play("bD100 bD100.5 bD101 cD140 cD140.5 cD141");
        assertThat(stage.decision().condition()).isEqualTo(Condition.ALL_DOWN_FAIL_OPEN);
        assertThat(stage.answer()).isEqualTo("bc");
    }

    @Test
    void a_cascade_goes_on_while_the_verdicts_are_no_further_apart_than_the_removal_spacing() {
        Stage close = Stage.of(Plans.plan("a=1 b=2 c=3"))
                .play("aU1 bU1 cU1 aD3 aD3.5 aD4 bD63 bD63.5 bD64 cD123 cD123.5 cD124");
        assertThat(close.answer()).isEqualTo("abc");
        Stage apart = Stage.of(Plans.plan("a=1 b=2 c=3"))
                .play("aU1 bU1 cU1 aD3 aD3.5 aD4 bD63 bD63.5 bD64 cD123.1 cD123.6 cD124.1");
        assertThat(apart.answer()).as("60.1 s after the verdict before").isEqualTo("c");
    }

    @Test
    void the_first_to_pass_while_all_are_down_returns_at_once_though_it_is_held() {
        Stage stage = Stage.of(Plans.plan("a=1 b=2")).play(BOTH_DOWN + "aU7 bU8 bU9");
        assertThat(stage.answer()).isEqualTo("b");
        assertThat(stage.decision().condition()).isEqualTo(Condition.NORMAL);
        stage.play("aU10");
        assertThat(stage.answer()).as("the second waits for its hold-down").isEqualTo("b");
        stage.play("t64.01");
        assertThat(stage.answer()).isEqualTo("ab");
    }

    @Test
    void one_that_has_risen_and_is_held_returns_when_the_last_other_falls() {
        Stage stage = Stage.of(Plans.plan("a=1 b=2")).play(A_DOWN + "aU6 aU8 bD9 bD9.5 bD10");
        assertThat(stage.answer()).isEqualTo("a");
        assertThat(stage.alerts()).isEqualTo("address.removed+a address.restored-a address.removed+b");
    }

    @Test
    void a_rejected_configuration_is_told_each_time_and_ends_with_the_next_good_one() {
        Stage stage = Stage.of(Plans.plan("a=1 b=2"));
        stage.step("1", new Event.ConfigRejected("line 3: unknown key"));
        stage.step("2", new Event.ConfigRejected("line 4: unknown key"));
        assertThat(stage.alerts()).isEqualTo("config.rejected+ config.rejected+");
        stage.reload("3", Plans.plan("a=1 b=2"));
        assertThat(stage.alerts()).isEqualTo("config.rejected-");
        stage.reload("4", Plans.plan("a=1 b=2"));
        assertThat(stage.alerts()).isEmpty();
    }

    @Test
    void a_lost_state_is_told() {
        Stage stage = Stage.of(Plans.plan("a=1 b=2"));
        stage.step("1", new Event.StateLost("file is not a database"));
        assertThat(stage.alerts()).isEqualTo("state.lost+");
    }

    /** Its publisher is gone by then, and its service may be. */
    @Test
    void what_was_not_handed_back_is_told() {
        Stage stage = Stage.of(Plans.plan("a=1 b=2"));
        stage.step("1", new Event.HandBackFailed("gone.example.com", "gtm", "Forbidden.RAM: no"));
        assertThat(stage.alerts()).isEqualTo("publish.hand_back_failed+");
    }
}
