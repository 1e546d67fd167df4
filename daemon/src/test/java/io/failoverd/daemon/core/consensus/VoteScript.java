package io.failoverd.daemon.core.consensus;

import io.failoverd.probes.model.Moment;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Votes in one line, for tables of cases. {@code b=D@5} is a report of vantage b that says DOWN, made and received at
 * 5 s; {@code b=D@5<3} was made at 3 s by b's clock. Opinions are U, D and ?. Its last probe started as it reported. A
 * {@code !} says that its sentinel is lost since 1 s before the report, and 100 s after a probe bore its opinion out;
 * {@code !^} that it is lost as long, but a probe has since; {@code +} that the sentinel is good since 1 s before the
 * report, and no probe has borne it out since; {@code 0} that it has none.
 * {@code #7} gives the report the number 7, else the later one received is the newer one; {@code t9} is nothing but time.
 * The vantages are a, b, c … and a is ourselves.
 */
final class VoteScript {
    private static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");
    private static final Pattern TOKEN = Pattern.compile(
            "(?:(?<who>[a-z])=(?<what>[UD?])(?<sentinel>!\\^?|0|\\+)?@|t)(?<at>[0-9.]+)(?:<(?<made>-?[0-9.]+))?(?:#(?<number>\\d+))?");

    private final ConsensusPolicy policy;
    private ConsensusState state = ConsensusState.unknown(Moment.ZERO);
    private Moment now = Moment.ZERO;
    private long numbers = 1000;

    VoteScript(int vantages) {
        policy = ConsensusPolicy.of(List.of("a", "b", "c", "d", "e").subList(0, vantages), "a");
    }

    ConsensusState state() {
        return state;
    }

    ConsensusPolicy policy() {
        return policy;
    }

    Moment now() {
        return now;
    }

    Agreement agreement() {
        return ConsensusMachine.agreement(policy, state, now);
    }

    VoteScript run(String line) {
        for (String token : line.trim().split("\\s+", -1)) {
            Matcher matcher = TOKEN.matcher(token);
            if (!matcher.matches()) {
                throw new IllegalArgumentException(token);
            }
            now = new Moment(nanos(matcher.group("at")));
            state = matcher.group("who") == null
                    ? ConsensusMachine.onTime(policy, state, now)
                    : ConsensusMachine.on(policy, state, report(matcher), now, wall(now.nanos()));
        }
        return this;
    }

    private Report report(Matcher token) {
        String made = token.group("made") == null ? token.group("at") : token.group("made");
        Instant said = wall(nanos(made));
        String sentinel = token.group("sentinel") == null ? "" : token.group("sentinel");
        String number = token.group("number");
        return new Report(
                token.group("who"),
                new Report.Order(1, number == null ? numbers++ : Long.parseLong(number)),
                switch (token.group("what")) {
                    case "U" -> Opinion.UP;
                    case "D" -> Opinion.DOWN;
                    default -> Opinion.UNKNOWN;
                },
                said.minusSeconds(100),
                sentinel.equals("!") || sentinel.equals("+") ? said.minusSeconds(100) : said,
                sentinel.startsWith("!") ? Sentinel.LOST : sentinel.equals("0") ? Sentinel.NONE : Sentinel.GOOD,
                said.minusSeconds(1),
                said);
    }

    private static Instant wall(long nanos) {
        return NOON.plusNanos(nanos);
    }

    private static long nanos(String seconds) {
        return new BigDecimal(seconds).movePointRight(9).longValueExact();
    }
}
