package io.failoverd.daemon.admin;

import io.failoverd.dns.model.NameStatus;
import io.failoverd.dns.model.PublishPlan;
import io.failoverd.dns.model.PublisherStatus;
import io.failoverd.dns.model.RecordSet;
import io.failoverd.dns.model.TargetRecord;
import io.failoverd.dns.model.TtlFloor;
import io.netty.util.NetUtil;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Publishers to remote targets in the status, and what they would do. The keys are a contract. */
final class PublisherJson {
    private PublisherJson() {}

    static JsonArray of(List<PublisherStatus> publishers, Instant now) {
        var json = new JsonArray();
        for (PublisherStatus publisher : publishers) {
            var names = new JsonArray();
            publisher.names().forEach(name -> names.add(name(name, now)));
            json.add(new JsonObject()
                    .put("name", publisher.publisher())
                    .put("running", publisher.running())
                    .put("callsInFlight", publisher.callsInFlight())
                    .put("services", names));
        }
        return json;
    }

    private static JsonObject name(NameStatus status, Instant now) {
        return new JsonObject()
                .put("service", status.name())
                .put("desired", status.desired())
                .put("published", status.published())
                .put("verified", status.verified())
                .put("step", status.step())
                .put("since", EndpointJson.time(status.since()))
                .put("lagSeconds", lag(status, now).toMillis() / 1e3)
                .put("held", status.held().map(PublisherJson::held).orElse(null))
                .put("ttlFloor", status.ttlFloor().map(PublisherJson::floor).orElse(null))
                .put("drift", new JsonArray(status.drift().text()))
                .put("lastError", status.lastError().map(PublisherJson::error).orElse(null));
    }

    private static JsonObject floor(TtlFloor floor) {
        return new JsonObject()
                .put("wantedSeconds", floor.wanted().toSeconds())
                .put("floorSeconds", floor.floor().toSeconds())
                .put("text", floor.text());
    }

    /** For how long the target has lacked what it should hold. */
    static Duration lag(NameStatus status, Instant now) {
        return status.behindSince()
                .map(since -> Duration.between(since, now))
                .filter(lag -> !lag.isNegative())
                .orElse(Duration.ZERO);
    }

    private static JsonArray held(RecordSet held) {
        var records = new JsonArray();
        for (TargetRecord record : held.records()) {
            @Nullable
            Integer weight = record.weight().isPresent() ? record.weight().getAsInt() : null;
            records.add(new JsonObject()
                    .put("address", NetUtil.toAddressString(record.address()))
                    .put("enabled", record.enabled())
                    .put("weight", weight)
                    .put("ttl", record.ttl().toSeconds()));
        }
        return records;
    }

    private static JsonObject error(NameStatus.LastError error) {
        return new JsonObject()
                .put("code", error.failure().code())
                .put("text", error.failure().text())
                .put("at", EndpointJson.time(error.at()))
                .put("since", EndpointJson.time(error.since()))
                .put("inARow", error.inARow());
    }

    static JsonObject ofPlans(List<PlannedPublication> planned) {
        var plans = new JsonArray();
        for (PlannedPublication each : planned) {
            JsonObject json = new JsonObject()
                    .put("publisher", each.publisher())
                    .put("service", each.service())
                    .put("generation", each.generation());
            plans.add(
                    switch (each.plan()) {
                        case PublishPlan.Changes changes ->
                            json.put("known", true)
                                    .put("equal", changes.diff().isEmpty())
                                    .put("changes", new JsonArray(changes.diff().text()))
                                    .put(
                                            "ttlFloor",
                                            changes.floor()
                                                    .map(PublisherJson::floor)
                                                    .orElse(null));
                        case PublishPlan.Unknown unknown ->
                            json.put("known", false)
                                    .put(
                                            "why",
                                            unknown.why().code() + ": "
                                                    + unknown.why().text());
                        case PublishPlan.Refused refused ->
                            json.put("known", false).put("why", refused.why());
                    });
        }
        return new JsonObject().put("plans", plans);
    }
}
