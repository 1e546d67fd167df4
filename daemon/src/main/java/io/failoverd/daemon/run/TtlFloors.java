package io.failoverd.daemon.run;

import io.failoverd.dns.model.NameStatus;
import io.failoverd.dns.model.PublishEvent;
import io.failoverd.dns.model.TtlFloor;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once what a target makes of the TTL that is wanted there: its names share an edition, and mostly a TTL. Told on
 * the publisher's thread.
 */
final class TtlFloors {
    private static final Logger LOG = LoggerFactory.getLogger(TtlFloors.class);

    /** Of different TTLs; beyond that nobody reads on. */
    private static final int MOST = 10;

    private final String publisher;
    private final Set<TtlFloor> said = new HashSet<>();

    TtlFloors(String publisher) {
        this.publisher = publisher;
    }

    /**
     * Looks where the target was read.
     *
     * @param status of a name
     */
    void told(PublishEvent event, Function<String, Optional<NameStatus>> status) {
        if (said.size() >= MOST
                || !(event instanceof PublishEvent.Published || event instanceof PublishEvent.Verified)) {
            return;
        }
        status.apply(event.name())
                .flatMap(NameStatus::ttlFloor)
                .filter(said::add)
                .ifPresent(floor -> LOG.warn("publisher={} service={} {}", publisher, event.name(), floor.text()));
    }
}
