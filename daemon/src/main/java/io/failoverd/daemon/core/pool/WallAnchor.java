package io.failoverd.daemon.core.pool;

import io.failoverd.probes.model.Moment;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Ties the monotonic clock to the wall: what {@code moment} was called out there. Only for text, serials and disk. */
public record WallAnchor(Moment moment, Instant instant) {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** The wall time of {@code at}. */
    public Instant at(Moment at) {
        return instant.plus(at.since(moment));
    }

    /** The moment of a wall time. */
    public Moment at(Instant wall) {
        return moment.plus(Duration.between(instant, wall));
    }

    /** Time of day in UTC, to the millisecond, for a sentence. */
    public String clock(Moment at) {
        return CLOCK.format(at(at));
    }
}
