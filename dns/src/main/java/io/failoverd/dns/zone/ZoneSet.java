package io.failoverd.dns.zone;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/**
 * All zones that are served, checked, and the names whose addresses come from decisions; each of these lies in one of
 * the zones. Immutable.
 */
public final class ZoneSet {
    private final List<Zone> zones;
    private final Map<Name, Zone> byOrigin;
    private final Set<Name> dynamicNames;

    ZoneSet(List<Zone> zones, Set<Name> dynamicNames) {
        this.zones = zones.stream()
                .sorted(Comparator.comparingInt((Zone z) -> z.origin().labels()).reversed())
                .toList();
        this.byOrigin = zones.stream().collect(Collectors.toUnmodifiableMap(Zone::origin, Function.identity()));
        this.dynamicNames = Set.copyOf(dynamicNames);
    }

    /** Those with the most labels first. */
    public List<Zone> zones() {
        return zones;
    }

    public Set<Name> dynamicNames() {
        return dynamicNames;
    }

    /** The zone nearest to a name, which answers for it; however many zones there are, it costs the name's labels. */
    public @Nullable Zone zoneOf(Name name) {
        for (int drop = 0; drop < name.labels(); drop++) {
            Zone zone = byOrigin.get(new Name(name, drop));
            if (zone != null) {
                return zone;
            }
        }
        return null;
    }
}
