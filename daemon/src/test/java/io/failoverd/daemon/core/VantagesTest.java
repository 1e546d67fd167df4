package io.failoverd.daemon.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.core.consensus.ConsensusPolicy;
import io.failoverd.daemon.core.health.Health;
import io.failoverd.daemon.core.pool.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Others have a say: g is a provider's health checks, which speak seldom and have no sentinel; p and q are other
 * failoverds, m is ourselves. Three failures condemn, two successes absolve, and a removal holds for a minute.
 */
class VantagesTest {
    private static final Map<String, Duration> SELDOM = Map.of("g", Duration.ofSeconds(35));
    private static final Map<String, Duration> LATE = Map.of("g", Duration.ofSeconds(60));
    private static final SentinelPlan SENTINELS = new SentinelPlan(List.of("x"), 1);

    private static ServicePlan plan(String vantages) {
        return plan("a=1 b=2", vantages);
    }

    private static ServicePlan plan(String endpoints, String vantages) {
        List<String> names = vantages.chars().mapToObj(Character::toString).toList();
        boolean seldom = names.contains("g");
        return Plans.plan(endpoints)
                .with(ConsensusPolicy.of(names, "m", seldom ? SELDOM : Map.of(), seldom ? LATE : Map.of()));
    }

    private static Plan watched(ServicePlan service) {
        return new Plan(List.of(service), SENTINELS, null);
    }

