package io.failoverd.daemon.core;

import static io.failoverd.daemon.core.health.ProbeScript.at;

import io.failoverd.daemon.core.health.Health;
import io.failoverd.daemon.core.health.ProbeScript;
import io.failoverd.daemon.core.pool.Decision;
import io.failoverd.daemon.core.pool.Member;
import io.failoverd.daemon.core.pool.OverrideMode;
import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.Probed;
import io.failoverd.probes.model.TargetId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    /** What the probe loop was told: whose results count as failed. */
    private final Map<TargetId, String> drills = new HashMap<>();

    private final Hearsay hearsay = new Hearsay();
    private Moment now = Moment.ZERO;

    private Stage(World world, KeptMemory disk) {
        this.world = world;
        this.disk = disk;
    }

    static Stage of(ServicePlan... plans) {
        return of(Plan.of(List.of(plans)));
    }

    static Stage of(Plan plan) {
        var stage = new Stage(World.start(Moment.ZERO, NOON, 0, 1000), new KeptMemory(1000, 1));
        stage.step("0", new Event.Configured(plan, Memory.NONE));
        return stage;
    }

    /** A new run on what the one before has written, at this wall time; its monotonic clock starts anew. */
    static Stage restarted(Memory memory, Instant wall, ServicePlan... plans) {
        return restarted(memory, wall, Plan.of(List.of(plans)));
    }

    static Stage restarted(Memory memory, Instant wall, Plan plan) {
        long reserved = memory.generationsReserved() + 1000;
        var stage = new Stage(
                World.start(Moment.ZERO, wall, memory.generationsReserved(), reserved), new KeptMemory(reserved, 1));
        stage.step("0", new Event.Configured(plan, memory));
        return stage;
    }

    List<Effect> step(String seconds, Event event) {
        now = Moment.later(now, at(seconds));
        Step step = Engine.step(world, event, now);
        world = step.world();
        disk.write(step.effects());
        effects.addAll(step.effects());
        for (Effect effect : step.effects()) {
            if (effect instanceof Effect.SetDrill drill) {
                drills.compute(drill.target(), (_, _) -> drill.words());
            }
            if (effect instanceof Effect.ReserveGenerations reserve) {
                disk.reserve(reserve.through());
                world = Engine.step(world, new Event.GenerationsReserved(reserve.through()), now)
                        .world();
            }
        }
        return step.effects();
    }

    /**
     * Probe results by endpoint, as in {@link ProbeScript}: {@code "aU1 bD1.5>4"}; of another check
     * {@code "a/tcp:D2"}; of a sentinel {@code "!xU1"}; {@code t9} is nothing but time. What other vantages say: see
     * {@link Hearsay}.
     */
    Stage play(String line) {
        for (String token : line.trim().split("\\s+", -1)) {
            if (token.charAt(0) == 't') {
                step(token.substring(1), new Event.Tick());
                continue;
            }
            if (token.charAt(0) == '*') {
                step(hearsay.when(token), hearsay.event(token, service().plan()));
                continue;
            }
            boolean sentinel = token.charAt(0) == '!';
            String name = token.substring(sentinel ? 1 : 0, sentinel ? 2 : 1);
            int colon = token.indexOf(':');
            String check = colon < 0 ? Plans.CHECK : token.substring(2, colon);
            String result = token.substring(colon < 0 ? (sentinel ? 2 : 1) : colon + 1);
            String[] times = result.substring(1).split(">", -1);
            Moment start = at(times[0]);
            Moment finish = times.length > 1 ? at(times[1]) : start.plus(Duration.ofMillis(ProbeScript.DEFAULT_MILLIS));
            TargetId target = sentinel ? SentinelPlan.target(name) : new TargetId(Plans.SERVICE, name, check);
            now = Moment.later(now, finish);
            Probed found = ProbeScript.probed(target, result.charAt(0), start, finish);
            @Nullable String drill = drills.get(target);
            Probed probed = drill == null ? found : found.failedBy(drill);
            step("0", sentinel ? new Event.SentinelProbed(probed) : new Event.ProbeFinished(probed));
        }
        return this;
    }

    /** {@code "a=offline"}, with {@code !} for by force and {@code "a=online~60"} for 60 s; the outcome's name. */
    OperatorOutcome override(String seconds, String wish) {
        boolean force = wish.endsWith("!");
        String[] parts = wish.replace("!", "").split("[=~]", -1);
        @Nullable Duration length = parts.length > 2 ? Duration.ofSeconds(Long.parseLong(parts[2])) : null;
        OverrideMode mode = OverrideMode.of(parts[1]).orElseThrow();
        return answered(step(
                seconds, new Event.OverrideAsked(Plans.SERVICE, parts[0], mode, length, "ops", "ticket 7", force)));
    }

    Stage freeze(String seconds, boolean frozen, @Nullable Duration length) {
        step(seconds, new Event.FreezeAsked(Plans.SERVICE, frozen, length, "ops", "ticket 8"));
        return this;
    }

    OperatorOutcome drill(String seconds, String endpoint, int length) {
        Duration wish = Duration.ofSeconds(length);
        return answered(step(seconds, new Event.DrillAsked(Plans.SERVICE, endpoint, wish, "ops", "ticket 9")));
    }

    OperatorOutcome abort(String seconds, String endpoint) {
        return answered(step(seconds, new Event.DrillAborted(Plans.SERVICE, endpoint, "ops", "errors rose")));
    }

    /** @param endpoint null for the service */
    OperatorOutcome resume(String seconds, @Nullable String endpoint) {
        return answered(step(seconds, new Event.ResumeAsked(Plans.SERVICE, endpoint, "ops")));
    }

    private static OperatorOutcome answered(List<Effect> effects) {
        return effects.stream()
                .filter(Effect.OperatorAnswered.class::isInstance)
                .map(effect -> ((Effect.OperatorAnswered) effect).outcome())
                .findFirst()
                .orElseThrow();
    }

    /** The codes of an endpoint's reasons: {@code "CONDEMNED HELD_DOWN"}. */
    String reasons(String endpoint) {
        return decision().members().get(service().indexOf(endpoint)).reasons().stream()
                .map(reason -> reason.code().name())
                .collect(Collectors.joining(" "));
    }

    /** Those that may answer, with the percentage of their weight where it is not whole: {@code "a b25"}. */
    String levels() {
        return decision().members().stream()
                .filter(Member::eligible)
                .map(member -> member.endpoint() + (member.level() == 100 ? "" : member.level()))
                .collect(Collectors.joining(" "));
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
