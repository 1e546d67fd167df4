package io.failoverd.daemon.core.pool;

import io.failoverd.probes.model.Moment;
import java.time.Duration;

/**
 * What is known of a verdict of DOWN, from the verdict to the return.
 *
 * @param evidence in words
 * @param fromBefore whether it fell before a restart
 * @param confirmed whether our own network was seen to work since the evidence began
 * @param carriedOut whether the endpoint was let go; from then on no guard brings it back
 */
public record Condemnation(String evidence, boolean fromBefore, Moment since, boolean confirmed, boolean carriedOut) {
    /** Several rounds of sentinels, each a second at most by default: a verdict that waits longer is told. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    /** When a verdict that the sentinels have not borne out has waited for too long. */
    Moment patientUntil() {
        return since.plus(PATIENCE);
    }

    public Condemnation asConfirmed() {
        return new Condemnation(evidence, fromBefore, since, true, carriedOut);
    }

    public Condemnation asCarriedOut() {
        return new Condemnation(evidence, fromBefore, since, confirmed, true);
    }
}
