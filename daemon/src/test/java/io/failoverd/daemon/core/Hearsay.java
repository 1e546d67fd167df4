package io.failoverd.daemon.core;

import static io.failoverd.daemon.core.health.ProbeScript.at;

import io.failoverd.daemon.core.consensus.Opinion;
import io.failoverd.daemon.core.consensus.Report;
import io.failoverd.daemon.core.consensus.Sentinel;
import java.net.InetAddress;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What other vantages say, in a word: {@code *gaD5} is vantage g saying of endpoint a that it is DOWN, at 5 s. Opinions
 * are U, D and ?. A {@code +} after it says that its sentinel is good, {@code !} that it is lost, else it has none;
 * {@code *gaD5<3} was made at 3 s. It says so since it first did.
 */
final class Hearsay {
    private static final Pattern TOKEN = Pattern.compile(
            "\\*(?<who>[a-z])(?<endpoint>[a-z])(?<what>[UD?])(?<sentinel>[+!])?(?<at>[0-9.]+)(?:<(?<made>[0-9.]+))?");

    private final Map<String, Report> last = new HashMap<>();
    private long number;

    String when(String token) {
        return parts(token).group("at");
    }

    Event.VoteHeard event(String token, ServicePlan plan) {
        Matcher parts = parts(token);
        String made = parts.group("made") == null ? parts.group("at") : parts.group("made");
        Instant wall = Stage.NOON.plusNanos(at(made).nanos());
        Opinion opinion = switch (parts.group("what")) {
            case "U" -> Opinion.UP;
            case "D" -> Opinion.DOWN;
            default -> Opinion.UNKNOWN;
        };
        String mark = parts.group("sentinel") == null ? "" : parts.group("sentinel");
        Report before = last.get(parts.group("who") + parts.group("endpoint"));
        var report = new Report(
                parts.group("who"),
                new Report.Order(1, ++number),
                opinion,
                before != null && before.opinion() == opinion ? before.since() : wall,
                mark.equals("!") ? wall.minusSeconds(100) : wall,
                mark.equals("+") ? Sentinel.GOOD : mark.equals("!") ? Sentinel.LOST : Sentinel.NONE,
                mark.equals("!") ? wall.minusSeconds(1) : wall.minusSeconds(100),
                wall);
        last.put(parts.group("who") + parts.group("endpoint"), report);
        InetAddress address = plan.endpoints().stream()
                .filter(endpoint -> endpoint.name().equals(parts.group("endpoint")))
                .map(EndpointPlan::address)
                .findFirst()
                .orElseGet(() -> InetAddress.ofLiteral("192.0.2.99"));
        return new Event.VoteHeard(plan.name(), address, report);
    }

    private static Matcher parts(String token) {
        Matcher matcher = TOKEN.matcher(token);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(token);
        }
        return matcher;
    }
}
