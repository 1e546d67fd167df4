package io.failoverd.daemon.admin;

import io.failoverd.daemon.core.Event;
import io.failoverd.daemon.core.OperatorOutcome;
import io.failoverd.daemon.core.World;
import io.failoverd.probes.model.Moment;
import io.vertx.core.Future;

/** All that this package sees of the daemon. Called from any thread; nothing but {@link #ask} may wait. */
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
}
