package io.failoverd.daemon.admin;

import io.failoverd.daemon.core.Event;
import io.failoverd.daemon.core.OperatorOutcome;
import io.failoverd.daemon.core.World;
import io.failoverd.daemon.watch.WatchReport;
import io.failoverd.dns.model.PublisherStatus;
import io.failoverd.probes.LimitCounts;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.TargetId;
import io.failoverd.probes.tripwire.TripCounts;
import io.failoverd.probes.tripwire.TripwireState;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All that this package sees of the daemon. Called from any thread; nothing but {@link #ask} and {@link #plan} may wait. */
public interface DaemonView {
    World world();

    /** Now, on the clock of {@link #world}. */
    Moment now();

    /** Gives an operator's wish to the core; fails only if the daemon is going down. */
    Future<OperatorOutcome> ask(Event asked);

    /** Whether the event pump makes progress. */
    boolean alive();

    /** Whether DNS queries are answered. */
    boolean ready();

    /** The node's name in the configuration. */
    String node();

    String version();

    /** What surrounds the core, as of now. */
    StatusFacts facts();

    RecentEvents recent();

    /** The publishers to remote targets. */
    List<PublisherStatus> publishers();

    /** The idle connection to a target; empty where none is wanted. */
    default Optional<TripwireState> tripwire(TargetId target) {
        return Optional.empty();
    }

    /** How servers follow decisions; empty where that is not watched. */
    default Optional<WatchReport> watches() {
        return Optional.empty();
    }

    /** The bounds on all probes. */
    default LimitCounts probeLimits() {
        return LimitCounts.NONE;
    }

    /** The idle connections to all targets. */
    default TripCounts tripwires() {
        return TripCounts.NONE;
    }

    /**
     * What they would do now for a service, or for all; reads their targets, and waits for that.
     *
     * @param service null for all
     */
    List<PlannedPublication> plan(@Nullable String service);
}
