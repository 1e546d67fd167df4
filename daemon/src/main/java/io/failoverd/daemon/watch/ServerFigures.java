package io.failoverd.daemon.watch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * How fast a server has followed decisions in this run.
 *
 * @param latest how long each of the latest took, the oldest first
 * @param settled all that settled
 * @param stale watches in which it was given up with a stale answer
 * @param silent watches in which it was given up without an answer
 */
public record ServerFigures(String server, List<Duration> latest, long settled, long stale, long silent) {
    /** Enough for a 99th percentile that is more than one outlier, and a bound. */
    private static final int KEPT = 512;

    public ServerFigures {
        latest = List.copyOf(latest);
    }

    public static ServerFigures none(String server) {
        return new ServerFigures(server, List.of(), 0, 0, 0);
    }

    public ServerFigures settled(Duration after) {
        var next = new ArrayList<>(latest.subList(Math.max(0, latest.size() - KEPT + 1), latest.size()));
        next.add(after);
        return new ServerFigures(server, next, settled + 1, stale, silent);
    }

    public ServerFigures givenUp(Told.Why why) {
        return new ServerFigures(
                server,
                latest,
                settled,
                stale + (why == Told.Why.STALE ? 1 : 0),
                silent + (why == Told.Why.SILENT ? 1 : 0));
    }

    /** The shortest time within which that many percent of the latest settled; empty for none. */
    public Optional<Duration> percentile(int percent) {
        if (latest.isEmpty()) {
            return Optional.empty();
        }
        var sorted = new ArrayList<>(latest);
        Collections.sort(sorted);
        return Optional.of(sorted.get(Math.max(0, Math.ceilDiv(sorted.size() * percent, 100) - 1)));
    }
}
