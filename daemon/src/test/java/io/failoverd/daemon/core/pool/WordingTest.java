package io.failoverd.daemon.core.pool;

import static io.failoverd.daemon.core.health.ProbeScript.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.daemon.core.health.CheckRule;
import io.failoverd.daemon.core.health.EndpointHealth;
import io.failoverd.daemon.core.health.EndpointPolicy;
import io.failoverd.daemon.core.health.ProbeScript;
import io.failoverd.probes.model.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {
    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = """
            U1 D2.12 D2.62 D3.12        | 3 of 3 probes refused in 1.0 s, last at 12:00:03.120Z
            U1 D2.12                    | 1 of 3 probes refused in 0 ms, last at 12:00:02.120Z
            U1 D2 D2.1 D2.2 D2.3        | 4 of 4 probes refused in 300 ms, last at 12:00:02.300Z
            U1 D2 D2.5 T3>6             | 3 of 3 probes failed (the last got no complete answer in time) in 1.0 s, last at 12:00:03.000Z
            U1 T3>6 T3.5>6.5 T4>7       | 3 of 3 probes got no complete answer in time in 1.0 s, last at 12:00:04.000Z
            U1                          | 0 failures counted
            """)
    void the_evidence(String line, String sentence) {
        EndpointHealth state =
                ProbeScript.run(Candidates.POLICY, EndpointHealth.unknown(Candidates.POLICY, Moment.ZERO, true), line);
        assertThat(Evidence.of(Candidates.POLICY, state, Candidates.WALL)).isEqualTo(sentence);
    }

    @ParameterizedTest(name = "{0} {2}")
    @CsvSource(delimiter = '|', textBlock = """
            a:up b:up                | 1 | POLICY_ALL   | policy all answers each of the 2
            a:up b:up                | 1 | HEALTHY      | UP since 12:00:00.010Z
            a:new b:up               | 1 | ASSUMED_HEALTHY | configured at the start and assumed healthy: 0 successes and 0 failures so far
            a:added b:up             | 1 | AWAITING_FIRST_SUCCESS | added while running, answers after its first success: 0 successes and 0 failures so far
            a:suspect b:up           | 1 | SUSPECT      | failing, not yet condemned: 1 of 3 probes refused in 0 ms, last at 12:00:01.000Z
            a:degraded b:up          | 1 | DEGRADED     | degraded: the latest 3 probes, last: 429 Too Many Requests
            a:down@80 b:up           | 1 | HELD_DOWN    | held down for 60.0 s (removal 1 in a row) until 12:02:22.000Z
            a:down@80 b:up           | 1 | RETURNS_WHEN | returns after 2 successes in a row (0 so far) and the end of its hold-down, at the earliest at about 12:02:22.000Z
            a:rec@80 b:up            | 1 | RECOVERING   | 1 of 2 successes in a row since 12:01:23.000Z
            a:rec@10 b:up            | 1 | RETURNS_WHEN | returns after 2 successes in a row (1 so far), at the earliest at about 12:00:15.000Z
            a:down@80 b:down@80      | 1 | RETURNS_WHEN | returns after 2 successes in a row (0 so far), its hold-down waived if it is the first while none is healthy, at the earliest at about 12:01:26.000Z
            a:down@80 b:down@80      | 1 | ALL_DOWN_FAIL_OPEN | 0 of 2 endpoints healthy: fail-open answers the last healthy set, 2 of 2
            a:down@80 b:up           | 2 | MIN_AVAILABLE | kept in the answer: without it 1 would answer, and minAvailable is 2
            a:up/offline b:up        | 1 | OVERRIDE_OFFLINE | set offline by ops at 12:00:00.000Z, without expiry: ticket 7
            a:down@9/online b:up     | 1 | OVERRIDE_ONLINE | set online by ops at 12:00:00.000Z, without expiry: ticket 7
            """)
    void the_sentences(String line, int minAvailable, ReasonCode code, String sentence) {
        Verdict verdict = PoolDecider.decide(
                Candidates.rules(minAvailable, new AllDown.FailOpen()),
                Candidates.of(line),
                Candidates.at(at("100"), Set.of()));
        assertThat(verdict.members().getFirst().reasons())
                .filteredOn(reason -> reason.code() == code)
                .singleElement()
                .extracting(Reason::text)
                .isEqualTo(sentence);
    }

    /** The story: explain promised a return for long before the next probe of an endpoint that is seldom asked. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a:down@80 b:up | returns after 2 successes in a row (0 so far) and the end of its hold-down, at the earliest at about 12:02:54.000Z
            a:rec@80 b:up  | returns after 2 successes in a row (1 so far) and the end of its hold-down, at the earliest at about 12:02:22.000Z
            """)
    void an_endpoint_that_is_asked_seldom_while_it_is_down_returns_later(String line, String sentence) {
        CheckRule usual = Candidates.POLICY.checks().getFirst();
        var seldom = new CheckRule(usual.check(), usual.interval(), Duration.ofSeconds(90), usual.policy(), false);
        PoolRules rules =
                Candidates.rules(1, new AllDown.FailOpen(), EndpointPolicy.of(seldom, Candidates.POLICY.holdDown()));
        Verdict verdict = PoolDecider.decide(rules, Candidates.of(line), Candidates.at(at("100"), Set.of()));
        assertThat(verdict.members().getFirst().reasons())
                .filteredOn(reason -> reason.code() == ReasonCode.RETURNS_WHEN)
                .extracting(Reason::text)
                .containsExactly(sentence);
    }

    @ParameterizedTest(name = "{0} ms: {1}")
    @CsvSource({
        "0, 0 ms",
        "999, 999 ms",
        "1000, 1.0 s",
        "60000, 60.0 s",
        "119999, 120.0 s",
        "120000, 2 min",
        "900000, 15 min"
    })
    void lengths(long millis, String text) {
        assertThat(Wording.seconds(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @Test
    void the_time_of_day_is_utc_and_follows_the_anchor() {
        var anchor = new WallAnchor(at("50"), Instant.parse("2026-03-29T01:00:00Z"));
        assertThat(anchor.clock(at("47.5"))).isEqualTo("00:59:57.500Z");
        assertThat(anchor.at(Instant.parse("2026-03-29T01:00:10Z"))).isEqualTo(at("60"));
    }
}
