package io.failoverd.daemon.core;

import io.failoverd.daemon.core.health.Health;
import io.failoverd.daemon.core.pool.Decision;
import io.failoverd.probes.model.TargetId;
import org.jspecify.annotations.Nullable;

/** Everything that the core asks of the world. */
public sealed interface Effect {
    /** A new generation, for every place that answers. Comes first. */
    record Publish(Decision decision) implements Effect {}

    /** How a target is to be probed: whether a failure starts a series of re-checks. */
    record SetPace(TargetId target, boolean watchful) implements Effect {}

    /**
     * Whether what the probes of a target find counts as failed, until told otherwise. The probe loop does it, so that
     * its series, the journal and the core see the same.
     *
     * @param words whose drill it is; null for none any more
     */
    record SetDrill(TargetId target, @Nullable String words) implements Effect {}

    /** A drill has begun, or ended and why: for logs and events. */
    record DrillTold(String service, String endpoint, boolean begins, String text) implements Effect {}

    /** Probe the sentinels now: a run of failures has begun, or a verdict waits for them. */
    record ProbeSentinels() implements Effect {}

    /** A health changed: for logs and metrics. */
    record HealthChanged(String service, String endpoint, Health from, Health to, String why) implements Effect {}

    /** The addresses of a service's host names are others: what is probed, counted and left to publishers follows. */
    record EndpointsChanged(String service) implements Effect {}

    /** What became of the resolution of an endpoint's host name, where that is news: for logs. */
    record HostTold(String service, String endpoint, boolean well, String text) implements Effect {}

    record Raise(Alert alert) implements Effect {}

    record RememberEndpoint(EndpointMemory memory) implements Effect {}

    record RememberService(ServiceMemory memory) implements Effect {}

    record RememberCommon(CommonMemory memory) implements Effect {}

    /** The configuration has it no longer; a null endpoint stands for the whole service. */
    record Forget(String service, @Nullable String endpoint) implements Effect {}

    /** Reserve generations up to {@code through} on disk, and say so by an event. */
    record ReserveGenerations(long through) implements Effect {}

    /** The answer to what an operator asked. */
    record OperatorAnswered(OperatorOutcome outcome) implements Effect {}
}
