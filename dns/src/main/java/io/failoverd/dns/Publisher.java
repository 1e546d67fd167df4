package io.failoverd.dns;

import io.failoverd.dns.model.DesiredRecords;
import io.failoverd.dns.model.PublishOutcome;
import io.vertx.core.Future;

/** Carries a decision to one place that answers DNS. Told a state, never a step. */
public interface Publisher {
    /** The publisher's name in status and metrics. */
    String name();

    /**
     * Makes the target answer {@code desired}. Expected failures are outcomes; the future fails only for a bug. The
     * local publisher has applied it when this returns.
     */
    Future<PublishOutcome> publish(DesiredRecords desired);
}
