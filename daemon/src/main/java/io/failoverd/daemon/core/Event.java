package io.failoverd.daemon.core;

import io.failoverd.daemon.core.consensus.Report;
import io.failoverd.daemon.core.pool.OverrideMode;
import io.failoverd.probes.model.Probed;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that can happen to the core. */
public sealed interface Event {
    /**
     * The configuration in force from now on, at the start or by a reload.
     *
     * @param memory what was kept on disk, at the start; {@link Memory#NONE} at a reload
     */
    record Configured(Plan plan, Memory memory) implements Event {
        /** Services alone. */
        public Configured(List<ServicePlan> services, Memory memory) {
            this(Plan.of(services), memory);
        }
    }

    record ProbeFinished(Probed probed) implements Event {}

    /** A probe of a sentinel, its target as in {@link SentinelPlan#target}. */
    record SentinelProbed(Probed probed) implements Event {}

    /**
     * An operator's wish.
     *
     * @param length how long it holds; null for until it is changed
     * @param force whether it may leave nothing to answer
     */
    record OverrideAsked(
            String service,
            String endpoint,
            OverrideMode mode,
            @Nullable Duration length,
            String by,
            String note,
            boolean force)
            implements Event {}

    /**
     * An operator freezes a service, so that health changes nothing of it, or thaws it.
     *
     * @param service null for every service that there is now
     * @param length how long it holds; null for until it is thawed
     */
    record FreezeAsked(
            @Nullable String service,
            boolean frozen,
            @Nullable Duration length,
            String by,
            String note) implements Event {}

    /**
     * An operator lets what waits for a person go on.
     *
     * @param endpoint ends its hold-down and its wait for a manual resume; null for the service's manual failback
     */
    record ResumeAsked(String service, @Nullable String endpoint, String by) implements Event {}

    /**
     * An operator has an endpoint count as failed for a while, or asks for more of it.
     *
     * @param length positive; {@link Drills#MOST} at most is given, from the drill's beginning
     */
    record DrillAsked(String service, String endpoint, Duration length, String by, String note) implements Event {}

    /** An operator, or whoever watches the drill, takes its failures back. */
    record DrillAborted(String service, String endpoint, String by, String why) implements Event {}

    /**
     * How far a decision has come at a publisher's target.
     *
     * @param text one sentence with what happened: the error, how long it took
     */
    record PublishTold(String service, String publisher, long generation, PublishStage stage, String text)
            implements Event {}

    /**
     * What another vantage says of an endpoint, changed or confirmed.
     *
     * @param address of the endpoint: a name may be another's since the report was made
     */
    record VoteHeard(String service, InetAddress address, Report report) implements Event {}

    /**
     * An endpoint's host name was resolved.
     *
     * @param host as in {@link HostPlan}: a reload may have given the endpoint another one meanwhile
     * @param addresses that clients can connect to, of the family that is wanted; at least one
     */
    record HostResolved(String service, String endpoint, String host, List<InetAddress> addresses) implements Event {
        public HostResolved {
            addresses = List.copyOf(addresses);
        }
    }

    /** An endpoint's host name could not be resolved, or has no address that can be used. */
    record HostUnresolved(String service, String endpoint, String host, String why) implements Event {}

    /** What the wall clock says now: after a step of it, and now and then against drift. */
    record WallClock(Instant instant) implements Event {}

    /** Generations up to {@code through} are reserved on disk. */
    record GenerationsReserved(long through) implements Event {}

    /** A configuration was refused, and the one in force stays. */
    record ConfigRejected(String why) implements Event {}

    /** The state on disk could not be read, was moved aside, and the daemon starts cold. */
    record StateLost(String why) implements Event {}

    /** What a reload took from a publisher was not left to its target's own health checks; nothing tries that again. */
    record HandBackFailed(String service, String publisher, String why) implements Event {}

    /** Nothing but the passing of time; carries no information, since every event applies what is due. */
    record Tick() implements Event {}
}
