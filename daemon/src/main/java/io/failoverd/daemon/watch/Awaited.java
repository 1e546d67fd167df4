package io.failoverd.daemon.watch;

import io.failoverd.probes.model.Moment;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What has to be seen of a name after a decision.
 *
 * @param since when it was decided
 * @param gone addresses that were removed
 * @param come addresses that were added
 * @param whole whether every response holds all addresses
 * @param needed clean answers in a row that settle a resolver
 * @param cachedUntil until when an honest cache may answer what was before
 */
public record Awaited(
        String service,
        long generation,
        Moment since,
        Set<InetAddress> gone,
        Set<InetAddress> come,
        boolean whole,
        int needed,
        Moment cachedUntil) {
    public Awaited {
        gone = Set.copyOf(gone);
        come = Set.copyOf(come);
    }

    boolean removal() {
        return !gone.isEmpty();
    }

    /** {@code "203.0.113.20"}, of those that matter most. */
    String subject() {
        return text(removal() ? gone : come);
    }

    /** How long after the decision. */
    String after(Moment now) {
        return seconds(now.since(since)) + " after its " + (removal() ? "removal" : "return");
    }

    static String text(Set<InetAddress> addresses) {
        var text = new TreeSet<String>();
        addresses.forEach(address -> text.add(address.getHostAddress()));
        return String.join(", ", List.copyOf(text));
    }

    static String seconds(Duration duration) {
        long tenths = Math.max(0, duration.toMillis() / 100);
        return tenths < 100 ? tenths / 10 + "." + tenths % 10 + " s" : tenths / 10 + " s";
    }
}
