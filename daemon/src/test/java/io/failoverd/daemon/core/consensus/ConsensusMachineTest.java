package io.failoverd.daemon.core.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.failoverd.probes.model.Moment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of the vote as tables: what was heard (see {@link VoteScript}), and what is agreed. */
class ConsensusMachineTest {
    @ParameterizedTest(name = "{0}: {2} → {3} {4} {5}")
    @CsvSource(
            delimiter = '|',
            value = {
                "one decides for itself            | 1 | a=U@1                         | UP      | AGREED     | 1/1/1",
                "one condemns for itself           | 1 | a=U@1 a=D@2                   | DOWN    | AGREED     | 1/1/1",
                "one that is cut off removes nothing | 1 | a=U@1 a=D!@2                | UP      | NO_QUORUM  | 0/0/1",
                "one that is cut off may restore   | 1 | a=D@1 a=U!^@20                | UP      | AGREED     | 1/1/1",
                "what it knew before is no return  | 1 | a=D@1 a=U!@20                 | DOWN    | NO_QUORUM  | 0/0/1",
                "what failed while it was cut off removes nothing afterwards | 1 | a=U@1 a=D!@9 a=D+@20 | UP | NO_QUORUM | 0/0/1",
                "it has to fail again              | 1 | a=U@1 a=D!@9 a=D+@20 a=D@21 | DOWN   | AGREED     | 1/1/1",
                "a gateway that passes although the sentinels fail | 2 | a=U!^@20 b=D@20 | UP      | TIED       | 1/2/2",
                "one never grows stale to itself   | 1 | a=U@1 t9999                   | UP      | AGREED     | 1/1/1",
                "nothing seen, nothing agreed      | 1 | a=?@1                         | UNKNOWN | NO_QUORUM  | 0/0/1",
                "two agree                         | 2 | a=D@1 b=D@1                   | DOWN    | AGREED     | 2/2/2",
                "two differ and keep UP            | 2 | a=U@1 b=U@1 b=D@2             | UP      | TIED       | 1/2/2",
                "two differ and keep DOWN          | 2 | a=D@1 b=D@1 a=U@2             | DOWN    | TIED       | 1/2/2",
                "two differ from the start         | 2 | b=D@1 a=?@1 t2                | DOWN    | AGREED     | 1/1/2",
                "two are not yet one               | 2 | a=?@1 b=?@1                   | UNKNOWN | NO_QUORUM  | 0/0/2",
                "a lone one with a good sentinel   | 2 | a=U@1 b=U@1 a=D@20            | DOWN    | AGREED     | 1/1/2",
                "a lone one without sentinels      | 2 | a=U0@1 b=U0@1 a=D0@20         | UP      | LONE_DOUBT | 0/1/2",
                "a lone one without sentinels sees it pass | 2 | a=D0@1 b=D0@1 a=U0@20 | UP      | AGREED     | 1/1/2",
                "a lone one whose sentinel is lost | 2 | a=U@1 b=U@1 a=D!@20           | UP      | NO_QUORUM  | 0/0/2",
                "the other is cut off, we decide   | 2 | a=U@1 b=U@1 b=D!@2 a=D@3      | DOWN    | AGREED     | 1/1/2",
                "we are cut off, the other decides | 2 | a=U@1 b=U@1 a=U!@2 b=D@3      | DOWN    | AGREED     | 1/1/2",
                "one of three sees it fail         | 3 | a=U@1 b=U@1 c=U@1 a=D@2       | UP      | AGREED     | 2/3/3",
                "two of three see it fail          | 3 | a=U@1 b=U@1 c=U@1 a=D@2 c=D@3 | DOWN    | AGREED     | 2/3/3",
                "three of three see it fail        | 3 | a=D@1 b=D@1 c=D@1             | DOWN    | AGREED     | 3/3/3",
                "a return needs a majority as well | 3 | a=D@1 b=D@1 c=D@1 a=U@2       | DOWN    | AGREED     | 2/3/3",
                "and has one                       | 3 | a=D@1 b=D@1 c=D@1 a=U@2 c=U@3 | UP      | AGREED     | 2/3/3",
                "two report and differ             | 3 | a=U@1 b=U@1 c=?@1 b=D@2       | UP      | TIED       | 1/2/3",
                "two report and agree              | 3 | a=D@1 c=D@1                   | DOWN    | AGREED     | 2/2/3",
                "one of three is no quorum         | 3 | a=U@1 b=U@1 a=D@20            | UP      | NO_QUORUM  | 0/1/3",
                "two of five are no quorum         | 5 | a=D@1 b=D@1                   | UNKNOWN | NO_QUORUM  | 0/2/5",
                "three of five are                 | 5 | a=D@1 b=D@1 c=U@1             | DOWN    | AGREED     | 2/3/5",
                "two of four differ with two       | 4 | a=U@1 b=U@1 c=U@1 d=D@1 a=D@2 | UP      | TIED       | 2/4/4",
                "two of four are no quorum         | 4 | a=D@1 b=D@1                   | UNKNOWN | NO_QUORUM  | 0/2/4",
                "cut off ones do not count         | 3 | a=D!@1 b=D!@1 c=U@1           | UNKNOWN | NO_QUORUM  | 0/1/3",
                "nobody unknown has a say          | 2 | a=U@1 z=D@2                   | UP      | AGREED     | 1/1/2",
            })
    void the_vote(String story, int vantages, String line, Opinion health, Standing standing, String counts) {
        Agreement agreement = new VoteScript(vantages).run(line).agreement();
        assertThat(agreement.health()).as(agreement.text()).isEqualTo(health);
        assertThat(agreement.standing()).as(agreement.text()).isEqualTo(standing);
        assertThat(agreement.agreeing() + "/" + agreement.reporting() + "/" + agreement.configured())
                .isEqualTo(counts);
        assertThat(agreement.corroborated()).isEqualTo(standing == Standing.AGREED && agreement.agreeing() >= 2);
    }

