package io.failoverd.probes.model;

/** One finished probe: the unit that flows from the probers into the core. */
public record Probed(TargetId target, Moment startedAt, Moment finishedAt, PhaseTimings timings, ProbeResult result) {}
