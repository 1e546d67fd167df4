package io.failoverd.daemon.sim;

import io.failoverd.daemon.core.health.HealthPolicy;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Probed;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Every result that one run delivered of one endpoint, and what follows from them by the letter of the design, computed
 * anew from all of them each time: an oracle that shares nothing with the health machine.
 */
final class ProbeLog {
    private final InetAddress address;
    private final Moment joined;
    private final long joinedNanos;
    private final List<Probed> results = new ArrayList<>();

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

    /** A probe that started before the endpoint came to its address asked another one. */
    void add(Probed probed) {
        if (!probed.startedAt().isBefore(joined)) {
            results.add(probed);
        }
    }

    /** Failures that started after the latest success, by start, each probe once. */
    NavigableSet<Moment> failures() {
        Moment latest = latestSuccess();
        var failures = new TreeSet<Moment>();
        for (Probed probed : results) {
            boolean after = latest == null || probed.startedAt().isAfter(latest);
            if (probed.result() instanceof ProbeResult.Down && after) {
                failures.add(probed.startedAt());
            }
        }
        return failures;
    }

    /** At least {@code fall} failures that span {@code minSpan}, with no success that started after the first of them. */
    boolean condemns(HealthPolicy policy) {
        NavigableSet<Moment> failures = failures();
        return failures.size() >= policy.fall() && span(failures).compareTo(policy.minSpan()) >= 0;
    }

    /**
     * Whether there were {@code rise} successes that started after the latest failure that counted when it came; with
     * the latest result, or before it, for what was due before it came.
     */
    boolean absolves(HealthPolicy policy) {
        int count = results.size();
        return absolves(policy, results) || (count > 0 && absolves(policy, results.subList(0, count - 1)));
    }

    private static boolean absolves(HealthPolicy policy, List<Probed> results) {
        Moment latestSuccess = null;
        Moment latestFailure = null;
        for (Probed probed : results) {
            Moment start = probed.startedAt();
            if (passed(probed)) {
                latestSuccess = latestSuccess == null ? start : Moment.later(latestSuccess, start);
            } else if (probed.result() instanceof ProbeResult.Down
                    && (latestSuccess == null || !start.isBefore(latestSuccess))) {
                latestFailure = latestFailure == null ? start : Moment.later(latestFailure, start);
            }
        }
        var after = new TreeSet<Moment>();
        for (Probed probed : results) {
            if (passed(probed) && (latestFailure == null || probed.startedAt().isAfter(latestFailure))) {
                after.add(probed.startedAt());
            }
        }
        return after.size() >= policy.rise();
    }

    private Moment latestSuccess() {
        Moment latest = null;
        for (Probed probed : results) {
            if (passed(probed)) {
                latest = latest == null ? probed.startedAt() : Moment.later(latest, probed.startedAt());
            }
        }
        return latest;
    }

    private static boolean passed(Probed probed) {
        return switch (probed.result()) {
            case ProbeResult.Up _, ProbeResult.Degraded _ -> true;
            case ProbeResult.Down _, ProbeResult.Inconclusive _ -> false;
        };
    }

    private static Duration span(NavigableSet<Moment> starts) {
        return starts.isEmpty() ? Duration.ZERO : starts.last().since(starts.first());
    }
}
