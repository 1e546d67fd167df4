package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Section;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads what one kind of publisher is told by. */
interface TargetReader {
    /** The map below the publisher, known to have been written. */
    Read read(Section publisher);

    /**
     * What is written.
     *
     * @param section the map of the kind
     * @param target null, and problems, where it is none
     * @param domain that the target serialises writes over; null, and a problem, where it is none
     * @param zone whose services are meant where none are named; null where they have to be
     * @param ttl null where none is written; zero where the target's records have no TTL of their own
     */
    record Read(
            Section section,
            @Nullable PublisherTarget target,
            @Nullable String domain,
            @Nullable String zone,
            @Nullable Duration ttl) {}

    /** Those of its records; null where it is not written. */
    static @Nullable Duration ttl(Section section) {
        Duration least = Duration.ofSeconds(1);
        return section.has("ttl") ? ServiceReader.wholeSeconds(section, "ttl", least, least, Duration.ofDays(1)) : null;
    }

    /** At least a call in ten seconds; slower, a failover of a few names would miss every deadline. */
    static double calls(Section section, double usual, double most) {
        return section.number("callsPerSecond", usual, 0.1, most);
    }
}
