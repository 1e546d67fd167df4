package io.failoverd.dns.model;

import java.time.Duration;
import java.util.Optional;

/**
 * A target that lets no TTL be as short as is wanted, so that resolvers give out a dead address for longer than the
 * failover takes.
 *
 * @param wanted by the configuration
 * @param floor what the target makes of it
 */
public record TtlFloor(Duration wanted, Duration floor) {
    /** Empty where the target takes what is wanted, or did not say. */
    static Optional<TtlFloor> of(Duration wanted, RecordSet held) {
        return !wanted.isZero() && wanted.compareTo(held.smallestTtl()) < 0
                ? Optional.of(new TtlFloor(wanted, held.smallestTtl()))
                : Optional.empty();
    }

    /** Resolvers count whole seconds. */
    public String text() {
        return "the target lets no TTL be under " + floor.toSeconds() + " s, and " + wanted.toSeconds()
                + " s is wanted: resolvers may give out a dead address for " + (floor.toSeconds() + 1)
                + " s after it has left there";
    }
}
