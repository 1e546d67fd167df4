package io.failoverd.daemon.core.pool;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A time in which endpoints are worked on and do not answer. It begins at its first instant and is over at its last.
 */
public sealed interface MaintenanceWindow {
    /** The longest weekly window: after that it begins again. */
    Duration MOST_LENGTH = Duration.ofDays(7);

    Scope scope();

    /** Why, in an operator's words. */
    String note();

    /** The end of the occurrence that holds {@code wall}, the latest where they overlap; empty outside of them. */
    Optional<Instant> activeUntil(Instant wall);

    /** The first begin or end after {@code wall}; empty when none will come. */
    Optional<Instant> nextChange(Instant wall);

    /** Whom a window means: endpoints by name, and every endpoint of the regions. */
    record Scope(Set<String> endpoints, Set<String> regions) {
        public Scope {
            endpoints = Collections.unmodifiableSet(new TreeSet<>(endpoints));
            regions = Collections.unmodifiableSet(new TreeSet<>(regions));
            if (endpoints.isEmpty() && regions.isEmpty()) {
                throw new IllegalArgumentException("a maintenance window names neither an endpoint nor a region");
            }
        }

        public boolean covers(String endpoint, String region) {
            return endpoints.contains(endpoint) || regions.contains(region);
        }
    }

    /** From one instant until another. */
    record Once(Scope scope, Instant from, Instant until, String note) implements MaintenanceWindow {
        public Once {
            if (!from.isBefore(until)) {
                throw new IllegalArgumentException("maintenance from " + from + " cannot end at " + until);
            }
        }

        @Override
        public Optional<Instant> activeUntil(Instant wall) {
            return wall.isBefore(from) || !wall.isBefore(until) ? Optional.empty() : Optional.of(until);
        }

        @Override
        public Optional<Instant> nextChange(Instant wall) {
            return Stream.of(from, until).filter(change -> change.isAfter(wall)).findFirst();
        }
    }

    /**
     * Every week on some days, from a local time on. The length is time that passes: two hours are two hours on the day
     * on which the clocks change, too. A begin that the clocks skip is as much later as they skip, and one that they
     * show twice is the first (RFC 5545, section 3.3.5).
     */
    record Weekly(Scope scope, Set<DayOfWeek> days, LocalTime from, Duration length, ZoneId zone, String note)
            implements MaintenanceWindow {
        /** What may have begun and still last, and a day for the zones. */
        private static final long DAYS_BACK = 8;

        /** The next begin is at most a week away, and a day for the zones. */
        private static final long DAYS_AHEAD = 8;

        public Weekly {
            if (days.isEmpty()) {
                throw new IllegalArgumentException("weekly maintenance on no day");
            }
            days = Collections.unmodifiableSet(EnumSet.copyOf(days));
            if (length.isNegative() || length.isZero() || length.compareTo(MOST_LENGTH) > 0) {
                throw new IllegalArgumentException("weekly maintenance of " + length + " is not within 7 days");
            }
        }

        @Override
        public Optional<Instant> activeUntil(Instant wall) {
            return begins(wall)
                    .filter(begin -> !begin.isAfter(wall))
                    .map(begin -> begin.plus(length))
                    .filter(end -> end.isAfter(wall))
                    .max(Instant::compareTo);
        }

        @Override
        public Optional<Instant> nextChange(Instant wall) {
            return begins(wall)
                    .flatMap(begin -> Stream.of(begin, begin.plus(length)))
                    .filter(change -> change.isAfter(wall))
                    .min(Instant::compareTo);
        }

        private Stream<Instant> begins(Instant wall) {
            LocalDate today = wall.atZone(zone).toLocalDate();
            return today.minusDays(DAYS_BACK)
                    .datesUntil(today.plusDays(DAYS_AHEAD + 1))
                    .filter(date -> days.contains(date.getDayOfWeek()))
                    .map(date -> ZonedDateTime.of(date, from, zone).toInstant());
        }
    }
}
