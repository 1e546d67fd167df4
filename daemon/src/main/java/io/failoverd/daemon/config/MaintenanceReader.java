package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Section;
import io.failoverd.daemon.config.yaml.Value;
import io.failoverd.daemon.config.yaml.Yaml;
import io.failoverd.daemon.core.EndpointPlan;
import io.failoverd.daemon.core.pool.Maintenance;
import io.failoverd.daemon.core.pool.MaintenanceWindow;
import io.failoverd.daemon.core.pool.MaintenanceWindow.Scope;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code services[].maintenance}: windows that happen once, and windows of each week. */
final class MaintenanceReader {
    private static final int MAX_WINDOWS = 100;
    private static final int MAX_NOTE = 200;
    private static final Duration LEAST = Duration.ofMinutes(1);
    private static final Duration MOST_ONCE = Duration.ofDays(366);

    private static final List<String> ONCE = List.of("from", "until");
    private static final List<String> WEEKLY = List.of("weekly", "at", "for", "zone");
    private static final List<String> DAYS = Stream.of(DayOfWeek.values())
            .map(day -> day.name().substring(0, 3).toLowerCase(Locale.ROOT))
            .toList();

    private final EndpointReader.Read endpoints;

    /** @param endpoints the service's; none where anything is wrong with them */
    MaintenanceReader(EndpointReader.Read endpoints) {
        this.endpoints = endpoints;
    }

    Maintenance read(@Nullable Value value) {
        List<MaintenanceWindow> windows = new ArrayList<>();
        for (Value item : value == null ? List.<Value>of() : value.items(MAX_WINDOWS)) {
            MaintenanceWindow window = window(item.section(Vocabulary.MAINTENANCE));
            if (window != null) {
                windows.add(window);
                warnOfNoneLeft(item, window.scope());
            }
        }
        return windows.isEmpty() ? Maintenance.NONE : new Maintenance(windows);
    }

    private @Nullable MaintenanceWindow window(Section section) {
        if (section.isStandIn()) {
            return null;
        }
        Set<String> named = names(section.get("endpoints"), "endpoint", endpoints.names());
        Set<String> regions = names(section.get("regions"), "endpoint in region", endpoints.regions());
        String note = note(section.get("note"));
        boolean once = ONCE.stream().anyMatch(section::has);
        boolean weekly = WEEKLY.stream().anyMatch(section::has);
        if (once == weekly) {
            section.self()
                    .error(
                            once ? "is both once and weekly" : "does not say when",
                            "write from and until, or weekly, at, for and zone");
            return null;
        }
        if (!section.has("endpoints") && !section.has("regions")) {
            section.self().error("does not say which endpoints", "add endpoints: [NAME] or regions: [NAME]");
        }
        Scope scope = named.isEmpty() && regions.isEmpty() ? null : new Scope(named, regions);
        return once ? once(section, scope, note) : weekly(section, scope, note);
    }

    /** @param scope null to look at the times alone */
    private static @Nullable MaintenanceWindow once(Section section, @Nullable Scope scope, String note) {
        Instant from = instant(section.required("from"));
        Instant until = instant(section.required("until"));
        if (from == null || until == null) {
            return null;
        }
        if (!from.isBefore(until)) {
            section.at("until").error("is not after from", null);
            return null;
        }
        if (Duration.between(from, until).compareTo(MOST_ONCE) > 0) {
            section.at("until").error("is more than a year after from", "remove the endpoint instead");
            return null;
        }
        return scope == null ? null : new MaintenanceWindow.Once(scope, from, until, note);
    }

    private static @Nullable MaintenanceWindow weekly(Section section, @Nullable Scope scope, String note) {
        Set<DayOfWeek> days = days(section.required("weekly"));
        LocalTime at = time(section.required("at"));
        section.required("for");
        Duration length = section.duration("for", LEAST, LEAST, MaintenanceWindow.MOST_LENGTH);
        ZoneId zone = zone(section.required("zone"));
        return scope == null || days.isEmpty() || at == null || zone == null || !section.has("for")
                ? null
                : new MaintenanceWindow.Weekly(scope, days, at, length, zone, note);
    }

    private static Set<String> names(@Nullable Value value, String what, Collection<String> known) {
        var names = new LinkedHashSet<String>();
        if (value != null && value.isEmptyList()) {
            value.error("is empty", "name one, or remove the key");
        }
        for (Value item : value == null ? List.<Value>of() : value.items(EndpointReader.MAX_ENDPOINTS)) {
            String name = item.text();
            if (name != null && !known.isEmpty() && !known.contains(name)) {
                item.unknown(what, known, name);
            } else if (name != null) {
                names.add(name);
            }
        }
        return names;
    }

    private static Set<DayOfWeek> days(@Nullable Value value) {
        var days = EnumSet.noneOf(DayOfWeek.class);
        if (value != null && value.isEmptyList()) {
            value.error("is empty", "write [sun]");
        }
        for (Value item : value == null ? List.<Value>of() : value.items(DAYS.size())) {
            String day = item.word(DAYS);
            if (day != null && DAYS.contains(day)) {
                days.add(DayOfWeek.of(DAYS.indexOf(day) + 1));
            }
        }
        return days;
    }

    private static @Nullable Instant instant(@Nullable Value value) {
        String text = value == null ? null : value.text("a time");
        if (value == null || text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            value.error(
                    Yaml.Scalar.quoted(text) + " is not a date and a time with their offset from UTC",
                    "write it like 2026-12-01T02:00:00+08:00");
            return null;
        }
    }

    private static @Nullable LocalTime time(@Nullable Value value) {
        String text = value == null ? null : value.text("a time of day");
        if (value == null || text == null) {
            return null;
        }
        try {
            return LocalTime.parse(text);
        } catch (DateTimeParseException e) {
            value.error(Yaml.Scalar.quoted(text) + " is not a time of day", "write it like \"02:00\"");
            return null;
        }
    }

    private static @Nullable ZoneId zone(@Nullable Value value) {
        String text = value == null ? null : value.text("a time zone");
        if (value == null || text == null) {
            return null;
        }
        Set<String> known = new TreeSet<>(ZoneId.getAvailableZoneIds());
        if (!known.contains(text)) {
            value.unknown("time zone", known, text);
            return null;
        }
        return ZoneId.of(text);
    }

    private static String note(@Nullable Value value) {
        String note = value == null ? null : value.text();
        if (value != null && note != null && note.length() > MAX_NOTE) {
            value.error("is longer than " + MAX_NOTE + " characters", "shorten it");
        }
        return note == null ? "" : note;
    }

    private void warnOfNoneLeft(Value item, Scope scope) {
        List<EndpointPlan> plans = endpoints.plans();
        if (!plans.isEmpty() && plans.stream().allMatch(plan -> scope.covers(plan.name(), plan.region()))) {
            item.warning(
                    "takes every endpoint out at once, so that the service answers with no address", "leave one in");
        }
    }
}
