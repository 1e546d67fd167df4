package io.failoverd.daemon.admin;

import io.failoverd.daemon.core.EndpointState;
import io.failoverd.daemon.core.ServiceState;
import io.failoverd.daemon.core.World;
import io.failoverd.daemon.core.pool.Decision;
import io.failoverd.daemon.core.pool.Member;
import io.failoverd.daemon.core.pool.OperatorOverride;
import io.failoverd.daemon.core.pool.Reason;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
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
    public static JsonObject of(ServiceState service, World world, DaemonView daemon, @Nullable String only) {
        var json = new EndpointJson(daemon, world);
        var endpoints = new JsonArray();
        @Nullable Decision decision = service.decision();
        for (int i = 0; decision != null && i < service.endpoints().size(); i++) {
            Member member = decision.members().get(i);
            EndpointState state = service.endpoints().get(i);
            if (only == null
                    || member.endpoint().equals(only)
                    || state.plan().configured().equals(only)) {
                endpoints.add(json.of(service.plan(), state, member)
                        .put("summary", summary(state, member))
                        .put("returns", returns(service, state, member, world)));
            }
        }
        return StatusJson.head(service, world).put("endpoints", endpoints);
    }

    /** One sentence for each endpoint of a service, as in its explanation. */
    public static List<String> summaries(ServiceState service) {
        var summaries = new ArrayList<String>();
        @Nullable Decision decision = service.decision();
        for (int i = 0; decision != null && i < service.endpoints().size(); i++) {
            summaries.add(summary(service.endpoints().get(i), decision.members().get(i)));
        }
        return summaries;
    }

    /** The chain in one sentence. */
    private static String summary(EndpointState state, Member member) {
        return member.endpoint() + " (" + member.address().getHostAddress() + ") is "
                + state.health().health() + " and " + (member.inAnswer() ? "in" : "out of") + " the answer: "
                + member.why();
    }

    /** What would bring an endpoint back that is out, or healthy again one that is only kept; null for the others. */
    private static @Nullable String returns(ServiceState service, EndpointState state, Member member, World world) {
        String name = service.plan().name();
        for (Reason reason : member.reasons()) {
            @Nullable
            String returns = switch (reason.code()) {
                case OVERRIDE_OFFLINE, DRAINING, DRAINED -> overrideEnds(name, state, member, world);
                case FROZEN -> state.health().healthy() ? "the thaw: failoverd thaw " + name : null;
                case MAINTENANCE, RETURNS_WHEN, AWAITING_FIRST_SUCCESS, POLICY_STANDBY -> reason.text();
                default -> null;
            };
            if (returns != null) {
                return returns;
            }
        }
        return null;
    }

    private static String overrideEnds(String service, EndpointState state, Member member, World world) {
        @Nullable OperatorOverride override = state.override();
        String end = override == null || override.expires() == null
                ? "the override has no end"
                : "the override ends at " + EndpointJson.time(world.wall().at(override.expires()));
        return end + "; to end it now: failoverd override " + service + " " + member.endpoint() + " smart";
    }
}
