package io.failoverd.daemon.core.pool;

import io.failoverd.probes.model.Moment;
import java.time.Duration;
import java.time.Instant;

/** Ties the monotonic clock to the wall: what {@code moment} was called out there. Only for text, serials and disk. */
public record WallAnchor(Moment moment, Instant instant) {
    private static final int SECONDS_A_DAY = 86_400;

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
        Instant wall = at(at);
        int second = (int) Math.floorMod(wall.getEpochSecond(), (long) SECONDS_A_DAY);
        int millis = wall.getNano() / 1_000_000;
        // By hand: it stands in every sentence of every decision, and a formatter takes ten times as long.
        return new String(new char[] {
            digit(second / 36_000),
            digit(second / 3600),
            ':',
            digit(second / 600 % 6),
            digit(second / 60),
            ':',
            digit(second % 60 / 10),
            digit(second),
            '.',
            digit(millis / 100),
            digit(millis / 10),
            digit(millis),
            'Z'
        });
    }

    private static char digit(int number) {
        return (char) ('0' + number % 10);
    }
}
