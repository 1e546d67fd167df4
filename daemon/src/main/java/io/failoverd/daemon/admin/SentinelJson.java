package io.failoverd.daemon.admin;

import io.failoverd.daemon.core.SentinelState;
import io.failoverd.daemon.core.World;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What the sentinels say of our own network, as the status shows it. */
final class SentinelJson {
    private SentinelJson() {}

    /** {@code state} is {@code off}, {@code good} or {@code lost}. */
    static JsonObject of(World world) {
        SentinelState sentinels = world.sentinels();
        var targets = new JsonArray();
        for (SentinelState.Sight sight : sentinels.sights()) {
            targets.add(new JsonObject()
                    .put("name", sight.name())
                    .put(
                            "lastProbe",
                            sight.last() == null
                                    ? null
                                    : ProbeJson.of(sight.last())
                                            .put(
                                                    "at",
                                                    EndpointJson.time(world.wall()
                                                            .at(sight.last().finishedAt())))));
        }
        String state = !sentinels.watched() ? "off" : sentinels.lost() ? "lost" : "good";
        return new JsonObject()
                .put("state", state)
                .put("since", EndpointJson.time(world.wall().at(sentinels.since())))
                .put("text", sentinels.words(world.wall()))
                .put("need", sentinels.plan().need())
                .put("targets", targets);
    }
}
