package io.failoverd.daemon.admin;

import io.failoverd.daemon.core.World;
import io.failoverd.probes.LimitCounts;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.tripwire.TripCounts;
import io.failoverd.probes.tripwire.WireEnd;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What is told of the probes of all targets together. The keys are a contract. */
final class ProbingJson {
    private ProbingJson() {}

    /** The bounds on all probes, and how many found no place. */
    static JsonObject limits(LimitCounts counts, World world) {
        var refused = new JsonObject();
        counts.refused().forEach((limit, many) -> refused.put(limit.label(), many));
        @Nullable Moment last = counts.lastRefused();
        return new JsonObject()
                .put("most", counts.most())
                .put("underWay", counts.underWay())
                .put("refused", refused)
                .put(
                        "lastRefusedAt",
                        last == null ? null : EndpointJson.time(world.wall().at(last)));
    }

    /** The idle connections; what they have done is counted since the start. */
    static JsonObject tripwires(TripCounts counts) {
        var ended = new JsonObject();
        for (WireEnd end : WireEnd.values()) {
            ended.put(end.label(), counts.trips().getOrDefault(end, 0L));
        }
        return new JsonObject()
                .put("wanted", counts.wanted())
                .put("open", counts.open())
                .put("ended", ended)
                .put("contradicted", counts.contradicted())
                .put("limited", counts.limited());
    }
}
