package io.failoverd.daemon.drill;

import io.failoverd.daemon.config.FailoverBudget;
import io.failoverd.daemon.config.FailoverBudget.Estimate;
import io.failoverd.probes.model.Cadence;
import java.time.Duration;
import java.util.List;

/**
 * What is expected of a drill before it runs, by the failover budget of its service.
 *
 * @param share the failing endpoint's part of all requests, 0 to 1
 * @param detection from the failure to the verdict
 * @param decision from the verdict to the removal
 * @param residue for how long caches still answer the address after that
 * @param requests in the whole drill
 * @param lost of these
 * @param notes what the numbers assume
 */
public record Prediction(
        String endpoint,
        double share,
        Manner manner,
        Estimate detection,
        Estimate decision,
        Estimate residue,
        long requests,
        Lost lost,
        List<String> notes) {
    /**
     * How far a number of requests may stray from its mean, in standard deviations: a client takes one of the addresses at
     * random. One drill in 370 would be out by chance alone.
     */
    private static final double SIGMAS = 3;

    public Prediction {
        notes = List.copyOf(notes);
    }

    /**
     * Numbers of lost requests.
     *
     * @param least when the failure comes right before a probe, and right before every cache asks anew
     * @param most when it comes right after
     */
    public record Lost(double least, double mean, double most) {}

    /**
     * The traffic of a drill.
     *
     * @param perSecond requests
     * @param length of the whole drill
     * @param failing for how long the failure lasts, within it
     * @param cached whether answers are kept for their TTL on the way
     */
    public record Traffic(double perSecond, Duration length, Duration failing, boolean cached) {
        double seconds() {
            return length.toNanos() / 1e9;
        }
    }

    /**
     * By arithmetic alone.
     *
     * @param budget of the endpoint that is to fail
     */
    public static Prediction of(FailoverBudget budget, Manner manner, Traffic traffic) {
        Estimate detection = switch (manner) {
            case REFUSING -> budget.refused();
            case HANGING -> budget.hanging();
        };
        Estimate residue = traffic.cached() ? budget.ttlResidue() : Estimate.ZERO;
        Estimate outage =
                detection.plus(budget.decision()).plus(budget.publication()).plus(residue);
        // The budget is without the jitter of the interval, which a single drill may meet.
        Duration interval = detection.worst().minus(detection.least());
        Duration worst = outage.worst().plusNanos((long) (interval.toNanos() * Cadence.JITTER));
        double perSecond = budget.share() * traffic.perSecond();
        double least = perSecond * lasting(budget, outage.least(), traffic.failing());
        double mean = perSecond * lasting(budget, outage.mean(), traffic.failing());
        double most = perSecond * lasting(budget, worst, traffic.failing());
        return new Prediction(
                budget.dying(),
                budget.share(),
                manner,
                detection,
                budget.decision(),
                residue,
                Math.round(traffic.perSecond() * traffic.seconds()),
                new Lost(
                        Math.max(0, least - SIGMAS * Math.sqrt(least * (1 - budget.share()))),
                        mean,
                        most + SIGMAS * Math.sqrt(most * (1 - budget.share()))),
                budget.notes());
    }

    private static double lasting(FailoverBudget budget, Duration outage, Duration failing) {
        Duration lasts = budget.canFailOver() && outage.compareTo(failing) < 0 ? outage : failing;
        return lasts.toNanos() / 1e9;
    }

    /** Whether a number of lost requests is one that was to be expected. */
    public boolean contains(long seen) {
        return seen >= Math.floor(lost.least()) && seen <= Math.ceil(lost.most());
    }

    /** A number of requests as a part of all, 0 to 1. */
    public double share(double lost) {
        return requests == 0 ? 0 : lost / requests;
    }

    /** How long after the failure the last request is lost. */
    public Estimate lastLost() {
        return detection.plus(decision).plus(residue);
    }
}
