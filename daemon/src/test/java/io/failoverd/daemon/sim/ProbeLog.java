package io.failoverd.daemon.sim;

import io.failoverd.daemon.core.health.HealthPolicy;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Probed;
import java.net.InetAddress;
import java.time.Duration;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Every result that one run delivered of one check of one endpoint, and what follows from them by the letter of the
 * design: an oracle that shares nothing with the health machine.
 */
final class ProbeLog {
    /** A success that began this many results ago decides nothing. */
    private static final int MOST_PASSES = 2000;

    private final InetAddress address;
    private final Moment joined;
    private final long joinedNanos;
    private @Nullable Moment latestSuccess;
    private @Nullable Moment latestFailure;
    /** Starts of the failures later than the latest success. */
    private final NavigableSet<Moment> run = new TreeSet<>();
    /** The last results by their start, true for a failure. */
    private final NavigableMap<Moment, Boolean> window = new TreeMap<>();
    /** Starts of the successes later than the latest failure that counted when it came. */
    private final NavigableSet<Moment> passes = new TreeSet<>();

    private @Nullable Moment condemnedOn;
    private boolean partial;

    ProbeLog(InetAddress address, Moment joined, long joinedNanos) {
        this.address = address;
        this.joined = joined;
        this.joinedNanos = joinedNanos;
    }

    InetAddress address() {
        return address;
    }

    long joinedNanos() {
        return joinedNanos;
    }

    /**
     * A probe that started before the endpoint came to its address asked another one.
     *
     * @return whether it is a failure that counts
     */
    boolean add(Probed probed) {
        Moment start = probed.startedAt();
        if (start.isBefore(joined)) {
            return false;
        }
        return switch (probed.result()) {
            case ProbeResult.Inconclusive _ -> false;
            case ProbeResult.Up _, ProbeResult.Degraded _ -> {
                latestSuccess = latestSuccess == null ? start : Moment.later(latestSuccess, start);
                run.headSet(latestSuccess, true).clear();
                partial = false;
                if (latestFailure == null || start.isAfter(latestFailure)) {
                    passes.add(start);
                }
                remember(start, false);
                yield false;
            }
            case ProbeResult.Down _ -> {
                boolean newer = latestSuccess == null || start.isAfter(latestSuccess);
                if (newer) {
                    run.add(start);
                    latestFailure = latestFailure == null ? start : Moment.later(latestFailure, start);
                    passes.headSet(latestFailure, true).clear();
                }
                remember(start, true);
                yield newer;
            }
        };
    }

    private void remember(Moment start, boolean failure) {
        window.putIfAbsent(start, failure);
        while (window.size() > HealthPolicy.MAX_WINDOW) {
            window.pollFirstEntry();
        }
        while (passes.size() > MOST_PASSES) {
            passes.pollFirst();
        }
    }

    /** The failures that count now, each probe once. */
    NavigableSet<Moment> failures(HealthPolicy policy) {
        if (policy.of() == policy.fall()) {
            return run;
        }
        var failures = new TreeSet<Moment>();
        int seen = 0;
        for (var entry : window.descendingMap().entrySet()) {
            if (++seen > policy.of()) {
                break;
            }
            if (entry.getValue()) {
                failures.add(entry.getKey());
            }
        }
        return failures;
    }

    /** Whether every failure that counts here counts for the core, too. */
    boolean whole(HealthPolicy policy) {
        return !partial && policy.of() == policy.fall() && run.size() <= policy.fall() + 2; // older ones are let go
    }

    /** At least {@code fall} failures among those that count, which span {@code minSpan}. */
    boolean condemns(HealthPolicy policy) {
        NavigableSet<Moment> failures = failures(policy);
        return failures.size() >= policy.fall() && span(failures).compareTo(policy.minSpan()) >= 0;
    }

    /** Whether there were {@code rise} successes that started after the latest failure that counted when it came. */
    boolean absolves(HealthPolicy policy) {
        return passes.size() >= policy.rise();
    }

    /** It is condemned now; what it is condemned on is noted. */
    void condemned(HealthPolicy policy) {
        condemnedOn = failures(policy).isEmpty() ? null : failures(policy).first();
    }

    /** The start of the first of the failures that condemned it; null where they are from before this run. */
    @Nullable
    Moment condemnedOn() {
        return condemnedOn;
    }

    /** It is trusted again, and what was counted is forgiven. */
    void absolved() {
        condemnedOn = null;
        window.clear();
    }

    /** Other thresholds: of the window, what is later than the latest success counts on. */
    void recounted() {
        if (latestSuccess != null) {
            window.headMap(latestSuccess, false).values().removeIf(failure -> !failure);
        }
    }

    /** Failures of probes that started at {@code since} or later were our own. */
    void exonerated(Moment since, boolean stands) {
        run.tailSet(since, true).clear();
        window.tailMap(since, true).values().removeIf(failure -> failure);
        partial |= condemnedOn != null; // of what failed after the verdict, the core has counted nothing
        condemnedOn = stands ? null : condemnedOn;
    }

    private static Duration span(NavigableSet<Moment> starts) {
        return starts.isEmpty() ? Duration.ZERO : starts.last().since(starts.first());
    }
}
