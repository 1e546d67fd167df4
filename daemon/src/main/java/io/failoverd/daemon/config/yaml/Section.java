package io.failoverd.daemon.config.yaml;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A map with known keys, opened for reading. Unknown, repeated and unserved keys are reported when it is opened. */
public final class Section {
    public static final String LATER = "is not in this version of failoverd";

    private final Keys keys;
    private final Value self;
    private final boolean standIn;
    private boolean wantsLater;
    private final Map<String, Value> values = new HashMap<>();
    private final Map<String, Place> places = new HashMap<>();

    /** @param standIn whether the map is missing or no map: reads as empty, and nobody asks for its required keys */
    private Section(Keys keys, Value self, Yaml.Mapping mapping, boolean standIn) {
        this.keys = keys;
        this.self = self;
        this.standIn = standIn;
        for (Yaml.Entry entry : mapping.entries()) {
            take(entry);
        }
    }

    static Section of(Keys keys, Value value) {
        if (value.yaml() instanceof Yaml.Mapping mapping) {
            return new Section(keys, value, mapping, false);
        }
        value.error(
                "is " + value.yaml().described() + " where a map is expected",
                "the keys of " + keys.of() + " are " + String.join(", ", keys.served()));
        return standIn(keys, value);
    }

    private static Section standIn(Keys keys, Value at) {
        return new Section(keys, at, new Yaml.Mapping(List.of(), at.place()), true);
    }

    /** The map below the key; an empty one when it is absent or, which is reported, no map. */
    public Section section(String key, Keys below) {
        Value value = get(key);
        return value == null ? standIn(below, new Value(self.yaml(), path(key), self.report())) : of(below, value);
    }

    private void take(Yaml.Entry entry) {
        String key = entry.key().text();
        Place place = entry.key().place();
        Report report = self.report();
        if (!keys.served().contains(key)) {
            boolean later = keys.later().contains(key);
            wantsLater |= later;
            report.error(
                    place,
                    path(key),
                    later ? LATER : "unknown key of " + keys.of(),
                    later ? "remove it" : Suggestion.among(keys.served(), key));
            return;
        }
        Place first = places.putIfAbsent(key, place);
        if (first != null) {
            report.error(place, path(key), "written twice, first in line " + first.line(), "keep one");
        } else if (!entry.value().isNull()) {
            values.put(key, new Value(entry.value(), path(key), report));
        }
    }

    /** The value of the key; null when it is absent or null. */
    public @Nullable Value get(String key) {
        if (!keys.served().contains(key)) {
            throw new IllegalArgumentException(key + " is no key of " + keys.of());
        }
        return values.get(key);
    }

    /** The value of the key; null, and a problem, when it is absent or null. */
    public @Nullable Value required(String key) {
        Value value = get(key);
        if (value == null && !standIn) {
            Place empty = places.get(key);
            if (empty == null) {
                self.report().error(self.place(), self.path(), "the key " + key + " is missing", null);
            } else {
                self.report().error(empty, path(key), "has no value", null);
            }
        }
        return value;
    }

    public boolean has(String key) {
        return get(key) != null;
    }

    /** Whether the key is written, and its value is null: for what tells that from a key that is absent. */
    public boolean isNull(String key) {
        return get(key) == null && places.containsKey(key);
    }

    /** Whether there is no such map: it reads as empty. */
    public boolean isStandIn() {
        return standIn;
    }

    /** Whether it has a key that this version does not serve, which is reported. */
    public boolean wantsLater() {
        return wantsLater;
    }

    /** The whole map as a value, for problems that no single key has. */
    public Value self() {
        return self;
    }

    /** Where a problem with the key is reported: at its value, or at the map when it is not written. */
    public Value at(String key) {
        Value value = get(key);
        return value == null ? self : value;
    }

    public Duration duration(String key, Duration fallback, Duration least, Duration most) {
        Value value = get(key);
        return value == null ? fallback : value.duration(fallback, least, most);
    }

    public int integer(String key, int fallback, int least, int most) {
        Value value = get(key);
        return value == null ? fallback : value.integer(fallback, least, most);
    }

    public double number(String key, double fallback, double least, double most) {
        Value value = get(key);
        return value == null ? fallback : value.number(fallback, least, most);
    }

    public boolean flag(String key, boolean fallback) {
        Value value = get(key);
        return value == null ? fallback : value.flag(fallback);
    }

    public long size(String key, long fallback, long least, long most) {
        Value value = get(key);
        return value == null ? fallback : value.size(fallback, least, most);
    }

    public @Nullable String text(String key) {
        Value value = get(key);
        return value == null ? null : value.text();
    }

    private String path(String key) {
        return self.child(key);
    }
}