    /** What of an endpoint is so: {@code "SUSPECT in"}. */
    private static String state(Stage stage, String endpoint) {
        return stage.health(endpoint) + (stage.answer().contains(endpoint) ? " in" : " out");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            both condemn                             | mg  | aU1 *gaU1 aD3 aD3.5 aD4 *gaD5                        | DOWN out
            we condemn and it does not               | mg  | aU1 *gaU1 aD3 aD3.5 aD4 *gaU5                        | SUSPECT in
            it condemns and we do not                | mg  | aU1 aU3 aU5 *gaD6 aU7                                | UP in
            it has no opinion, and we no sentinel    | mg  | aU1 *ga?1 aD3 aD3.5 aD4                              | SUSPECT in
            it is silent, and we have no sentinel    | mg  | aU1 *gaU1 aD3 aD3.5 aD4 t60                          | SUSPECT in
            it is silent and comes back agreeing     | mg  | aU1 *gaU1 aD3 aD3.5 aD4 t60 *gaD61                   | DOWN out
            it condemns first, and we follow         | mg  | aU1 aU3 aU5 *gaD6 aD7 aD7.5 aD8                      | DOWN out
            it speaks before we have seen anything   | mg  | *gaD0.5 aI1                                          | UNKNOWN in
            it speaks, and our first results differ  | mg  | *gaD0.5 aU1 aU3 aU5 aU7                              | UP in
            it speaks, and our first results agree   | mg  | *gaD0.5 aD1 aD1.5 aD2                                | DOWN out
            its report is older than it may be       | mg  | aU1 aD3 aD3.5 aD4 *gaD60<24                          | SUSPECT in
            its report is from the future            | mg  | aU1 aD3 aD3.5 aD4 *gaD5<8                            | SUSPECT in
            we have failed and pass again            | mg  | aU1 *gaU1 aD3 aD3.5 aD4 aU6 aU8                      | UP in
            two of three say so, we among them       | mpq | aU1 *paU1 *qaU1 aD3 aD3.5 aD4 *paD5                  | DOWN out
            two of three say so without us           | mpq | aU1 aU3 aU5 *paD+6 *qaD+6.1 aU7                      | RECOVERING out
            two of three outvote us                  | mpq | aU1 *paU1 *qaU1 aD3 aD3.5 aD4                        | SUSPECT in
            one of three is no quorum                | mpq | aU1 aD3 aD3.5 aD4                                    | SUSPECT in
            two of three, before we have seen enough | mpq | aU1 *paD+1 *qaD+1 aU3                                | UP in
            and once we have                         | mpq | aU1 *paD+1 *qaD+1 aU3 aU5                            | DOWN out
            the word of a stranger counts nothing    | mg  | aU1 aD3 aD3.5 aD4 *zaD5                              | SUSPECT in
            nor what someone says in our name        | mg  | aU1 aU3 aU5 *gaD6 *maD7                              | UP in
            nor of an address that is not ours       | mg  | aU1 aD3 aD3.5 aD4 *gcD5                              | SUSPECT in
            """)
    void who_decides(String story, String vantages, String line, String state) {
        Stage stage = Stage.of(plan(vantages)).play("bU1").play(line);
        assertThat(state(stage, "a"))
                .as(stage.decision().members().getFirst().reasons().toString())
                .isEqualTo(state);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            silent, and our sentinel is good: we decide    | aD3 aD3.5 aD4 !xU4.1                           | DOWN out
            it has no opinion: we decide                   | *ga?1 aD3 aD3.5 aD4 !xU4.1                     | DOWN out
            its word is stale: we decide then              | *gaU1 aD3 aD3.5 aD4 !xU4.1 t36.1               | DOWN out
            and not before                                 | *gaU1 aD3 aD3.5 aD4 !xU4.1 t35.9               | SUSPECT in
            alone, our verdict waits for our sentinel      | aD3 aD3.5 aD4                                  | DOWN in
            shared, it needs none                          | *gaU1 aD3 aD3.5 aD4 *gaD5                      | DOWN out
            cut off, we hear that it is down               | aU3 aU5 !xD6 *gaD7                             | UP in
            cut off, what we took for DOWN is taken back   | aD3 aD3.5 aD4 !xD4.1                           | UP in
            cut off, what is shared is not taken back      | *gaD2 aD3 aD3.5 aD4 !xD4.1                     | DOWN out
            cut off and found, it has to fail again        | aD3 aD3.5 aD4 !xD4.1 !xU6                      | UP in
            """)
    void with_a_sentinel(String story, String line, String state) {
        Stage stage = Stage.of(watched(plan("mg"))).play("!xU1 bU1 aU1").play(line);
        assertThat(state(stage, "a"))
                .as(stage.decision().members().getFirst().reasons().toString())
                .isEqualTo(state);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            both say so, its hold-down is over           | aU60 aU62 *gaU63 t66 | UP in
            both say so while it is held                 | aU10 aU12 *gaU13     | RECOVERING out
            the hold-down ends when both have said so    | aU40 aU42 *gaU43 t65.1 | UP in
            we say so alone                              | *gaD60 aU61 aU63 t80 | RECOVERING out
            it says so alone                             | *gaU66 t67           | DOWN out
            we say so, and it falls silent               | aU60 aU62 t66        | UP in
            it says so, and has no opinion then          | *gaU60 *ga?66 t67    | DOWN out
            """)
    void who_returns(String story, String line, String state) {
        Stage stage = Stage.of(plan("mg")).play("bU1 aU1 aD3 aD3.5 aD4 *gaD5").play(line);
        assertThat(state(stage, "a"))
                .as(stage.decision().members().getFirst().reasons().toString())
                .isEqualTo(state);
    }

    @Test
    void a_return_goes_by_the_majority_though_we_cannot_reach_it_and_is_suspect_to_us() {
        Stage stage = Stage.of(plan("mpq")).play("bU1 aU1 aD3 aD3.5 aD4 *paD5 *qaD5 *paU70 *qaU70");
        assertThat(state(stage, "a")).isEqualTo("SUSPECT in");
        assertThat(stage.reasons("a")).startsWith("NOT_AGREED");
        assertThat(stage.decision().ttl()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void regions_leave_at_once_where_two_agree_and_one_at_a_time_where_we_alone_decide() {
        String dead = "aU1 bU1 cU1 aD3 bD3 aD3.5 bD3.5 aD4 bD4 ";
        Stage agreed = Stage.of(plan("a=1 b=2 c=3", "mg")).play(dead + "*gaD5 *gbD5");
        assertThat(agreed.answer()).isEqualTo("c");
        Stage alone = Stage.of(watched(plan("a=1 b=2 c=3", "mg"))).play("!xU1 " + dead + "!xU4.1");
        assertThat(alone.answer()).isEqualTo("bc");
        assertThat(alone.reasons("b")).contains("REMOVAL_SPACING");
    }

    @Test
    void a_removal_that_is_not_agreed_says_what_each_says_since_when_and_what_is_missing() {
        Stage stage = Stage.of(plan("mg")).play("aU1 bU1 *gaU2 aD3 aD3.5 aD4 *gaU12");
        assertThat(stage.decision().members().getFirst().reasons())
                .extracting(Reason::text)
                .first()
                .isEqualTo("kept in the answer: DOWN as seen from here (3 of 3 probes refused in 1.0 s, last at"
                        + " 12:00:04.000Z), and not agreed: 1 of 2 vantages says DOWN and 1 UP, where more than half of"
                        + " the 2 that report must say the same: so UP stands, agreed at 12:00:01.010Z; m says DOWN"
                        + " since 12:00:04.010Z; g says UP since 12:00:02.000Z");
        stage.play("*gaD20");
        assertThat(stage.decision().members().getFirst().why())
                .isEqualTo("2 of 2 vantages say DOWN, quorum 1 of 2; m says DOWN since 12:00:04.010Z; g says DOWN"
                        + " since 12:00:20.000Z; here 3 of 3 probes refused in 1.0 s, last at 12:00:04.000Z");
        stage.play("aU30 aU32");
        assertThat(stage.reasons("a")).isEqualTo("CONDEMNED VANTAGES RECOVERING HELD_DOWN RETURNS_WHEN");
        assertThat(stage.decision().members().getFirst().reasons())
                .extracting(Reason::text)
                .contains("1 of 1 checks pass here, 1 needed")
                .last()
                .asString()
                .isEqualTo(
                        "returns when the vantages agree that it is UP, as ours says and the end of its hold-down, at"
                                + " the earliest at about 12:01:20.000Z");
    }

    @Test
    void a_quarrel_that_lasts_is_told_once_and_so_is_its_end() {
        Stage stage = Stage.of(plan("mg")).play("aU1 bU1 *gaU2 *gbU2 aD3 aD3.5 aD4 *gaU32 *gaU62 *gaU92");
        stage.play("t99");
        assertThat(stage.alerts()).isEmpty();
        stage.play("t99.1");
        assertThat(stage.alerts()).isEqualTo("quorum.lost+a");
        stage.play("*gaU102 *gaU112");
        assertThat(stage.alerts()).isEmpty();
        stage.play("*gaD122");
        assertThat(stage.alerts()).isEqualTo("address.removed+a quorum.lost-a");
    }

    /** A provider finds in minutes what we find in seconds: 35 s for its words, and 60 s for its checks. */
    @Test
    void a_removal_that_waits_for_a_slow_vantage_is_no_split() {
        Stage stage = Stage.of(plan("mg")).play("aU1 bU1 *gaU2 *gbU2 aD3 aD3.5 aD4 *gaU32 *gaU62 *gaD90");
        assertThat(stage.alerts()).isEqualTo("address.removed+a");
    }

    /** Who says nothing is not slow: there is nobody to wait for. */
    @Test
    void a_slow_vantage_that_says_nothing_is_waited_for_as_long_as_its_words_count_and_no_longer() {
        Stage stage = Stage.of(plan("mg")).play("aU1 bU1 *ga?2 aD3 aD3.5 aD4 *ga?30 t39");
        assertThat(stage.alerts()).isEmpty();
        stage.play("t39.1");
        assertThat(stage.alerts()).isEqualTo("quorum.lost+a");
    }

    @Test
    void a_restart_ends_no_quarrel_and_a_reload_that_leaves_us_alone_does_and_we_decide() {
        Stage before = Stage.of(plan("mg")).play("aU1 bU1 *gaU2 aD3 aD3.5 aD4 *gaU32 *gaU62 *gaU92 t100");
        Memory kept = before.stopped(Stage.NOON.plusSeconds(101));
        Stage after = Stage.restarted(kept, Stage.NOON.plusSeconds(102), plan("mg"));
        assertThat(after.alerts()).isEmpty();
        after.play("bU1 aD1 aD1.5 aD2 t20");
        assertThat(after.alerts()).isEmpty();
        after.reload("21", Plans.plan("a=1 b=2"));
        assertThat(after.alerts()).isEqualTo("address.removed+a quorum.lost-a");
        assertThat(state(after, "a")).isEqualTo("DOWN out");
    }

    @Test
    void after_a_restart_what_was_removed_stays_out_though_it_says_up_until_we_say_so_too() {
        Stage before = Stage.of(plan("mg")).play("bU1 aU1 aD3 aD3.5 aD4 *gaD5");
        Stage after =
                Stage.restarted(before.stopped(Stage.NOON.plusSeconds(100)), Stage.NOON.plusSeconds(101), plan("mg"));
        assertThat(state(after, "a")).isEqualTo("DOWN out");
        after.play("bU1 *gaU2 *gaU12");
        assertThat(state(after, "a")).isEqualTo("DOWN out");
        assertThat(state(after.play("aU13 aU15"), "a")).isEqualTo("UP in");
    }

    @Test
    void a_reload_that_adds_a_vantage_begins_with_what_is_and_one_that_takes_it_away_goes_on_with_ours() {
        Stage stage = Stage.of(Plans.plan("a=1 b=2")).play("aU1 bU1 aD3 aD3.5 aD4");
        assertThat(state(stage, "a")).isEqualTo("DOWN out");
        stage.reload("5", plan("mg"));
        assertThat(state(stage, "a")).isEqualTo("DOWN out");
        stage.play("*gaD30 *gaD60 aU70 aU72");
        assertThat(state(stage, "a")).isEqualTo("RECOVERING out");
        stage.reload("73", Plans.plan("a=1 b=2"));
        assertThat(state(stage, "a")).isEqualTo("UP in");
        assertThat(stage.endpoint("a").votes()).isNull();
        assertThat(stage.alerts()).isEqualTo("address.removed+a address.restored-a");
    }

    @Test
    void a_report_goes_by_the_address_and_not_by_a_name_that_a_reload_gave_to_another() {
        Stage stage = Stage.of(plan("mg")).play("aU1 aU3 aU5 bU1");
        stage.reload("6", plan("b=1 a=2", "mg"));
        stage.play("*gbD7 bD8 bD8.5 bD9");
        assertThat(stage.answer()).isEqualTo("a");
        assertThat(stage.service().endpoints().getFirst().plan().address()).isEqualTo(Plans.address(1));
    }

    @Test
    void a_new_endpoint_waits_for_the_first_that_sees_it_pass() {
        Stage stage = Stage.of(plan("a=1 b=2", "mpq")).play("aU1 bU1");
        stage.reload("2", plan("a=1 b=2 c=3", "mpq"));
        stage.play("cD3 cD3.5 cD4 *pcU4");
        assertThat(stage.answer()).isEqualTo("ab");
        stage.play("*qcU5");
        assertThat(stage.answer()).isEqualTo("abc");
        assertThat(stage.health("c")).isEqualTo(Health.SUSPECT);
    }

    @Test
    void while_all_are_down_the_first_that_all_agree_on_returns_at_once() {
        Stage stage = Stage.of(plan("mg")).play("aU1 bU1 aD3 bD3 aD3.5 bD3.5 aD4 bD4 *gaD5 *gbD5");
        assertThat(stage.decision().condition().allDown()).isTrue();
        stage.play("aU7 aU9");
        assertThat(stage.health("a")).isEqualTo(Health.RECOVERING);
        stage.play("*gaU10");
        assertThat(state(stage, "a") + ", " + state(stage, "b")).isEqualTo("UP in, DOWN out");
    }

    @Test
    void a_report_that_only_confirms_decides_nothing_and_keeps_the_deadline() {
        Stage stage = Stage.of(plan("mg")).play("aU1 bU1 *gaU2 *gbU2");
        ServiceState before = stage.service();
        stage.effects.clear();
        stage.play("*gaU12 *gbU12");
        assertThat(stage.effects).isEmpty();
        assertThat(stage.service().decision()).isSameAs(before.decision());
        assertThat(stage.service().due()).isEqualTo(before.due());
    }
}
