package io.failoverd.daemon.core.health;

import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.PhaseTimings;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Probed;
import io.failoverd.probes.model.TargetId;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * Probes in one line, for tables of cases: {@code "D0 D0.5>3.5 U1 t60"} is a failure started at 0 s, another started at
 * 0.5 s whose result comes at 3.5 s, a success started at 1 s, and nothing but time until 60 s. Results count in the
 * order of the line. U up, G degraded, D refused, T timed out, I inconclusive, t time, w waive the hold-down.
 */
public final class ProbeScript {
    /** A result comes this long after the start, where the line does not say otherwise. */
    public static final long DEFAULT_MILLIS = 10;

    private static final TargetId TARGET = new TargetId("www.gslb.example.com", "a", "page");

    private ProbeScript() {}

    /** A policy of one check. */
    public static EndpointPolicy policy(int fall, int rise, Duration minSpan, HoldDown hold) {
        var rule = new CheckRule("page", Duration.ofSeconds(2), HealthPolicy.inARow(fall, rise, minSpan), false);
        return EndpointPolicy.of(rule, hold);
    }

    /** The endpoint that the line leads to; one that may answer is held from its verdict on, as if nothing kept it. */
    public static EndpointHealth run(EndpointPolicy policy, EndpointHealth from, String line) {
        EndpointHealth state = from;
        for (String token : line.trim().split("\\s+", -1)) {
            state = apply(policy, state, token);
        }
        return state;
    }

    private static EndpointHealth apply(EndpointPolicy policy, EndpointHealth state, String token) {
        char kind = token.charAt(0);
        String[] times = token.substring(1).split(">", -1);
        Moment start = at(times[0]);
        Moment finish = times.length > 1 ? at(times[1]) : new Moment(start.nanos() + DEFAULT_MILLIS * 1_000_000);
        EndpointHealth next = switch (kind) {
            case 't' -> EndpointMachine.onTime(policy, state, start);
            case 'w' -> EndpointMachine.waiveHold(policy, state, start);
            default -> EndpointMachine.on(policy, state, 0, probed(TARGET, kind, start, finish), finish);
        };
        boolean removed = !state.health().condemned() && next.health().condemned() && state.mayAnswer();
        return removed ? EndpointMachine.held(policy, next, finish) : next;
    }

    public static Probed probed(TargetId target, char kind, Moment start, Moment finish) {
        ProbeResult result = switch (kind) {
            case 'U' -> new ProbeResult.Up("200 OK");
            case 'G' -> new ProbeResult.Degraded(FailureReason.STATUS, "429 Too Many Requests");
            case 'D' -> new ProbeResult.Down(FailureReason.CONNECT_REFUSED, "connection refused");
            case 'T' -> new ProbeResult.Down(FailureReason.TOTAL_TIMEOUT, "no answer in 3 s");
            case 'I' -> new ProbeResult.Inconclusive(FailureReason.LOCAL_DESCRIPTORS, "no descriptor left");
            default -> throw new IllegalArgumentException("no such result: " + kind);
        };
        return new Probed(target, start, finish, PhaseTimings.ofTotal(finish.since(start)), result);
    }

    /** Seconds, as a moment. */
    public static Moment at(String seconds) {
        return new Moment(new BigDecimal(seconds).movePointRight(9).longValueExact());
    }
}
