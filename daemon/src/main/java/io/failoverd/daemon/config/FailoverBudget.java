package io.failoverd.daemon.config;

import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.daemon.core.health.HealthPolicy;
import io.failoverd.probes.model.Cadence;
import io.failoverd.probes.model.Check;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What the failover of one service costs, by arithmetic alone: one of its endpoints dies, and takes an even share of the
 * requests with it until nobody uses its address any more. Without the tripwire, and without the jitter of the interval.
 *
 * @param refused from the death to the decision when connections are refused: I/2 + (F−1)·S on average, I + (F−1)·S at
 *     worst (I interval, S recheck, F fall)
 * @param hanging the same when connections hang: longer by the timeout
 * @param publication from the decision to the answer; local answers change in the same turn
 * @param ttlResidue how long resolvers go on with what they have: they count whole seconds, so a TTL of t lives up to t+1
 * @param window over which the loss is a share
 * @param lostRefused share of all requests in the window that are lost when connections are refused, 0 to 1
 * @param lostHanging the same when connections hang
 */
public record FailoverBudget(
        String service,
        String check,
        int endpoints,
        boolean canFailOver,
        Estimate refused,
        Estimate hanging,
        Duration publication,
        Estimate ttlResidue,
        Duration window,
        Share lostRefused,
        Share lostHanging) {
    /** The window of the drill that the alternatives are measured with. */
    public static final Duration DRILL = Duration.ofMinutes(5);

    public record Estimate(Duration mean, Duration worst) {
        Estimate plus(Duration duration) {
            return new Estimate(mean.plus(duration), worst.plus(duration));
        }

        Estimate plus(Estimate other) {
            return new Estimate(mean.plus(other.mean), worst.plus(other.worst));
        }
    }

    public record Share(double mean, double worst) {}

    public static FailoverBudget of(ServicePlan service, Check check) {
        return of(service, check, DRILL);
    }

    /** For an outage that lasts as long as {@code window}. */
    public static FailoverBudget of(ServicePlan service, Check check, Duration window) {
        Cadence cadence = check.cadence();
        HealthPolicy policy = policy(service, check);
        Duration run = run(policy, cadence.recheck());
        Estimate refused = new Estimate(
                cadence.interval().dividedBy(2).plus(run), cadence.interval().plus(run));
        Estimate hanging = refused.plus(cadence.timeout());
        Duration publication = Duration.ZERO;
        Duration longest = service.rules().ttl().steady().plusSeconds(1);
        Estimate residue = new Estimate(longest.dividedBy(2), longest);
        int endpoints = service.endpoints().size();
        boolean canFailOver = endpoints > service.rules().minAvailable();
        Estimate after = residue.plus(publication);
        return new FailoverBudget(
                service.name(),
                check.name(),
                endpoints,
                canFailOver,
                refused,
                hanging,
                publication,
                residue,
                window,
                lost(refused.plus(after), endpoints, canFailOver, window),
                lost(hanging.plus(after), endpoints, canFailOver, window));
    }

    /** From the first to the last start of the failures that condemn; a longer minSpan takes further probes. */
    private static Duration run(HealthPolicy policy, Duration recheck) {
        Duration minSpan = policy.minSpan();
        long rechecks = Math.ceilDiv(minSpan.toNanos(), recheck.toNanos());
        return recheck.multipliedBy(Math.max(policy.fall() - 1L, rechecks));
    }

    private static HealthPolicy policy(ServicePlan service, Check check) {
        return service.health()
                .checks()
                .get(service.health().indexOf(check.name()))
                .policy();
    }

    private static Share lost(Estimate outage, int endpoints, boolean canFailOver, Duration window) {
        return new Share(
                lost(canFailOver ? outage.mean() : window, endpoints, window),
                lost(canFailOver ? outage.worst() : window, endpoints, window));
    }

    private static double lost(Duration outage, int endpoints, Duration window) {
        return Math.min(1, (double) outage.toMillis() / window.toMillis()) / endpoints;
    }

    /** A few lines for a person. */
    public String render() {
        StringBuilder text = new StringBuilder();
        text.append(service)
                .append(": ")
                .append(endpoints == 1 ? "1 endpoint" : endpoints + " endpoints")
                .append(", check ")
                .append(check)
                .append('\n');
        row(text, "", "mean", "worst");
        row(text, "found when it refuses", seconds(refused.mean()), seconds(refused.worst()));
        row(text, "found when it hangs", seconds(hanging.mean()), seconds(hanging.worst()));
        row(text, "published", seconds(publication), seconds(publication));
        row(text, "forgotten by resolvers", seconds(ttlResidue.mean()), seconds(ttlResidue.worst()));
        String lost = "of requests lost in " + window.toSeconds() + " s";
        row(text, lost + ", refusing", percent(lostRefused.mean()), percent(lostRefused.worst()));
        row(text, lost + ", hanging", percent(lostHanging.mean()), percent(lostHanging.worst()));
        if (!canFailOver) {
            text.append("  no endpoint may leave the answer, so the loss lasts as long as the outage\n");
        }
        return text.toString();
    }

    /** For JSON: durations in seconds, shares from 0 to 1. */
    public Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("service", service);
        values.put("check", check);
        values.put("endpoints", endpoints);
        values.put("canFailOver", canFailOver);
        values.put("detectionRefusedSeconds", values(refused));
        values.put("detectionHangingSeconds", values(hanging));
        values.put("publicationSeconds", publication.toMillis() / 1000.0);
        values.put("ttlResidueSeconds", values(ttlResidue));
        values.put("windowSeconds", window.toSeconds());
        values.put("lostShareRefused", Map.of("mean", lostRefused.mean(), "worst", lostRefused.worst()));
        values.put("lostShareHanging", Map.of("mean", lostHanging.mean(), "worst", lostHanging.worst()));
        return values;
    }

    private static Map<String, Object> values(Estimate estimate) {
        return Map.of(
                "mean",
                estimate.mean().toMillis() / 1000.0,
                "worst",
                estimate.worst().toMillis() / 1000.0);
    }

    private static void row(StringBuilder text, String name, String mean, String worst) {
        text.append(String.format(Locale.ROOT, "  %-38s %8s %8s\n", name, mean, worst));
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }
}
