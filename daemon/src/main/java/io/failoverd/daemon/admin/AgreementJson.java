package io.failoverd.daemon.admin;

import io.failoverd.daemon.core.EndpointState;
import io.failoverd.daemon.core.Votes;
import io.failoverd.daemon.core.consensus.Agreement;
import io.failoverd.daemon.core.consensus.ConsensusMachine;
import io.failoverd.daemon.core.consensus.ConsensusPolicy;
import io.failoverd.daemon.core.consensus.Heard;
import io.failoverd.daemon.core.consensus.Report;
import io.failoverd.daemon.core.consensus.Stance;
import io.failoverd.daemon.core.pool.WallAnchor;
import io.failoverd.probes.model.Moment;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What the vantages of an endpoint say now, and what they agree on. The keys are a contract. */
final class AgreementJson {
    private AgreementJson() {}

    /** Null where we alone decide. */
    static @Nullable JsonObject of(EndpointState state, @Nullable ConsensusPolicy policy, WallAnchor wall, Moment now) {
        @Nullable Votes votes = state.votes();
        if (votes == null || policy == null) {
            return null;
        }
        Agreement agreement = ConsensusMachine.agreement(policy, votes.consensus(), now);
        var vantages = new JsonArray();
        ConsensusMachine.stances(policy, votes.consensus(), now)
                .forEach(stance -> vantages.add(vantage(stance, policy, wall)));
        return new JsonObject()
                .put("health", agreement.health().name())
                .put("since", EndpointJson.time(wall.at(agreement.since())))
                .put("standing", agreement.standing().name())
                .put("agreeing", agreement.agreeing())
                .put("reporting", agreement.reporting())
                .put("configured", agreement.configured())
                .put("quorum", agreement.quorum())
                .put("corroborated", agreement.corroborated())
                .put("quorumLost", agreement.quorumLost())
                .put("text", agreement.text())
                .put("vantages", vantages);
    }

    private static JsonObject vantage(Stance stance, ConsensusPolicy policy, WallAnchor wall) {
        @Nullable Heard heard = stance.heard();
        @Nullable Report report = heard == null ? null : heard.report();
        return new JsonObject()
                .put("name", stance.vantage())
                .put("own", stance.own())
                .put("says", stance.opinion().name())
                .put("since", report == null ? null : EndpointJson.time(report.since()))
                .put("heardAt", heard == null || report == null ? null : EndpointJson.time(wall.at(heard.received())))
                .put("ageSeconds", stance.age().toMillis() / 1e3)
                .put(
                        "maxAgeSeconds",
                        stance.own() ? null : policy.maxAge(stance.vantage()).toMillis() / 1e3)
                .put("weight", stance.weight().name());
    }
}
