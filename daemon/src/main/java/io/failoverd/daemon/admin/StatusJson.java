package io.failoverd.daemon.admin;

import io.failoverd.daemon.core.ServiceState;
import io.failoverd.daemon.core.World;
import io.failoverd.daemon.core.pool.Answers;
import io.failoverd.daemon.core.pool.Decision;
import io.failoverd.daemon.core.pool.SafetyBrake;
import io.failoverd.dns.model.WeightedAddress;
import io.failoverd.probes.model.Moment;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Comparator;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The body of {@code GET /api/v1/status}. The keys are a contract: add to them, never rename one. */
public final class StatusJson {
    private StatusJson() {}

    public static JsonObject of(DaemonView daemon) {
        World world = daemon.world();
        StatusFacts facts = daemon.facts();
        var services = new JsonArray();
        new TreeMap<>(world.services()).values().forEach(service -> services.add(service(service, daemon, facts)));
        return new JsonObject()
                .put("node", daemon.node())
                .put("version", daemon.version())
                .put("at", EndpointJson.time(world.wall().at(daemon.now())))
                .put("ready", daemon.ready())
                .put("services", services)
                .put("listen", new JsonArray(facts.listen()))
                .put("engine", facts.engine())
                .put("transport", facts.transport())
                .put("zones", zones(facts))
                .put("alerts", alerts(facts))
                .put("store", store(facts.store()))
                .put("config", config(facts.config()))
                .put("sentinels", SentinelJson.of(world))
                .put("probes", ProbingJson.limits(daemon.probeLimits(), world))
                .put("tripwires", ProbingJson.tripwires(daemon.tripwires()))
                .put("brake", brake(world, daemon.now()))
                .put(
                        "watchAnswer",
                        daemon.watches()
                                .map(report -> WatchJson.of(report, world, daemon.now()))
                                .orElse(null))
                .put(
                        "publishers",
                        PublisherJson.of(daemon.publishers(), world.wall().at(daemon.now())));
    }

    private static JsonObject service(ServiceState service, DaemonView daemon, StatusFacts facts) {
        World world = daemon.world();
        JsonObject head = head(service, world);
        facts.zoneOf(service.plan().name()).ifPresent(zone -> head.put("serial", zone.serial()));
        return head.put("endpoints", endpoints(service, world, daemon));
    }

    /** What concerns the service as a whole; the endpoints are the caller's. */
    static JsonObject head(ServiceState service, World world) {
        @Nullable Decision decision = service.decision();
        var json = new JsonObject().put("name", service.plan().name()).put("hosts", HostJson.of(service, world.wall()));
        if (decision == null) {
            return json; // none of its host names has been resolved yet
        }
        return json.put("generation", decision.generation())
                .put("policy", service.plan().rules().policy().word())
                .put("ttl", decision.ttl().toSeconds())
                .put("ttlWhy", decision.ttlWhy())
                .put("condition", decision.condition().name())
                .put("changedAt", EndpointJson.time(decision.changedAt()))
                .put("answer", answer(decision.answers()))
                .put("byRegion", byRegion(decision.answers()))
                .put("activeTier", decision.tier())
                .put("freeze", EndpointJson.freeze(service.freeze(), world.wall()));
    }

    /** Every address that some client may get; its weight is that for clients of no known region, 0 for none. */
    private static JsonArray answer(Answers answers) {
        var json = new JsonArray();
        for (InetAddress address : answers.addresses()) {
            int weight = answers.common().addresses().stream()
                    .filter(each -> each.address().equals(address))
                    .mapToInt(WeightedAddress::weight)
                    .sum();
            json.add(new JsonObject().put("address", address.getHostAddress()).put("weight", weight));
        }
        return json;
    }

    /** What the clients of each client region get; empty unless the policy is regional. */
    private static JsonObject byRegion(Answers answers) {
        var json = new JsonObject();
        answers.byRegion().forEach((region, selection) -> {
            var addresses = new JsonArray();
            selection
                    .addresses()
                    .forEach(each -> addresses.add(new JsonObject()
                            .put("address", each.address().getHostAddress())
                            .put("weight", each.weight())));
            json.put(region, addresses);
        });
        return json;
    }

    private static JsonArray endpoints(ServiceState service, World world, DaemonView daemon) {
        var json = new EndpointJson(daemon, world);
        var endpoints = new JsonArray();
        @Nullable Decision decision = service.decision();
        for (int i = 0; decision != null && i < service.endpoints().size(); i++) {
            endpoints.add(json.of(
                    service.plan(),
                    service.endpoints().get(i),
                    decision.members().get(i)));
        }
        return endpoints;
    }

    /** The brake on removals; null where there is none. */
    private static @Nullable JsonObject brake(World world, Moment now) {
        SafetyBrake.@Nullable Rule rule = world.brake().rule();
        @Nullable Moment free = world.brake().freeAt(now);
        return rule == null
                ? null
                : new JsonObject()
                        .put("removals", rule.removals())
                        .put("withinSeconds", rule.within().toSeconds())
                        .put(
                                "freeAt",
                                free == null
                                        ? null
                                        : EndpointJson.time(world.wall().at(free)));
    }

    private static JsonArray zones(StatusFacts facts) {
        var zones = new JsonArray();
        facts.zones()
                .forEach(zone ->
                        zones.add(new JsonObject().put("name", zone.zone()).put("serial", zone.serial())));
        return zones;
    }

    private static JsonObject alerts(StatusFacts facts) {
        var channels = new JsonArray();
        facts.outboxes().stream()
                .sorted(Comparator.comparing(StatusFacts.Outbox::channel))
                .forEach(outbox -> channels.add(new JsonObject()
                        .put("name", outbox.channel())
                        .put("depth", outbox.depth())
                        .put("oldest", timeOrNull(outbox.oldest()))));
        return new JsonObject()
                .put("depth", facts.outboxDepth())
                .put("oldest", timeOrNull(facts.oldestAlert()))
                .put("channels", channels);
    }

    private static JsonObject store(StatusFacts.Store store) {
        return new JsonObject()
                .put("ok", store.failingSince() == null)
                .put("failingSince", timeOrNull(store.failingSince()))
                .put("text", store.text());
    }

    private static JsonObject config(StatusFacts.Config config) {
        StatusFacts.@Nullable Rejected rejected = config.lastRejected();
        return new JsonObject()
                .put("loadedAt", EndpointJson.time(config.loadedAt()))
                .put(
                        "lastRejected",
                        rejected == null
                                ? null
                                : new JsonObject()
                                        .put("at", EndpointJson.time(rejected.at()))
                                        .put("why", rejected.why()));
    }

    private static @Nullable String timeOrNull(@Nullable Instant instant) {
        return instant == null ? null : EndpointJson.time(instant);
    }
}
