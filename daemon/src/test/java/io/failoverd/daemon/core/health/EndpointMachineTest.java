package io.failoverd.daemon.core.health;

import static io.failoverd.daemon.core.health.ProbeScript.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.TargetId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From several results among the last, and from several checks, to one health. */
class EndpointMachineTest {
    private static final HoldDown NONE = new HoldDown(Duration.ZERO, Duration.ZERO, Duration.ofHours(1));

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "three of the last five condemn,           U0 D1 U1.5 D2 D3,              DOWN",
        "two of the last five do not,              U0 D1 U2 U3 U4 U5 D6 D7,       SUSPECT",
        "the oldest leaves the window,             U0 D1 U2 D3 U4 U5 U6 D7,       SUSPECT",
        "a window of passes is UP,                 D1 U2 U3 U4 U5 U6,             UP",
        "a pass between forgives none,             D1 D2 U3,                      SUSPECT",
        "one that is older than all is no news,    U1 U2 U3 U4 U5 D0.5>6,         UP",
        "one that comes late takes its place,      U1 D2 U4 D5 D3>6,              DOWN",
        "a probe told twice is one,                D1 D1>3 D2,                    SUSPECT",
        "a pass told twice is one,                 D1 D2 U3 U3>4 U3>5 D6,         DOWN",
        "they must span minSpan,                   D1 D1.2 D1.4,                  SUSPECT",
        "and once they do they condemn,            D1 D1.2 D1.4 D2,               DOWN",
        "our own faults take no place,             D1 I2 I3 I4 I5 D6 D7,          DOWN",
        "it takes rise in a row to return,         D1 D2 D3 U4,                   RECOVERING",
        "a failure starts that count anew,         D1 D2 D3 U4 D5 U6,             RECOVERING",
        "the window begins anew with the return,   D1 D2 D3 U4 U5 D6 D7,          SUSPECT",
    })
    void a_window_of_results(String what, String line, Health health) {
        var policy = policy(1, "page=3/5");
        assertThat(ProbeScript.run(policy, EndpointHealth.unknown(policy, Moment.ZERO, true), line)
                        .health())
                .isEqualTo(health);
    }

    /** Checks by their first letter: page and tcp need two failures and two passes, deep one of each; obs only observes. */
    @ParameterizedTest(name = "{0} of page, tcp, deep: {1}")
    @CsvSource({
        "3, pU1 tU1 dU1,                                UP",
        "3, pU1 tU1,                                    UNKNOWN",
        "3, pU1 tU1 dU1 pD2,                            SUSPECT",
        "3, pU1 tU1 dU1 dD2,                            DOWN",
        "3, pU1 tU1 dU1 pD2 pD3,                        DOWN",
        "3, pU1 tU1 dU1 dD2 dU3,                        UP",
        "3, pU1 tU1 dU1 pD2 pD3 pU4,                    RECOVERING",
        "3, pU1 tU1 dU1 pD2 pD3 pU4 pU5,                UP",
        "3, pU1 tU1 dU1 pD2 pD3 tD3 tD4 pU5 pU6,        DOWN",
        "3, pU1 tU1 dU1 pD2 pD3 tD3 tD4 pU5 pU6 tU7,    RECOVERING",
        "3, pU1 tU1 dU1 pD2 pD3 tD3 tD4 pU5 pU6 tU7 tU8, UP",
        "2, pU1 tU1 dU1 pD2 pD3,                        UP",
        "2, pU1 tU1 dU1 pD2 pD3 tD4,                    SUSPECT",
        "2, pU1 tU1 dU1 pD2 pD3 dD4,                    DOWN",
        "2, pU1 tU1 dU1 pD2 pD3 dD4 dU5,                UP",
        "1, pU1 tU1 dU1 pD2 pD3 dD4,                    UP",
        "1, pU1 tU1 dU1 pD2 pD3 dD4 tD5,                SUSPECT",
        "1, pU1 tU1 dU1 pD2 pD3 dD4 tD5 tD6,            DOWN",
        "1, pU1 tU1 dU1 pD2 pD3 dD4 tD5 tD6 dU7,        UP",
        "1, pU1 dD2,                                    UP",
        "3, pU1 tU1 dU1 oD2 oD3 oD4 oD5,                UP",
        "3, oU1 oD2 oD3,                                UNKNOWN",
    })
    void several_checks(int needed, String line, Health health) {
        var policy = policy(needed, "page=2/2 tcp=2/2 deep=1/1 obs=2/2");
        EndpointHealth state = run(policy, line);
        assertThat(state.health()).isEqualTo(health);
        assertThat(state.healthy()).isEqualTo(!health.condemned());
    }

    @ParameterizedTest
    @CsvSource({"oD2, false", "oD2 oD3, true", "oD2 oD3 oU4, true", "oD2 oD3 oU4 oU5, false"})
    void a_check_that_only_observes_degrades_and_takes_nothing_out(String line, boolean degraded) {
        var policy = policy(1, "page=2/2 tcp=2/2 deep=1/1 obs=2/2");
        EndpointHealth state = run(policy, "pU1 tU1 dU1 " + line);
        assertThat(state.degraded()).isEqualTo(degraded);
        assertThat(state.health()).isEqualTo(Health.UP);
    }

    @ParameterizedTest
    @CsvSource({
        "dD2 dU3,             t61.01, UP",
        "dD2 dU3 dD4,         t61, DOWN",
        "dD2 dU3 dD4 dU60,    t61.01, UP",
        "dD2 dU3,             t61.9, UP",
        "dD2 dU3,             t61, RECOVERING",
    })
    void a_check_that_has_risen_waits_for_the_end_of_the_hold_down(String line, String until, Health health) {
        var hold = new HoldDown(Duration.ofSeconds(59), Duration.ofMinutes(1), Duration.ofHours(1));
        var policy = new EndpointPolicy(checks("page=2/2 tcp=2/2 deep=1/1 obs=2/2"), 3, hold, false);
        EndpointHealth state = EndpointHealth.unknown(policy, Moment.ZERO, true);
        for (String token : ("pU1 tU1 dU1 " + line).split(" ", -1)) {
            EndpointHealth next = apply(policy, state, token);
            boolean removed = !state.health().condemned() && next.health().condemned();
            state = removed ? EndpointMachine.held(policy, next, next.since()) : next;
        }
        assertThat(EndpointMachine.onTime(policy, state, at(until.substring(1))).health())
                .isEqualTo(health);
    }

    @ParameterizedTest
    @CsvSource({"3/5, 3/3, D3 U4 D5, 1", "3/5, 3/3, D1 U2 D3 U4, 0", "3/3, 3/5, D1 D2, 2"})
    void without_a_window_a_success_forgives_the_failures_before_it_also_at_a_reload(
            String before, String after, String line, int failures) {
        var old = policy(1, "page=" + before);
        EndpointHealth state = ProbeScript.run(old, EndpointHealth.unknown(old, Moment.ZERO, true), line);
        EndpointHealth next = EndpointMachine.under(policy(1, "page=" + after), old, state, at("9"));
        assertThat(next.checks().getFirst().failureCount()).isEqualTo(failures);
        assertThat(next.health()).isEqualTo(failures > 0 ? Health.SUSPECT : Health.UP);
    }

    /**
     * The story: an endpoint with "any" of two checks had passed one of them alone. When that one was condemned it left at
     * once, before the other check had its verdict, and past every guard, since nothing had condemned it.
     */
    @Test
    void what_answers_leaves_by_a_verdict_alone_also_where_a_check_has_never_passed() {
        var policy = policy(1, "page=2/2 tcp=2/2");
        EndpointHealth state = EndpointHealth.unknown(policy, Moment.ZERO, false);
        for (String token : "tU1 tU2 tD3 pD3 tD4".split(" ", -1)) {
            state = apply(policy, state, token);
        }
        assertThat(state.health()).isEqualTo(Health.SUSPECT);
        assertThat(state.healthy()).as("it answers").isTrue();
        state = apply(policy, state, "pD5");
        assertThat(state.health()).isEqualTo(Health.DOWN);
        assertThat(state.healthy()).isFalse();
    }

    /** The story: a reload brought a window, and failures older than the latest success came late and filled its place. */
    @Test
    void a_window_that_a_reload_brings_begins_with_the_latest_success() {
        var old = policy(1, "page=3/3");
        var next = policy(1, "page=3/5");
        EndpointHealth state = ProbeScript.run(old, EndpointHealth.unknown(old, Moment.ZERO, true), "U4");
        state = ProbeScript.run(next, EndpointMachine.under(next, old, state, at("9")), "D1>10 D2>10 U5 U5.5 D6>11");
        assertThat(state.health()).isEqualTo(Health.SUSPECT);
        assertThat(state.checks().getFirst().failureCount()).isEqualTo(2);
    }

    private static EndpointPolicy policy(int needed, String checks) {
        return new EndpointPolicy(checks(checks), needed, NONE, false);
    }

    private static List<CheckRule> checks(String line) {
        var rules = new ArrayList<CheckRule>();
        for (String token : line.split(" ", -1)) {
            String[] parts = token.split("[=/]", -1);
            int fall = Integer.parseInt(parts[1]);
            var policy = new HealthPolicy(
                    fall,
                    Integer.parseInt(parts[2]),
                    Math.min(fall, 2),
                    fall > 2 ? Duration.ofMillis(900) : Duration.ZERO);
            rules.add(new CheckRule(parts[0], Duration.ofSeconds(2), policy, parts[0].equals("obs")));
        }
        return rules;
    }

    private static EndpointHealth run(EndpointPolicy policy, String line) {
        EndpointHealth state = EndpointHealth.unknown(policy, Moment.ZERO, true);
        for (String token : line.split(" ", -1)) {
            state = apply(policy, state, token);
        }
        return state;
    }

    private static EndpointHealth apply(EndpointPolicy policy, EndpointHealth state, String token) {
        int check = "ptdo".indexOf(token.charAt(0));
        Moment start = at(token.substring(2));
        Moment finish = start.plus(Duration.ofMillis(10));
        var target = new TargetId("s", "a", policy.checks().get(check).check());
        return EndpointMachine.on(
                policy, state, check, ProbeScript.probed(target, token.charAt(1), start, finish), finish);
    }
}
