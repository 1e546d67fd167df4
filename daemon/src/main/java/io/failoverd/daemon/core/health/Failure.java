package io.failoverd.daemon.core.health;

import io.failoverd.probes.model.FailureReason;
import io.failoverd.probes.model.Moment;

/** One counted failure: when its probe started, and why it failed. */
public record Failure(Moment startedAt, FailureReason reason) {}
