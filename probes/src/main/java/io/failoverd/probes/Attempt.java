package io.failoverd.probes;

import io.failoverd.probes.model.Probed;
import io.vertx.core.Future;

/** One probe under way. */
public interface Attempt {
    /** Completes exactly once and never fails; by then the probe's socket is closed. */
    Future<Probed> outcome();

    /** Ends the probe and closes its socket: INCONCLUSIVE, unless it has its outcome already. From any thread. */
    void cancel();
}
