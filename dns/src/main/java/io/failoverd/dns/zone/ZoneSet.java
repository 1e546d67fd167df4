package io.failoverd.dns.zone;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/**
 * All zones that are served, checked, and the names whose addresses come from decisions; each of these lies in one of
 * the zones.
 */
public record ZoneSet(List<Zone> zones, Set<Name> dynamicNames) {
    public ZoneSet {
        // The longest first: the zone nearest to a name answers for it.
        zones = zones.stream()
                .sorted(Comparator.comparingInt((Zone z) -> z.origin().labels()).reversed())
                .toList();
        dynamicNames = Set.copyOf(dynamicNames);
    }

    public @Nullable Zone zoneOf(Name name) {
        for (Zone zone : zones) {
            if (name.subdomain(zone.origin())) {
                return zone;
            }
        }
        return null;
    }
}
