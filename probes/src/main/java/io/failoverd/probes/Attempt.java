package io.failoverd.probes;

import io.failoverd.probes.model.Probed;
import io.vertx.core.Future;
import java.time.Duration;

/** One probe under way. */
public interface Attempt {
    /** Completes exactly once and never fails; by then the probe's socket is closed. */
    Future<Probed> outcome();

    /** How long the peer wants to be left alone after an outcome that passed; zero when it said nothing of it. */
    default Duration retryAfter() {
        return Duration.ZERO;
    }

    /** Ends the probe and closes its socket: INCONCLUSIVE, unless it has its outcome already. From any thread. */
    void cancel();
}
