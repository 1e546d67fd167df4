package io.failoverd.daemon.core;

import static io.failoverd.daemon.core.health.ProbeScript.at;

import io.failoverd.daemon.core.health.Health;
import io.failoverd.daemon.core.health.ProbeScript;
import io.failoverd.daemon.core.pool.Decision;
import io.failoverd.daemon.core.pool.Member;
import io.failoverd.daemon.core.pool.OverrideMode;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.TargetId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The engine with one service on stage: events go in as a line, and what it answers and tells comes out as one. Time is
 * in seconds since noon of 2026-01-01.
 */
final class Stage {
    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    World world;
    final KeptMemory disk;
    final List<Effect> effects = new ArrayList<>();
    private Moment now = Moment.ZERO;

    private Stage(World world, KeptMemory disk) {
        this.world = world;
        this.disk = disk;
    }

    static Stage of(ServicePlan... plans) {
        var stage = new Stage(World.start(Moment.ZERO, NOON, 0, 1000), new KeptMemory(1000, 1));
        stage.step("0", new Event.Configured(List.of(plans), Memory.NONE));
        return stage;
    }

    /** A new run on what the one before has written, at this wall time; its monotonic clock starts anew. */
    static Stage restarted(Memory memory, Instant wall, ServicePlan... plans) {
        long reserved = memory.generationsReserved() + 1000;
        var stage = new Stage(
                World.start(Moment.ZERO, wall, memory.generationsReserved(), reserved), new KeptMemory(reserved, 1));
        stage.step("0", new Event.Configured(List.of(plans), memory));
        return stage;
    }

    List<Effect> step(String seconds, Event event) {
        now = Moment.later(now, at(seconds));
        Step step = Engine.step(world, event, now);
        world = step.world();
        disk.write(step.effects());
        effects.addAll(step.effects());
        for (Effect effect : step.effects()) {
            if (effect instanceof Effect.ReserveGenerations reserve) {
                disk.reserve(reserve.through());
                world = Engine.step(world, new Event.GenerationsReserved(reserve.through()), now)
                        .world();
            }
        }
        return step.effects();
    }

    /** Probe results by endpoint, as in {@link ProbeScript}: {@code "aU1 bD1.5>4"}; {@code t9} is nothing but time. */
    Stage play(String line) {
        for (String token : line.trim().split("\\s+", -1)) {
            if (token.charAt(0) == 't') {
                step(token.substring(1), new Event.Tick());
                continue;
            }
            String[] times = token.substring(2).split(">", -1);
            Moment start = at(times[0]);
            Moment finish = times.length > 1 ? at(times[1]) : start.plus(Duration.ofMillis(ProbeScript.DEFAULT_MILLIS));
            var target = new TargetId(Plans.SERVICE, token.substring(0, 1), Plans.CHECK);
            now = Moment.later(now, finish);
            step("0", new Event.ProbeFinished(ProbeScript.probed(target, token.charAt(1), start, finish)));
        }
        return this;
    }

    /** {@code "a=offline"}, with {@code !} for by force and {@code "a=online~60"} for 60 s; the outcome's name. */
    OperatorOutcome override(String seconds, String wish) {
        boolean force = wish.endsWith("!");
        String[] parts = wish.replace("!", "").split("[=~]", -1);
        @Nullable Duration length = parts.length > 2 ? Duration.ofSeconds(Long.parseLong(parts[2])) : null;
        OverrideMode mode = OverrideMode.of(parts[1]).orElseThrow();
        return step(seconds, new Event.OverrideAsked(Plans.SERVICE, parts[0], mode, length, "ops", "ticket 7", force))
                .stream()
                .filter(Effect.OperatorAnswered.class::isInstance)
                .map(effect -> ((Effect.OperatorAnswered) effect).outcome())
                .findFirst()
                .orElseThrow();
    }

    List<Effect> reload(String seconds, ServicePlan... plans) {
        return step(seconds, new Event.Configured(List.of(plans), Memory.NONE));
    }

    ServiceState service() {
        return world.service(Plans.SERVICE).orElseThrow();
    }

    Decision decision() {
        return service().decision();
    }

    String answer() {
        return decision().members().stream()
                .filter(Member::inAnswer)
                .map(Member::endpoint)
                .collect(Collectors.joining());
    }

    EndpointState endpoint(String name) {
        return service().endpoints().get(service().indexOf(name));
    }

    Health health(String name) {
        return endpoint(name).health().health();
    }

    /** The alerts so far and forgets them: {@code "address.removed+a pool.all_down-"}. */
    String alerts() {
        String told = told(effects);
        effects.removeIf(Effect.Raise.class::isInstance);
        return told;
    }

    static String told(List<Effect> effects) {
        return effects.stream()
                .filter(Effect.Raise.class::isInstance)
                .map(effect -> ((Effect.Raise) effect).alert())
                .map(alert -> alert.type().word().replace("failoverd.", "")
                        + (alert.firing() ? "+" : "-")
                        + (alert.endpoint() == null ? "" : alert.endpoint()))
                .collect(Collectors.joining(" "));
    }

    /** The state directory after an orderly stop at this wall time. */
    Memory stopped(Instant wall) {
        disk.commit();
        return disk.at(wall);
    }

    /** Wall time of the stage's present moment. */
    Instant wall() {
        return world.wall().at(now);
    }
}
