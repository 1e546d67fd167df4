package io.failoverd.daemon.admin;

import io.failoverd.daemon.core.EndpointState;
import io.failoverd.daemon.core.ServicePlan;
import io.failoverd.daemon.core.World;
import io.failoverd.daemon.core.health.HealthState;
import io.failoverd.daemon.core.pool.Drill;
import io.failoverd.daemon.core.pool.Freeze;
import io.failoverd.daemon.core.pool.Member;
import io.failoverd.daemon.core.pool.OperatorOverride;
import io.failoverd.daemon.core.pool.WallAnchor;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.Probed;
import io.failoverd.probes.model.TargetId;
import io.failoverd.probes.tripwire.Trip;
import io.failoverd.probes.tripwire.TripwireState;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One endpoint as the status and explain show it. The keys are a contract. */
final class EndpointJson {
    private final WallAnchor wall;
    private final Moment now;
    private final Function<TargetId, Optional<TripwireState>> tripwires;

    /** One for the world as it is now. */
    EndpointJson(DaemonView daemon, World world) {
        this.wall = world.wall();
        this.now = daemon.now();
        this.tripwires = daemon::tripwire;
    }

    JsonObject of(ServicePlan plan, EndpointState state, Member member) {
        return new JsonObject()
                .put("name", member.endpoint())
                .put("host", state.plan().via())
                .put("region", member.region())
                .put("address", member.address().getHostAddress())
                .put("health", state.health().health().name())
                .put("since", time(wall.at(state.health().since())))
                .put("inAnswer", member.inAnswer())
                .put("eligible", member.eligible())
                .put("level", member.level())
                .put("checks", checks(plan, state))
                .put("agreement", AgreementJson.of(state, plan.vantages(), wall, now))
                .put("override", override(state.override()))
                .put("drill", drill(state.drill()))
                .put("reasons", reasons(member))
                .put("lastProbe", lastProbe(state.health().last()));
    }

    /** Each check of the endpoint with what is thought of it. */
    private JsonArray checks(ServicePlan plan, EndpointState state) {
        var checks = new JsonArray();
        for (int i = 0; i < state.health().checks().size(); i++) {
            HealthState check = state.health().checks().get(i);
            String name = plan.health().checks().get(i).check();
            var target = new TargetId(plan.name(), state.plan().name(), name);
            checks.add(new JsonObject()
                    .put("name", name)
                    .put("observed", state.health().observed().get(i))
                    .put("health", check.health().name())
                    .put("since", time(wall.at(check.since())))
                    .put("tripwire", tripwires.apply(target).map(this::tripwire).orElse(null))
                    .put("lastProbe", lastProbe(check.last())));
        }
        return checks;
    }

    /** The idle connection of a check, and why there was a re-check because of it. */
    private JsonObject tripwire(TripwireState wire) {
        Trip last = wire.last();
        return new JsonObject()
                .put("openSince", time(wire.openSince()))
                .put("notBefore", wire.openSince() == null ? time(wire.notBefore()) : null)
                .put(
                        "replacedAfterSeconds",
                        wire.life() == null ? null : wire.life().toSeconds())
                .put(
                        "last",
                        last == null
                                ? null
                                : new JsonObject()
                                        .put("at", time(last.at()))
                                        .put("end", last.end().label())
                                        .put("recheck", last.word().name())
                                        .put("text", last.text()));
    }

    private @Nullable String time(@Nullable Moment moment) {
        return moment == null ? null : time(wall.at(moment));
    }

    static @Nullable JsonObject freeze(@Nullable Freeze freeze, WallAnchor wall) {
        return freeze == null
                ? null
                : new JsonObject()
                        .put("until", freeze.expires() == null ? null : time(wall.at(freeze.expires())))
                        .put("by", freeze.by())
                        .put("note", freeze.note())
                        .put("since", time(wall.at(freeze.since())));
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

    /** A drill that is under way, or that is over while the endpoint is still out for it. */
    private @Nullable JsonObject drill(@Nullable Drill drill) {
        return drill == null
                ? null
                : new JsonObject()
                        .put("active", drill.active())
                        .put("since", time(wall.at(drill.since())))
                        .put("until", time(wall.at(drill.until())))
                        .put("by", drill.by())
                        .put("note", drill.note())
                        .put("itself", drill.itself().health().name());
    }

    private @Nullable JsonObject lastProbe(@Nullable Probed probed) {
        return probed == null ? null : ProbeJson.of(probed).put("at", time(wall.at(probed.finishedAt())));
    }

    /** RFC 3339, in UTC. */
    static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
