package io.failoverd.daemon.config;

import io.failoverd.dns.PublishLimits;
import io.failoverd.dns.model.ManagedName;
import java.time.Duration;
import java.util.List;

/**
 * A place beside our own server that is told each decision.
 *
 * @param names one for each service that is published there, in the order of the services
 * @param driftInterval between two looks at a name that is settled; zero: never
 * @param repairDrift whether what someone else changed is changed back, or only told
 */
public record PublisherSettings(
        String name, PublisherTarget target, List<ManagedName> names, Duration driftInterval, boolean repairDrift) {
    public PublisherSettings {
        names = List.copyOf(names);
    }

    public PublishLimits limits() {
        PublishLimits usual = PublishLimits.DEFAULT;
        return new PublishLimits(
                usual.callDeadline(),
                usual.publishDeadline(),
                usual.verifyDeadline(),
                usual.verifyInterval(),
                driftInterval,
                repairDrift,
                usual.maxCalls(),
                usual.maxNames(),
                usual.stopGrace());
    }
}