    @ParameterizedTest(name = "{0}: {1} → {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "a report counts until it is as old as allowed | a=D@1 b=D@1 t10.999              | DOWN | 2",
                "and no longer then                            | a=D@1 b=D@1 t11                  | DOWN | 1",
                "what was long under way is that much older    | a=D@9 b=D@9<1 t11                | DOWN | 1",
                "what is too old on arrival never counts       | a=D@20 b=D@20<9                  | UNKNOWN | 1",
                "though it is the newest: the one before it is no longer so | a=U@1 b=D@19 b=D@20<9#9999 t20 | UNKNOWN | 1",
                "a report from the future never counts         | a=D@1 b=D@1<3.1                  | UNKNOWN | 1",
                "nor replaces one                              | a=U@1 b=U@1 b=D@2<4.1 a=D@3      | UP   | 2",
                "nor holds back those that follow              | a=U@1 b=D@1<99#50 b=U@2#51       | UP   | 2",
                "a clock a little ahead does no harm           | a=D@1 b=D@1<2.9                  | DOWN | 2",
                "an older report never replaces a newer one    | a=U@1 b=U@2#8 b=D@3<1#7 a=D@4    | UP   | 2",
                "nor does the same one, told twice             | a=U@1 b=U@2#8 b=D@3<2#8 a=D@4    | UP   | 2",
                "the order is that of the numbers and not of a clock that was set back | a=U@1 b=U@5#8 b=D@6<3#9 a=D@7 | DOWN | 2",
                "one that starts its count anew is heard when the old report is stale  | a=D@1 b=U@1#900 b=D@2#1 b=D@12#2 | DOWN | 2",
            })
    void what_counts_of_three(String story, String line, Opinion health, int reporting) {
        Agreement agreement = new VoteScript(3).run(line).agreement();
        assertThat(agreement.health()).as(agreement.text()).isEqualTo(health);
        assertThat(agreement.reporting()).as(agreement.text()).isEqualTo(reporting);
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "3 | a=D@1 b=D@1 c=U@1 a=D@12 b=D@13 | 2 of 3 vantages say DOWN, quorum 2 of 3; c silent for 12.0 s",
                "3 | a=D@1 b=D@1 c=D@1 | 3 of 3 vantages say DOWN, quorum 2 of 3",
                "3 | a=U@1 b=U@1 t13 | only 1 of 3 vantages reports (0 DOWN, 1 UP), quorum 2 of 3: UP stands, agreed 12.0 s ago; b silent for 12.0 s, c heard 0 times",
                "2 | a=U@1 b=U@1 b=D@3.5 | 1 of 2 vantages says DOWN and 1 UP, quorum 1 of 2: a tie changes nothing, UP stands, agreed 2.5 s ago",
                "2 | a=U0@1 b=U0@1 a=D0@20 | 1 of 2 vantages says DOWN, alone and with 0 sentinels to show that it is not the one cut off: UP stands, agreed 19.0 s ago; b silent for 19.0 s",
                "2 | a=D@1 b=D!@3 t5 | 1 of 2 vantages says DOWN, quorum 1 of 2; b cut off for 3.0 s (its sentinel is lost)",
                "2 | a=U@1 b=D+@3 t5 | 1 of 2 vantages says UP, quorum 1 of 2; b says DOWN from when it was cut off, 3.0 s ago, with 0 failures since",
                "2 | a=?@1 b=D@2<9 | only 0 of 2 vantages report, quorum 1 of 2: nothing is agreed yet, after 2.0 s; a has 0 results yet, b has a clock 7.0 s ahead, more than the 2.0 s that are tolerated",
                "1 | a=U@1 | 1 of 1 vantage says UP, quorum 1 of 1",
            })
    void the_sentence(int vantages, String line, String text) {
        assertThat(new VoteScript(vantages).run(line).agreement().text()).isEqualTo(text);
    }

    @Test
    void a_quarrel_is_an_alert_when_it_lasts_as_long_as_a_report_may_be_old() {
        var script = new VoteScript(2).run("a=U@1 b=U@1 a=D@5 b=U@9 b=U@14.999 a=D@14.999");
        assertThat(script.agreement().quorumLost()).isFalse();
        assertThat(ConsensusMachine.due(script.policy(), script.state(), script.now()))
                .isEqualTo(Moment.ofMillis(15_000));
        assertThat(script.run("t15").agreement().quorumLost()).isTrue();
        assertThat(script.run("b=D@15.5").agreement().quorumLost()).isFalse();
    }

    @Test
    void a_vantage_alone_has_no_quorum_to_lose() {
        assertThat(new VoteScript(1).run("a=U@1 a=D!@2 t60").agreement().quorumLost())
                .isFalse();
    }

    @Test
    void it_asks_to_be_woken_when_a_report_grows_old() {
        var script = new VoteScript(3).run("a=D@1 b=D@2<1.5 c=D@4");
        assertThat(ConsensusMachine.due(script.policy(), script.state(), script.now()))
                .isEqualTo(Moment.ofMillis(11_500));
        script.run("t11.5");
        assertThat(ConsensusMachine.due(script.policy(), script.state(), script.now()))
                .isEqualTo(Moment.ofMillis(14_000));
        script.run("t14");
        assertThat(script.state().standing()).isEqualTo(Standing.NO_QUORUM);
        assertThat(ConsensusMachine.due(script.policy(), script.state(), Moment.ofMillis(24_000)))
                .isNull();
    }

    @Test
    void what_was_agreed_keeps_its_moment_until_it_changes() {
        var script = new VoteScript(3).run("a=D@1 b=D@2 c=D@3 a=D@9");
        assertThat(script.state().since()).isEqualTo(Moment.ofMillis(2_000));
        assertThat(script.run("a=U@10 b=U@11").state().since()).isEqualTo(Moment.ofMillis(11_000));
    }

    @Test
    void a_vantage_that_a_reload_took_away_has_no_say_and_is_forgotten() {
        var script = new VoteScript(3).run("a=U@1 b=D@1 c=D@1");
        ConsensusPolicy alone = ConsensusPolicy.of(List.of("a"), "a");
        ConsensusState after = ConsensusMachine.onTime(alone, script.state(), script.now());
        assertThat(after.health()).isEqualTo(Opinion.UP);
    }

    @Test
    void vantages_have_different_names_and_we_are_one_of_them() {
        assertThatThrownBy(() -> ConsensusPolicy.of(List.of("a", "a"), "a"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ConsensusPolicy.of(List.of("a", "b"), "c"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
