package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Section;
import io.failoverd.daemon.config.yaml.Value;
import io.failoverd.dns.client.ClientLoadResult;
import io.failoverd.dns.client.ClientLoader;
import io.failoverd.dns.client.ClientProblem;
import io.failoverd.dns.client.ClientRegion;
import io.failoverd.dns.client.ClientRegions;
import io.failoverd.dns.client.ClientSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code clients}, and has the DNS server's own loader look the places up. */
final class ClientReader {
    private static final int MAX_DATABASES = 8;
    private static final int MAX_PLACES = 100_000;

    /**
     * The client regions of the file.
     *
     * @param regions every name that is written, with its place
     */
    record Read(ClientSpec spec, Map<String, Value> regions) {}

    private final Scope scope;
    private final Map<String, Value> databases = new HashMap<>();

    ClientReader(Scope scope) {
        this.scope = scope;
    }

    Read read(Section clients) {
        List<ClientRegion> regions = new ArrayList<>();
        Map<String, Value> places = new LinkedHashMap<>();
        Value written = clients.get("regions");
        for (Value.Named named : written == null ? List.<Value.Named>of() : written.named("{NAME: [PLACE]}")) {
            boolean good = Names.isLabel(named.key(), named.name());
            List<String> listed = places(named.value());
            places.put(named.name(), named.key());
            if (good && !listed.isEmpty()) {
                regions.add(new ClientRegion(named.name(), listed));
            }
        }
        List<Path> files = databases(clients.get("databases"));
        if (!files.isEmpty() && written == null) {
            clients.at("databases").warning("there are no client regions, so that nothing is looked up", null);
        }
        return new Read(new ClientSpec(regions, files), places);
    }

    private static List<String> places(Value value) {
        if (value.isEmptyList()) {
            value.error("is empty", "add a network, a country, a subdivision, a continent or an autonomous system");
        }
        List<String> places = new ArrayList<>();
        for (Value item : value.items(MAX_PLACES)) {
            String place = item.text("a place");
            if (place != null) {
                places.add(place);
            }
        }
        return places;
    }

    private List<Path> databases(@Nullable Value value) {
        List<Path> files = new ArrayList<>();
        for (Value item : value == null ? List.<Value>of() : value.items(MAX_DATABASES)) {
            Path file = scope.path(item);
            if (file != null) {
                files.add(file);
                databases.put(file.toString(), item);
            }
        }
        return files;
    }

    /** Looks the places up; null, and problems, when something is wrong with them. May take seconds. */
    @Nullable
    ClientRegions load(Section clients, Read read) {
        if (read.spec().regions().isEmpty()) {
            return ClientRegions.NONE;
        }
        return switch (ClientLoader.load(read.spec())) {
            case ClientLoadResult.Loaded(ClientRegions regions, List<ClientProblem> warnings) -> {
                warnings.forEach(warning -> at(clients, read, warning).warning(warning.text(), null));
                yield regions;
            }
            case ClientLoadResult.Rejected(List<ClientProblem> problems) -> {
                problems.forEach(problem -> at(clients, read, problem).error(problem.text()));
                yield null;
            }
        };
    }

    private Value at(Section clients, Read read, ClientProblem problem) {
        Value database = databases.get(problem.source());
        if (database != null) {
            return database;
        }
        return read.regions().entrySet().stream()
                .filter(region -> problem.source().equals("client region " + region.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(clients.self());
    }
}
