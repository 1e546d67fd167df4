package io.failoverd.dns.zone;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.TextParseException;

/**
 * Reads zones without touching a file or a socket, so that the config check runs what the daemon runs. A zone with
 * syntax errors is not checked further: what is missing from it may stand on the broken line.
 */
public final class ZoneLoader {
    private final List<ZoneProblem> problems = new ArrayList<>();
    private final Map<Name, ZoneSpec> specs = new LinkedHashMap<>();

    private ZoneLoader() {}

    /**
     * Loads all zones or tells everything that is wrong with them.
     *
     * @param dynamicNames the services' names; a trailing dot and the case do not matter
     */
    public static LoadResult load(List<ZoneSpec> zones, Collection<String> dynamicNames) {
        return new ZoneLoader().run(zones, dynamicNames);
    }

    private LoadResult run(List<ZoneSpec> zones, Collection<String> dynamicNames) {
        for (ZoneSpec spec : zones) {
            Name origin = name(spec.name(), spec.content().source(), "the zone's name");
            if (origin != null && specs.putIfAbsent(origin, spec) != null) {
                problem(spec.content().source(), "zone " + origin.toString(true) + " is defined twice");
            }
        }
        Map<Name, Set<Name>> dynamicByZone = assign(dynamicNames);
        Map<Name, Set<Name>> innerByZone = nested();
        List<Zone> loaded = new ArrayList<>();
        specs.forEach((origin, spec) -> {
            Zone zone = zone(
                    origin,
                    spec.content(),
                    dynamicByZone.getOrDefault(origin, Set.of()),
                    innerByZone.getOrDefault(origin, Set.of()));
            if (zone != null) {
                loaded.add(zone);
            }
        });
        if (!problems.isEmpty()) {
            return new LoadResult.Rejected(problems);
        }
        Set<Name> dynamic =
                dynamicByZone.values().stream().flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
        return new LoadResult.Loaded(new ZoneSet(loaded, dynamic));
    }

    private Map<Name, Set<Name>> assign(Collection<String> dynamicNames) {
        Map<Name, Set<Name>> byZone = new LinkedHashMap<>();
        for (String text : dynamicNames) {
            String source = "service " + text;
            Name name = name(text, source, "the service's name");
            if (name == null) {
                continue;
            }
            Name nearest = nearest(name, 0);
            if (nearest == null) {
                problem(source, "is in none of the zones");
            } else {
                byZone.computeIfAbsent(nearest, z -> new HashSet<>()).add(name.canonicalize());
            }
        }
        return byZone;
    }

    /** For each zone those right inside it; what lies further inside lies in one of them. */
    private Map<Name, Set<Name>> nested() {
        Map<Name, Set<Name>> inner = new LinkedHashMap<>();
        for (Name origin : specs.keySet()) {
            Name outer = nearest(origin, 1);
            if (outer != null) {
                inner.computeIfAbsent(outer, z -> new HashSet<>()).add(origin);
            }
        }
        return inner;
    }

    /** The zone that a name lies in, without its first {@code dropped} labels; null for none. */
    private @Nullable Name nearest(Name name, int dropped) {
        for (int drop = dropped; drop < name.labels(); drop++) {
            Name candidate = new Name(name, drop);
            if (specs.containsKey(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    private @Nullable Zone zone(Name origin, ZoneSpec.Content content, Set<Name> dynamic, Set<Name> inner) {
        List<ZoneProblem> found = new ArrayList<>();
        List<ZoneRecord> records = new ZoneParser(origin, content.source(), found).parse(content);
        if (found.isEmpty()) {
            found.addAll(ZoneChecks.of(origin, content.source(), records, dynamic));
        }
        problems.addAll(found);
        SOARecord soa = null;
        for (ZoneRecord record : records) {
            if (record.data() instanceof SOARecord s && record.name().equals(origin)) {
                soa = s;
            }
        }
        return found.isEmpty() && soa != null ? new Zone(origin, soa, records, dynamic, inner) : null;
    }

    private @Nullable Name name(String text, String source, String what) {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException e) {
            problem(source, what + " " + e.getMessage());
            return null;
        }
    }

    private void problem(String source, String text) {
        problems.add(new ZoneProblem(source, 0, text));
    }
}
