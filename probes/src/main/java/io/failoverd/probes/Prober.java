package io.failoverd.probes;

import io.failoverd.probes.model.Check;
import io.failoverd.probes.model.Probed;
import io.failoverd.probes.model.Target;
import io.vertx.core.Future;

/**
 * Probes in one protocol. Whatever goes wrong is a value; a prober keeps no state from probe to probe that could colour
 * a result: every probe is a new connection and a full handshake.
 */
public interface Prober<C extends Check> {
    /** Starts a probe on the event loop of the caller's Vert.x context, or on one of Vert.x's choice. */
    Attempt start(Target target, C check);

    /** {@link #start} for callers that never cancel. */
    default Future<Probed> probe(Target target, C check) {
        return start(target, check).outcome();
    }
}
