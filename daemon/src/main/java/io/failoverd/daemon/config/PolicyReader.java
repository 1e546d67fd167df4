package io.failoverd.daemon.config;

import io.failoverd.daemon.config.yaml.Durations;
import io.failoverd.daemon.config.yaml.Section;
import io.failoverd.daemon.config.yaml.Value;
import io.failoverd.daemon.core.pool.PoolPolicy;
import io.failoverd.daemon.core.pool.PoolPolicy.ClientRule;
import io.failoverd.daemon.core.pool.PoolPolicy.Failback;
import io.failoverd.daemon.core.pool.Ramp;
import io.failoverd.daemon.core.pool.TtlPolicy;
import io.failoverd.probes.model.DurationMath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code policy}: a word, or a map with the settings of one policy. */
final class PolicyReader {
    /** A response of this many addresses of both families stays far below the size that is cut. */
    static final int MAX_ANSWERS = 8;

    static final PoolPolicy DEFAULT = new PoolPolicy.All(MAX_ANSWERS);

    private static final int MAX_PARTS = 1000;
    private static final Duration MOST_STEP = Duration.ofDays(1);

    private final ClientReader.Read clients;
    private final Set<String> used = new HashSet<>();

    PolicyReader(ClientReader.Read clients) {
        this.clients = clients;
    }

    /** @param regions where the endpoints are; empty where that is not known */
    PoolPolicy read(@Nullable Value value, TtlPolicy ttl, Collection<String> regions) {
        if (value == null) {
            return DEFAULT;
        }
        if (!value.isMap()) {
            String word = value.text("a policy");
            return word == null ? DEFAULT : bare(value, word);
        }
        Section map = value.section(Vocabulary.POLICY);
        List<String> written =
                Vocabulary.POLICY.served().stream().filter(map::has).toList();
        if (written.size() != 1) {
            value.error(
                    written.isEmpty()
                            ? "does not say which policy"
                            : "a service has one policy, and this one has " + String.join(" and ", written),
                    "write one of " + String.join(", ", Vocabulary.POLICY.served()));
            return DEFAULT;
        }
        return switch (written.getFirst()) {
            case "weighted" -> weighted(map.section("weighted", Vocabulary.WEIGHTED), ttl);
            case "failover" -> failover(map.section("failover", Vocabulary.FAILOVER));
            case "regional" -> regional(map.section("regional", Vocabulary.REGIONAL), ttl, regions);
            default ->
                new PoolPolicy.All(maxAnswers(map.section("all", Vocabulary.ALL_POLICY), "maxAnswers", MAX_ANSWERS));
        };
    }

    private static PoolPolicy bare(Value value, String word) {
        return switch (word) {
            case "all" -> DEFAULT;
            case "weighted" -> new PoolPolicy.Weighted(1, Ramp.DEFAULT);
            case "failover" -> new PoolPolicy.Failover(1, Failback.AUTOMATIC, MAX_ANSWERS);
            case "regional" -> {
                value.error(
                        "does not say where the clients of which region go",
                        "write {regional: {clients: {CLIENT-REGION: {distribution: {REGION: 90}}}}}");
                yield DEFAULT;
            }
            default -> {
                value.unknown("policy", Vocabulary.POLICY.served(), word);
                yield DEFAULT;
            }
        };
    }

    private static PoolPolicy weighted(Section section, TtlPolicy ttl) {
        return new PoolPolicy.Weighted(maxAnswers(section, "answers", 1), ramp(section, ttl));
    }

    private static PoolPolicy failover(Section section) {
        String failback = section.has("failback") ? section.at("failback").word(List.of("automatic", "manual")) : null;
        return new PoolPolicy.Failover(
                minHealthy(section),
                "manual".equals(failback) ? Failback.MANUAL : Failback.AUTOMATIC,
                maxAnswers(section, "maxAnswers", MAX_ANSWERS));
    }

