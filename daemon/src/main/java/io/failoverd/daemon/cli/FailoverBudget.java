package io.failoverd.daemon.cli;

import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.probes.model.Cadence;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * What a death of one endpoint costs a service: until the daemon knows, until the last cache knows, and the share of
 * requests lost meanwhile. Pure; the formulas are those of the design for probes whose answers are lost to nothing but
 * the death itself.
 *
 * @param endpoints over how many the requests are spread
 * @param refusing from a death that refuses connections to the decision: mean and worst
 * @param hanging from a death that answers nothing: mean and worst
 * @param caches how long a cache may keep the answer from before: caches count whole seconds, so a TTL of t can live
 *     for t + 1
 */
record FailoverBudget(String service, int endpoints, Span refusing, Span hanging, Duration caches) {
    record Span(Duration mean, Duration worst) {
        private static Span of(Duration interval, Duration rest) {
            return new Span(interval.dividedBy(2).plus(rest), interval.plus(rest));
        }
    }

    static FailoverBudget of(ServicePlan service, Cadence cadence) {
        Duration evidence = cadence.recheck().multipliedBy(service.health().fall() - 1L);
        long forSpan = Math.ceilDiv(
                service.health().minSpan().toNanos(), cadence.recheck().toNanos());
        Duration spanned = cadence.recheck().multipliedBy(forSpan);
        Duration series = evidence.compareTo(spanned) >= 0 ? evidence : spanned;
        return new FailoverBudget(
                service.name(),
                service.endpoints().size(),
                Span.of(cadence.interval(), series),
                Span.of(cadence.interval(), series.plus(cadence.timeout())),
                service.ttl().steady().plusSeconds(1));
    }

    /** Whether there is anywhere to go. */
    boolean canMove() {
        return endpoints > 1;
    }

    /** Until the last client has left the dead endpoint. */
    Duration everybodyMoved() {
        return hanging.worst().plus(caches);
    }

    /**
     * The share of all requests in an outage of that length that meet the dead endpoint: all of its share until it is
     * detected, then less and less while the caches, which were filled at any time, let go of it.
     */
    double lost(Duration outage, Duration detection) {
        double share = 1.0 / endpoints;
        double window = seconds(outage);
        if (!canMove()) {
            return 1;
        }
        double before = Math.min(window, seconds(detection));
        double after = Math.min(window - before, seconds(caches));
        double draining = after - after * after / (2 * seconds(caches));
        return share * (before + draining) / window;
    }

    JsonObject json(Duration outage) {
        return new JsonObject()
                .put("service", service)
                .put("endpoints", endpoints)
                .put("detectRefusingMeanMs", refusing.mean().toMillis())
                .put("detectRefusingWorstMs", refusing.worst().toMillis())
                .put("detectHangingMeanMs", hanging.mean().toMillis())
                .put("detectHangingWorstMs", hanging.worst().toMillis())
                .put("publishMs", 0)
                .put("cachesMs", caches.toMillis())
                .put("everybodyMovedMs", everybodyMoved().toMillis())
                .put("outageMs", outage.toMillis())
                .put("lostShareRefusing", lost(outage, refusing.mean()))
                .put("lostShareHanging", lost(outage, hanging.mean()));
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
