package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Place;
import io.failoverd.daemon.config.yaml.Problem;
import io.failoverd.daemon.config.yaml.Section;
import io.failoverd.daemon.config.yaml.Value;
import io.failoverd.dns.zone.LoadResult;
import io.failoverd.dns.zone.SoaSpec;
import io.failoverd.dns.zone.ZoneLoader;
import io.failoverd.dns.zone.ZoneProblem;
import io.failoverd.dns.zone.ZoneSet;
import io.failoverd.dns.zone.ZoneSpec;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads {@code zones} with their files, and has the DNS server's own loader check what they hold. */
final class ZoneReader {
    static final int MAX_ZONES = 10_000;
    private static final int MAX_NAME_SERVERS = 13;
    private static final int MAX_ADDRESSES = 16;
    private static final int MAX_ZONE_BYTES = 16 * 1024 * 1024;
    private static final Duration MOST = Duration.ofDays(365);
    private static final Duration MOST_MINIMUM = Duration.ofDays(1);

    /**
     * The zones of the file.
     *
     * @param complete whether every zone's name could be read
     */
    record Read(List<ZoneSpec> specs, Set<String> names, boolean complete) {
        /** Whether the name is in a zone; an unreadable zone may be the one. */
        boolean hold(String name) {
            return !complete || isIn(names, name);
        }

        private static boolean isIn(Set<String> zones, String name) {
            String above = name;
            while (!zones.contains(above)) {
                int dot = above.indexOf('.');
                if (dot < 0) {
                    return false;
                }
                above = above.substring(dot + 1);
            }
            return true;
        }
    }

    private final Scope scope;
    private final Map<String, Value> places = new HashMap<>();

    ZoneReader(Scope scope) {
        this.scope = scope;
    }

    Read read(@Nullable Value zones) {
        List<ZoneSpec> specs = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        Names.Unique unique = new Names.Unique();
        boolean complete = true;
        for (Value item : zones == null ? List.<Value>of() : zones.items(MAX_ZONES)) {
            Section section = item.section(Vocabulary.ZONE);
            Value nameValue = section.required("name");
            String name = Names.domain(nameValue);
            ZoneSpec.Content content = content(section);
            if (nameValue == null || name == null) {
                complete = false;
                continue;
            }
            if (unique.take(nameValue, name, "a zone with the name " + name) && content != null) {
                specs.add(new ZoneSpec(name, content));
            }
            names.add(name);
        }
        return new Read(specs, names, complete);
    }

    /**
     * The zones as the DNS server serves them; null, and problems, for what it would refuse. Only zones and services
     * that have no problems of their own are looked at.
     */
    @Nullable
    ZoneSet load(Read zones, Collection<String> services) {
        Set<String> loaded = zones.specs().stream().map(ZoneSpec::name).collect(Collectors.toSet());
        List<String> held =
                services.stream().filter(name -> Read.isIn(loaded, name)).toList();
        return switch (ZoneLoader.load(zones.specs(), held)) {
            case LoadResult.Loaded(ZoneSet loadedZones) -> loadedZones;
            case LoadResult.Rejected(List<ZoneProblem> problems) -> {
                problems.forEach(this::report);
                yield null;
            }
        };
    }

    private void report(ZoneProblem problem) {
        Value at = places.get(problem.source());
        if (at == null || problem.line() > 0) {
            Place place = problem.line() > 0 ? new Place(problem.line(), 1) : null;
            scope.report().add(new Problem(Problem.Severity.ERROR, problem.source(), place, "", problem.text(), null));
        } else {
            at.error(problem.text());
        }
    }

    private ZoneSpec.@Nullable Content content(Section zone) {
        Value file = zone.get("file");
        if (file == null) {
            return inline(zone);
        }
        for (String key : List.of("ns", "soa")) {
            if (zone.has(key)) {
                zone.at(key).error("the zone has a file, and its records stand there", "remove " + key + " or file");
            }
        }
        Path path = scope.path(file);
        if (path == null) {
            return null;
        }
        return switch (scope.surroundings().read(path, MAX_ZONE_BYTES)) {
            case FileText.Unreadable(String reason) -> {
                file.error("the file " + path + " " + reason);
                yield null;
            }
            case FileText.Text(String records) -> {
                places.putIfAbsent(path.toString(), file);
                yield new ZoneSpec.MasterFile(path.toString(), records);
            }
        };
    }

    private ZoneSpec.@Nullable Content inline(Section zone) {
        SoaSpec soa = soa(zone.section("soa", Vocabulary.SOA));
        Value ns = zone.get("ns");
        if (ns == null) {
            if (!zone.isStandIn()) {
                zone.self().error("says nothing about its name servers", "add file: PATH or ns: {NAME: [ADDRESS]}");
            }
            return null;
        }
        List<Value.Named> entries = ns.named("{NAME: [ADDRESS]}");
        if (entries.isEmpty() && ns.isMap()) {
            ns.error("is empty", "add NAME: [ADDRESS]");
            return null;
        } else if (entries.size() > MAX_NAME_SERVERS) {
            ns.error("has " + entries.size() + " name servers", "write at most " + MAX_NAME_SERVERS);
        }
        Map<String, List<InetAddress>> servers = new LinkedHashMap<>();
        for (Value.Named entry : entries) {
            String name = Names.domain(entry.key());
            List<InetAddress> addresses = addresses(entry.value());
            if (name != null) {
                servers.put(name, addresses);
            }
        }
        String source = zone.self().path();
        places.put(source, zone.self());
        return new ZoneSpec.Inline(source, servers, soa);
    }

    private static List<InetAddress> addresses(Value value) {
        Names.Unique unique = new Names.Unique();
        List<InetAddress> addresses = new ArrayList<>();
        for (Value item : value.items(MAX_ADDRESSES)) {
            InetAddress address = EndpointReader.usable(item);
            if (address != null && unique.take(item, address, "the address " + Addresses.text(address))) {
                addresses.add(address);
            }
        }
        return addresses;
    }

    private static SoaSpec soa(Section soa) {
        SoaSpec usual = SoaSpec.DEFAULT;
        return new SoaSpec(
                Optional.ofNullable(Names.domain(soa.get("mname"))),
                Optional.ofNullable(Names.domain(soa.get("rname"))),
                seconds(soa, "refresh", usual.refresh(), MOST),
                seconds(soa, "retry", usual.retry(), MOST),
                seconds(soa, "expire", usual.expire(), MOST),
                seconds(soa, "minimum", usual.minimum(), MOST_MINIMUM),
                usual.ttl());
    }

    private static Duration seconds(Section soa, String key, Duration usual, Duration most) {
        return ServiceReader.wholeSeconds(soa, key, usual, Duration.ofSeconds(1), most);
    }
}