    private PoolPolicy regional(Section section, TtlPolicy ttl, Collection<String> regions) {
        Value written = section.required("clients");
        List<Value.Named> named =
                written == null ? List.of() : written.named("{CLIENT-REGION: {distribution: {REGION: 90}}}");
        if (written != null && written.isMap() && named.isEmpty()) {
            written.error("is empty", "add CLIENT-REGION: {distribution: {REGION: 90}}");
        }
        Map<String, ClientRule> rules = new LinkedHashMap<>();
        for (Value.Named client : named) {
            used.add(client.name());
            knownClient(client, clients);
            ClientRule rule = rule(client.value().section(Vocabulary.CLIENT_RULE), regions);
            if (rule != null) {
                rules.put(client.name(), rule);
            }
        }
        return new PoolPolicy.Regional(
                rules, maxAnswers(section, "answers", 1), minHealthy(section), ramp(section, ttl));
    }

    /** Says so where a key names no client region. */
    static void knownClient(Value.Named client, ClientReader.Read clients) {
        if (clients.regions().isEmpty()) {
            client.key()
                    .error("there are no client regions", "add " + client.name() + ": [PLACE] under clients.regions");
        } else if (!clients.regions().containsKey(client.name())) {
            client.key().unknown("client region", clients.regions().keySet(), client.name());
        }
    }

    private static @Nullable ClientRule rule(Section section, Collection<String> regions) {
        Value written = section.required("distribution");
        Map<String, Integer> distribution = new LinkedHashMap<>();
        for (Value.Named part : written == null ? List.<Value.Named>of() : written.named("{REGION: 90}")) {
            knownRegion(part.key(), part.name(), regions);
            distribution.put(part.name(), part.value().integer(0, 0, MAX_PARTS));
        }
        Value list = section.get("failover");
        Names.Unique unique = new Names.Unique();
        List<String> failover = new ArrayList<>();
        for (Value item : list == null ? List.<Value>of() : list.items(EndpointReader.MAX_ENDPOINTS)) {
            String region = item.text("a region");
            if (region != null && unique.take(item, region, "the region " + region)) {
                knownRegion(item, region, regions);
                failover.add(region);
            }
        }
        if (distribution.values().stream().anyMatch(part -> part > 0)) {
            return new ClientRule(distribution, failover);
        }
        if (written != null && written.isMap()) {
            written.error("gives no region a share", "write {REGION: 90, OTHER: 10}");
        }
        return null;
    }

    /** Says so where a name is no region of the service's endpoints. */
    static void knownRegion(Value at, String name, Collection<String> regions) {
        if (!regions.isEmpty() && !regions.contains(name)) {
            at.unknown("endpoint in region", regions, name);
        }
    }

    private static int maxAnswers(Section section, String key, int usual) {
        return section.integer(key, usual, 1, EndpointReader.MAX_ENDPOINTS);
    }

    private static int minHealthy(Section section) {
        return section.integer("minHealthy", 1, 1, EndpointReader.MAX_ENDPOINTS);
    }

    private static Ramp ramp(Section section, TtlPolicy ttl) {
        Section ramp = section.section("ramp", Vocabulary.RAMP);
        Duration least = ramp.duration("least", Ramp.DEFAULT.least(), Duration.ZERO, MOST_STEP);
        Duration twice = DurationMath.times(ttl.changing(), 2);
        if (ramp.has("least") && least.compareTo(twice) < 0) {
            ramp.at("least")
                    .warning(
                            "a step lasts two TTLs at least, " + Durations.format(twice) + " and the first "
                                    + Durations.format(DurationMath.times(ttl.steady(), 2)),
                            "write more, or remove it");
        }
        return new Ramp(steps(ramp.get("steps")), least);
    }

    private static List<Integer> steps(@Nullable Value value) {
        List<Integer> usual = Ramp.DEFAULT.steps();
        if (value == null) {
            return usual;
        }
        List<Integer> steps = new ArrayList<>();
        int before = 0;
        for (Value item : value.items(100)) {
            int step = item.integer(0, 1, 100);
            if (step != 0 && step <= before) {
                item.error(step + " is not above " + before + ", the step before it", "write the steps rising");
                step = 0;
            }
            if (step == 0) {
                return usual;
            }
            steps.add(step);
            before = step;
        }
        if (before != 100) {
            if (!steps.isEmpty() || value.isEmptyList()) {
                value.error("does not end with 100, the whole weight", "add 100; [100] alone returns at once");
            }
            return usual;
        }
        return steps;
    }

    void warnOfUnused() {
        clients.regions().forEach((name, at) -> {
            if (!used.contains(name)) {
                at.warning("no service with policy regional has a rule for this client region", "remove it or add one");
            }
        });
    }
}
