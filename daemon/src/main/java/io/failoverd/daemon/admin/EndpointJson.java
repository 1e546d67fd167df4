package io.failoverd.daemon.admin;

import io.failoverd.daemon.core.EndpointState;
import io.failoverd.daemon.core.pool.Member;
import io.failoverd.daemon.core.pool.OperatorOverride;
import io.failoverd.daemon.core.pool.WallAnchor;
import io.failoverd.probes.model.Probed;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** One endpoint as the status and explain show it. The keys are a contract. */
final class EndpointJson {
    private final WallAnchor wall;

    EndpointJson(WallAnchor wall) {
        this.wall = wall;
    }

    JsonObject of(EndpointState state, Member member) {
        return new JsonObject()
                .put("name", member.endpoint())
                .put("region", member.region())
                .put("address", member.address().getHostAddress())
                .put("health", state.health().health().name())
                .put("since", time(wall.at(state.health().since())))
                .put("inAnswer", member.inAnswer())
                .put("override", override(state.override()))
                .put("reasons", reasons(member))
                .put("lastProbe", lastProbe(state.health().last()));
    }

    private static JsonArray reasons(Member member) {
        var reasons = new JsonArray();
        member.reasons()
                .forEach(reason -> reasons.add(
                        new JsonObject().put("code", reason.code().name()).put("text", reason.text())));
        return reasons;
    }

    @Nullable
    JsonObject override(@Nullable OperatorOverride override) {
        if (override == null) {
            return null;
        }
        return new JsonObject()
                .put("mode", override.mode().word())
                .put("until", override.expires() == null ? null : time(wall.at(override.expires())))
                .put("by", override.by())
                .put("note", override.note())
                .put("since", time(wall.at(override.since())));
    }

    private @Nullable JsonObject lastProbe(@Nullable Probed probed) {
        return probed == null ? null : ProbeJson.of(probed).put("at", time(wall.at(probed.finishedAt())));
    }

    /** RFC 3339, in UTC. */
    static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
