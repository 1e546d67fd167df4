package io.failoverd.daemon.core.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.failoverd.daemon.core.pool.Maintenance.Active;
import io.failoverd.daemon.core.pool.MaintenanceWindow.Once;
import io.failoverd.daemon.core.pool.MaintenanceWindow.Scope;
import io.failoverd.daemon.core.pool.MaintenanceWindow.Weekly;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaintenanceTest {
    private static final Scope A = new Scope(Set.of("a"), Set.of());
    private static final List<String> ZONES = List.of("Europe/Berlin", "Asia/Shanghai", "Australia/Lord_Howe", "UTC");

    /** {@code Sun 02:30 PT2H Europe/Berlin}, several days joined by commas; {@code FROM/UNTIL} for once. */
    private static MaintenanceWindow window(String line) {
        String[] words = line.trim().split(" +", -1);
        if (words.length == 1) {
            String[] ends = words[0].split("/", -1);
            return new Once(A, Instant.parse(ends[0]), Instant.parse(ends[1]), "ticket 7");
        }
        var days = EnumSet.noneOf(DayOfWeek.class);
        for (String day : words[0].split(",", -1)) {
            for (DayOfWeek one : DayOfWeek.values()) {
                if (one.name().startsWith(day.toUpperCase(Locale.ROOT))) {
                    days.add(one);
                }
            }
        }
        return new Weekly(A, days, LocalTime.parse(words[1]), Duration.parse(words[2]), ZoneId.of(words[3]), "");
    }

    private static String text(Optional<Instant> instant) {
        return instant.map(Instant::toString).orElse(null);
    }

    // Berlin: on 2026-03-29 02:00 +01 becomes 03:00 +02, on 2026-10-25 03:00 +02 becomes 02:00 +01. 2026-03-29, 10-25
    // and
    // 01-04 are Sundays. Shanghai is +08 all year.
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            once, before               | 2026-01-01T00:00:00Z/2026-01-02T00:00:00Z | 2025-12-31T23:59:59Z | -                    | 2026-01-01T00:00:00Z
            once, its first instant    | 2026-01-01T00:00:00Z/2026-01-02T00:00:00Z | 2026-01-01T00:00:00Z | 2026-01-02T00:00:00Z | 2026-01-02T00:00:00Z
            once, its end              | 2026-01-01T00:00:00Z/2026-01-02T00:00:00Z | 2026-01-02T00:00:00Z | -                    | -
            weekly, the day before     | Sun 02:00 PT2H Asia/Shanghai    | 2026-01-03T12:00:00Z | -                    | 2026-01-03T18:00:00Z
            weekly, its first instant  | Sun 02:00 PT2H Asia/Shanghai    | 2026-01-03T18:00:00Z | 2026-01-03T20:00:00Z | 2026-01-03T20:00:00Z
            weekly, its last           | Sun 02:00 PT2H Asia/Shanghai    | 2026-01-03T19:59:59Z | 2026-01-03T20:00:00Z | 2026-01-03T20:00:00Z
            weekly, its end            | Sun 02:00 PT2H Asia/Shanghai    | 2026-01-03T20:00:00Z | -                    | 2026-01-10T18:00:00Z
            over midnight              | Sat 23:00 PT2H Asia/Shanghai    | 2026-01-03T16:30:00Z | 2026-01-03T17:00:00Z | 2026-01-03T17:00:00Z
            over the end of the week   | Sun 23:00 PT3H Asia/Shanghai    | 2026-01-04T17:30:00Z | 2026-01-04T18:00:00Z | 2026-01-04T18:00:00Z
            two days, between them     | Mon,Wed 02:00 PT1H UTC          | 2026-01-06T00:00:00Z | -                    | 2026-01-07T02:00:00Z
            summer time                | Sun 02:30 PT1H Europe/Berlin    | 2026-07-05T00:45:00Z | 2026-07-05T01:30:00Z | 2026-07-05T01:30:00Z
            winter time                | Sun 02:30 PT1H Europe/Berlin    | 2026-01-04T01:45:00Z | 2026-01-04T02:30:00Z | 2026-01-04T02:30:00Z
            a begin that is skipped    | Sun 02:30 PT1H Europe/Berlin    | 2026-03-29T01:00:00Z | -                    | 2026-03-29T01:30:00Z
            and an hour from there     | Sun 02:30 PT1H Europe/Berlin    | 2026-03-29T01:30:00Z | 2026-03-29T02:30:00Z | 2026-03-29T02:30:00Z
            across the skipped hour    | Sun 01:00 PT2H Europe/Berlin    | 2026-03-29T01:30:00Z | 2026-03-29T02:00:00Z | 2026-03-29T02:00:00Z
            a begin shown twice        | Sun 02:30 PT1H Europe/Berlin    | 2026-10-25T00:00:00Z | -                    | 2026-10-25T00:30:00Z
            is the first of them       | Sun 02:30 PT1H Europe/Berlin    | 2026-10-25T00:30:00Z | 2026-10-25T01:30:00Z | 2026-10-25T01:30:00Z
            and not again              | Sun 02:30 PT1H Europe/Berlin    | 2026-10-25T01:30:00Z | -                    | 2026-11-01T01:30:00Z
            across the doubled hour    | Sun 01:00 PT3H Europe/Berlin    | 2026-10-25T01:30:00Z | 2026-10-25T02:00:00Z | 2026-10-25T02:00:00Z
            the week over the change   | Sun 12:00 PT1H Europe/Berlin    | 2026-03-22T12:00:00Z | -                    | 2026-03-29T10:00:00Z
            Shanghai on that day       | Sun 02:30 PT1H Asia/Shanghai    | 2026-03-28T18:30:00Z | 2026-03-28T19:30:00Z | 2026-03-28T19:30:00Z
            a whole week: it goes on   | Sun 00:00 PT168H UTC            | 2026-01-03T23:59:59Z | 2026-01-04T00:00:00Z | 2026-01-04T00:00:00Z
            a whole week: from there   | Sun 00:00 PT168H UTC            | 2026-01-04T00:00:00Z | 2026-01-11T00:00:00Z | 2026-01-11T00:00:00Z
            they overlap: the later    | Sun,Mon 00:00 PT36H UTC         | 2026-01-05T06:00:00Z | 2026-01-06T12:00:00Z | 2026-01-05T12:00:00Z
            """)
    void windows(String what, String window, Instant wall, String until, String next) {
        assertThat(text(window(window).activeUntil(wall))).isEqualTo(until);
        assertThat(text(window(window).nextChange(wall))).isEqualTo(next);
    }

    @Test
    void windows_that_follow_each_other_without_a_gap_are_one() {
        var maintenance = new Maintenance(
                List.of(window("Sun 02:00 PT2H UTC"), window("Sun 04:00 PT1H UTC"), window("Sun 04:30 PT1H UTC")));
        Instant wall = Instant.parse("2026-01-04T03:00:00Z");
        assertThat(maintenance.active("a", "hz", wall))
                .contains(new Active(maintenance.windows().getFirst(), Instant.parse("2026-01-04T05:30:00Z")));
        assertThat(maintenance.nextChange(wall)).contains(Instant.parse("2026-01-04T04:00:00Z"));
        assertThat(maintenance.active("a", "hz", Instant.parse("2026-01-04T05:30:00Z")))
                .isEmpty();
    }

    @Test
    void windows_without_an_end_hold_for_ever_and_say_no_wrong_end() {
        var maintenance = new Maintenance(List.of(window("Mon,Tue,Wed,Thu,Fri,Sat,Sun 00:00 PT24H UTC")));
        Instant wall = Instant.parse("2026-01-04T03:00:00Z");
        for (int i = 0; i < 5; i++) {
            wall = maintenance.active("a", "hz", wall).orElseThrow().until();
        }
        assertThat(wall).isAfter(Instant.parse("2026-03-01T00:00:00Z"));
    }

    @Test
    void a_window_means_endpoints_by_name_and_all_of_a_region() {
        Instant wall = Instant.parse("2026-01-01T12:00:00Z");
        var maintenance = new Maintenance(List.of(
                window("2026-01-01T00:00:00Z/2026-01-02T00:00:00Z"),
                new Once(
                        new Scope(Set.of(), Set.of("sh")),
                        Instant.parse("2026-01-01T06:00:00Z"),
                        Instant.parse("2026-01-03T00:00:00Z"),
                        "")));
        assertThat(maintenance.active("a", "hz", wall).map(Active::text))
                .contains("in maintenance until 2026-01-02T00:00:00Z: ticket 7");
        assertThat(maintenance.active("a", "sh", wall).map(Active::text))
                .contains("in maintenance until 2026-01-03T00:00:00Z");
        assertThat(maintenance.active("b", "hz", wall)).isEmpty();
        assertThat(maintenance.active("b", "sh", wall)).isPresent();
        assertThat(Maintenance.NONE.nextChange(wall)).isEmpty();
    }

    @Test
    void between_two_changes_nothing_changes() {
        for (long seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var days = EnumSet.noneOf(DayOfWeek.class);
            days.add(DayOfWeek.of(random.nextInt(1, 8)));
            days.add(DayOfWeek.of(random.nextInt(1, 8)));
            var window = new Weekly(
                    A,
                    days,
                    LocalTime.of(random.nextInt(24), random.nextInt(4) * 15),
                    Duration.ofMinutes(random.nextInt(1, 7 * 24 * 60 + 1)),
                    ZoneId.of(ZONES.get(random.nextInt(ZONES.size()))),
                    "");
            // A year of hours from some minute on: over every change of the clocks.
            Instant wall = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(random.nextInt(3600));
            Instant next = window.nextChange(wall).orElseThrow();
            boolean active = window.activeUntil(wall).isPresent();
            for (int hour = 0; hour < 24 * 365; hour += 7) {
                Instant at = wall.plus(Duration.ofHours(hour));
                if (!at.isBefore(next)) {
                    next = window.nextChange(at).orElseThrow();
                    active = window.activeUntil(at).isPresent();
                }
                assertThat(next.isAfter(at) && window.activeUntil(at).isPresent() == active)
                        .as("seed %d: %s at %s", seed, window, at)
                        .isTrue();
            }
        }
    }

    @Test
    void what_makes_no_sense_is_refused() {
        Instant noon = Instant.parse("2026-01-01T12:00:00Z");
        assertThatIllegalArgumentException().isThrownBy(() -> new Once(A, noon, noon, ""));
        assertThatIllegalArgumentException().isThrownBy(() -> new Scope(Set.of(), Set.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> window("Sun 02:00 PT0S UTC"));
        assertThatIllegalArgumentException().isThrownBy(() -> window("Sun 02:00 PT168H0.001S UTC"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Weekly(A, Set.of(), LocalTime.NOON, Duration.ofHours(1), ZoneId.of("UTC"), ""));
    }
}
