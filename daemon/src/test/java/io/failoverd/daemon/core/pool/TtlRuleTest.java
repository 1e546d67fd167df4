package io.failoverd.daemon.core.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.failoverd.daemon.core.health.ProbeScript;
import io.failoverd.probes.model.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TtlRuleTest {
    private static TtlRule rule(TtlPolicy policy, String line, Moment now) {
        return TtlRule.of(policy, Condition.NORMAL, Candidates.of(line), now, Candidates.WALL);
    }

    @ParameterizedTest(name = "{0} at {1} s: {2} s, due {3}")
    @CsvSource(
            nullValues = "never",
            value = {
                "a:up b:up,              5,  30, never",
                "a:up b:new,             5,  30, never",
                "a:up b:suspect,         5,   5, never",
                "a:up b:degraded,        5,  30, never",
                "a:up b:rec/offline,     5,  30, never",
                "a:up b:suspect/online,  5,  30, never",
                // held out from 12 s to 72 s
                "a:up b:down@10,        12,  30, 42.000000001",
                "a:up b:down@10,        42,  30, 42.000000001",
                "a:up b:down@10, 42.000000001, 15, 57.000000001",
                "a:up b:down@10,        57,  15, 57.000000001",
                "a:up b:down@10, 57.000000001, 7, 65.000000001",
                "a:up b:down@10,        65,   7, 65.000000001",
                "a:up b:down@10, 65.000000001, 5, 72",
                "a:up b:down@10, 71.999999999, 5, 72",
                "a:up b:down@10,        72,  30, never",
                // passing, and held: it cannot return before the hold-down ends
                "a:up b:rec@10,         14,  30, 42.000000001",
                "a:up b:rec@10,         72,   5, never",
                // the earlier of two ends counts; one about to change beats all
                "a:up b:down@10 c:down@50, 60, 7, 65.000000001",
                "a:up b:down@10 c:down@50, 72, 30, 82.000000001",
                "a:suspect b:down@10,      12, 5, never",
            })
    void the_ttl_follows_the_time_to_the_next_possible_change(String line, String now, long ttl, String due) {
        TtlRule rule = rule(Candidates.TTL, line, at(now));
        assertThat(rule.ttl()).isEqualTo(Duration.ofSeconds(ttl));
        assertThat(rule.due()).isEqualTo(due == null ? null : at(due));
    }

    private static Moment at(String seconds) {
        return ProbeScript.at(seconds);
    }

    @ParameterizedTest(name = "from {0} s down to {1} s")
    @CsvSource({
        "30,5,30 15 7 5 30",
        "60,5,60 30 15 7 5 60",
        "600,1,37 18 9 4 2 1 600",
        "5,5,5 5",
        "1,0,1 0 1",
        "3600,60,60 3600",
    })
    void halvings_end_where_the_hold_down_ends(long steady, long changing, String expected) {
        var policy = new TtlPolicy(Duration.ofSeconds(steady), Duration.ofSeconds(changing));
        var seen = new ArrayList<String>();
        Moment now = at("12");
        while (true) {
            TtlRule rule = rule(policy, "a:up b:down@10", now);
            seen.add(Long.toString(rule.ttl().toSeconds()));
            if (rule.due() == null) {
                break;
            }
            assertThat(rule.due()).as("a due time lies ahead").isGreaterThan(now);
            now = rule.due();
        }
        assertThat(seen).isEqualTo(List.of(expected.split(" ", -1)));
        assertThat(now).as("the end of the hold-down").isEqualTo(at("72"));
    }

    @Test
    void while_all_are_down_the_first_to_pass_returns_so_the_ttl_is_short() {
        TtlRule rule = TtlRule.of(
                Candidates.TTL,
                Condition.ALL_DOWN_FAIL_OPEN,
                Candidates.of("a:down@10 b:down@10"),
                at("12"),
                Candidates.WALL);
        assertThat(rule.ttl()).isEqualTo(Duration.ofSeconds(5));
        assertThat(rule.due()).isNull();
    }

    @Test
    void its_reason_does_not_count_down() {
        assertThat(rule(Candidates.TTL, "a:up b:down@10", at("12")).why())
                .isEqualTo("no change is possible before 12:01:12.000Z")
                .isEqualTo(rule(Candidates.TTL, "a:up b:down@10", at("40")).why());
    }

    @Test
    void a_policy_that_turns_round_is_refused() {
        assertThatThrownBy(() -> new TtlPolicy(Duration.ofSeconds(4), Duration.ofSeconds(5)))
                .hasMessageContaining("changing <= steady");
    }
}
