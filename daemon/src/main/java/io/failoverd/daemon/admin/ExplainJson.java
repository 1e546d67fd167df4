package io.failoverd.daemon.admin;

import io.failoverd.daemon.core.EndpointState;
import io.failoverd.daemon.core.ServiceState;
import io.failoverd.daemon.core.World;
import io.failoverd.daemon.core.pool.Decision;
import io.failoverd.daemon.core.pool.Member;
import io.failoverd.daemon.core.pool.OperatorOverride;
import io.failoverd.daemon.core.pool.OverrideMode;
import io.failoverd.daemon.core.pool.Reason;
import io.failoverd.daemon.core.pool.ReasonCode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code GET /api/v1/services/{name}/explain}: why each endpoint is in or out of the answer, and what would
 * bring it back.
 */
public final class ExplainJson {
    private ExplainJson() {}

    /**
     * Explains a service.
     *
     * @param only the one endpoint that is asked about; null for all
     */
    public static JsonObject of(ServiceState service, World world, @Nullable String only) {
        var json = new EndpointJson(world.wall());
        var endpoints = new JsonArray();
        @Nullable Decision decision = service.decision();
        for (int i = 0; decision != null && i < service.endpoints().size(); i++) {
            Member member = decision.members().get(i);
            EndpointState state = service.endpoints().get(i);
            if (only == null || member.endpoint().equals(only)) {
                endpoints.add(json.of(state, member)
                        .put("summary", summary(state, member))
                        .put("returns", returns(service, state, member, world)));
            }
        }
        return StatusJson.head(service, world).put("endpoints", endpoints);
    }

    /** The chain in one sentence. */
    private static String summary(EndpointState state, Member member) {
        return member.endpoint() + " (" + member.address().getHostAddress() + ") is "
                + state.health().health() + " and " + (member.inAnswer() ? "in" : "out of") + " the answer: "
                + member.why();
    }

    /** What would bring an endpoint back that is out, or healthy again one that is only kept; null for the others. */
    private static @Nullable String returns(ServiceState service, EndpointState state, Member member, World world) {
        @Nullable OperatorOverride override = state.override();
        if (override != null && override.mode() != OverrideMode.ONLINE && !member.inAnswer()) {
            String end = override.expires() == null
                    ? "the override has no end"
                    : "the override ends at " + EndpointJson.time(world.wall().at(override.expires()));
            return end + "; to end it now: failoverd override " + service.plan().name() + " " + member.endpoint()
                    + " smart";
        }
        for (Reason reason : member.reasons()) {
            if (reason.code() == ReasonCode.RETURNS_WHEN || reason.code() == ReasonCode.AWAITING_FIRST_SUCCESS) {
                return reason.text();
            }
        }
        return member.inAnswer() ? null : "its first success";
    }
}
