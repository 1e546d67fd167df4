package io.failoverd.dns.client;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns client regions into their table, so that the config check runs what the daemon runs. Reads the databases and
 * nothing else. May take seconds for a large database; belongs on no event loop.
 */
public final class ClientLoader {
    /** What one client can tell apart is cities; a number of a region has to fit 16 bits. */
    static final int MAX_REGIONS = 1000;
    /** A list made by hand or by a script; whoever has more wants a database. */
    static final int MAX_PLACES = 100_000;
    /** For each address family: 18 octets each when loaded, about 100 while loading. All of the world by country. */
    static final int MAX_RANGES = 500_000;

    private static final int MAX_DATABASES = 8;
    /** Of the places that a database has instead. */
    private static final int MAX_HINTS = 12;
    /** Networks are above everything from a database, the longest prefix first. */
    private static final int NETWORK_RANK = Place.Kind.values().length;

    private final List<ClientProblem> problems = new ArrayList<>();
    private final List<ClientProblem> warnings = new ArrayList<>();
    private final Map<Place.Network, Integer> networks = new HashMap<>();
    private final Map<String, Integer> wanted = new HashMap<>();
    private final Map<String, Place.Known> known = new TreeMap<>();
    private final List<String> names = new ArrayList<>();

    private ClientLoader() {}

    /** Loads all client regions or tells everything that is wrong with them. Never throws for what is in a file. */
    public static ClientLoadResult load(ClientSpec spec) {
        return new ClientLoader().run(spec);
    }

    private ClientLoadResult run(ClientSpec spec) {
        int places = spec.regions().stream().mapToInt(r -> r.places().size()).sum();
        if (spec.regions().size() > MAX_REGIONS
                || places > MAX_PLACES
                || spec.databases().size() > MAX_DATABASES) {
            problem(
                    "client regions",
                    "there may be up to " + MAX_REGIONS + " regions with " + MAX_PLACES + " places in all, and "
                            + MAX_DATABASES + " databases");
            return new ClientLoadResult.Rejected(problems);
        }
        for (ClientRegion region : spec.regions()) {
            read(region);
        }
        if (spec.databases().isEmpty()) {
            known.keySet().forEach(key -> problem(source(wanted.getOrDefault(key, 0)), key + " needs a database"));
        }
        Spans ipv4 = networks(true);
        Spans ipv6 = networks(false);
        List<GeoDatabase> databases = new ArrayList<>();
        for (Path file : spec.databases()) {
            GeoDatabase database = new GeoDatabase(wanted);
            String wrong = database.read(file);
            if (wrong != null) {
                problem(file.toString(), wrong);
                continue;
            }
            databases.add(database);
            ipv4 = bounded(file, Spans.overlay(ipv4, database.spans(true)));
            ipv6 = bounded(file, Spans.overlay(ipv6, database.spans(false)));
        }
        if (!problems.isEmpty()) {
            return new ClientLoadResult.Rejected(problems);
        }
        warnOfUnknown(databases);
        return new ClientLoadResult.Loaded(new ClientRegions(names, Ranges.of(ipv4), Ranges.of(ipv6)), warnings);
    }

    private void read(ClientRegion region) {
        if (region.name().isBlank()) {
            problem("client regions", "a region has no name");
        }
        if (names.contains(region.name())) {
            problem("client region " + region.name(), "is defined twice");
        }
        names.add(region.name());
        int number = names.size();
        if (region.places().isEmpty()) {
            problem(source(number), "lists no place");
        }
        for (String written : region.places()) {
            switch (PlaceReader.read(written)) {
                case Place.Network network -> once(written, networks.putIfAbsent(network, number), number);
                case Place.Known place -> {
                    known.put(place.key(), place);
                    once(written, wanted.putIfAbsent(place.key(), number), number);
                }
                case Place.Wrong wrong -> problem(source(number), wrong.text());
            }
        }
    }

    private void once(String written, @Nullable Integer before, int number) {
        if (before != null) {
            problem(
                    source(number),
                    before == number
                            ? written + " is listed twice"
                            : written + " is also in client region " + names.get(before - 1));
        }
    }

    /** Networks of one length do not overlap, and a longer one lies above a shorter one. */
    private Spans networks(boolean isIpv4) {
        var byLength = new TreeMap<Integer, List<Span>>();
        networks.forEach((network, region) -> {
            if (network.isIpv4() == isIpv4) {
                Bits last = network.first().last(network.prefix());
                byLength.computeIfAbsent(network.prefix(), p -> new ArrayList<>())
                        .add(new Span(network.first(), last, NETWORK_RANK + network.prefix(), region));
            }
        });
        Spans all = new Spans();
        for (List<Span> sameLength : byLength.values()) {
            Spans spans = new Spans();
            sameLength.stream().sorted((a, b) -> a.first().compareTo(b.first())).forEach(spans::add);
            all = Spans.overlay(all, spans);
        }
        return all;
    }

    private Spans bounded(Path file, Spans spans) {
        if (spans.size() > MAX_RANGES) {
            problem(file.toString(), "makes more than " + MAX_RANGES + " ranges of client addresses");
        }
        return spans;
    }

    private void warnOfUnknown(List<GeoDatabase> databases) {
        known.values().forEach(place -> {
            Set<String> there = names(databases, place.kind());
            if (!there.contains(place.key())) {
                String text = there.isEmpty()
                        ? "no database has " + place.kind().plural()
                        : "no database has " + place.key() + hint(place, there, databases);
                warnings.add(new ClientProblem(source(wanted.getOrDefault(place.key(), 0)), text));
            }
        });
    }

    private static Set<String> names(List<GeoDatabase> databases, Place.Kind kind) {
        Set<String> there = new HashSet<>();
        databases.forEach(database -> there.addAll(database.names(kind)));
        return there;
    }

    /** Two letters can mean a continent; subdivisions have had several codes over the years. */
    private static String hint(Place.Known place, Set<String> there, List<GeoDatabase> databases) {
        String continent = GeoRecord.continentKey(place.key());
        if (names(databases, Place.Kind.CONTINENT).contains(continent)) {
            return "; the continent is " + continent;
        }
        if (place.kind() != Place.Kind.SUBDIVISION) {
            return "";
        }
        String country = place.key().substring(0, 3);
        List<String> others = there.stream()
                .filter(key -> key.startsWith(country))
                .sorted()
                .limit(MAX_HINTS)
                .toList();
        return others.isEmpty() ? "" : "; it has " + String.join(", ", others);
    }

    private String source(int number) {
        return number == 0 ? "client regions" : "client region " + names.get(number - 1);
    }

    private void problem(String source, String text) {
        problems.add(new ClientProblem(source, text));
    }
}
