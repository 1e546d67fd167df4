package io.failoverd.probes.model;

import org.jspecify.annotations.Nullable;

/**
 * One finished probe: the unit that flows from the probers into the core.
 *
 * @param result what counts
 * @param itself what the probe itself said, where a drill has it count as failed; else null
 */
public record Probed(
        TargetId target,
        Moment startedAt,
        Moment finishedAt,
        PhaseTimings timings,
        ProbeResult result,
        @Nullable ProbeResult itself) {
    /** One that counts as what it said. */
    public Probed(TargetId target, Moment startedAt, Moment finishedAt, PhaseTimings timings, ProbeResult result) {
        this(target, startedAt, finishedAt, timings, result, null);
    }

    /**
     * The same, counting as failed by a drill. What says nothing of the target is left as it is: in a real failure it
     * would say nothing, either.
     *
     * @param drill whose, in words
     */
    public Probed failedBy(String drill) {
        if (itself != null || result instanceof ProbeResult.Inconclusive) {
            return this;
        }
        double millis = Math.round(timings.total().toNanos() / 1e5) / 10.0;
        String said = drill + ": the probe itself was " + result.outcome() + ", " + millis + " ms"
                + (result.detail().isEmpty() ? "" : ": " + result.detail());
        return new Probed(
                target, startedAt, finishedAt, timings, new ProbeResult.Down(FailureReason.DRILL, said), result);
    }

    /** The same, counting as what it said. */
    public Probed undrilled() {
        return itself == null ? this : new Probed(target, startedAt, finishedAt, timings, itself);
    }
}
