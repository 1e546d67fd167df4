package io.failoverd.daemon.core;

import io.failoverd.daemon.core.health.Health;
import io.failoverd.daemon.core.pool.Candidate;
import io.failoverd.daemon.core.pool.Decision;
import io.failoverd.daemon.core.pool.Freeze;
import io.failoverd.daemon.core.pool.OperatorOverride;
import io.failoverd.daemon.core.pool.OverrideMode;
import io.failoverd.probes.model.Moment;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What operators ask for: each is answered with a sentence, and none is taken that would leave nothing by accident. */
final class Operations {
    private Operations() {}

    static void override(Turn turn, Event.OverrideAsked asked) {
        @Nullable ServiceState service = turn.world.services().get(asked.service());
        List<Integer> indexes = service == null ? List.of() : indexes(service, asked.endpoint());
        if (service == null || indexes.isEmpty()) {
            answer(turn, unknown(asked.service(), asked.endpoint(), service));
            return;
        }
        @Nullable
        OperatorOverride override = asked.mode() == OverrideMode.SMART
                ? null
                : new OperatorOverride(
                        asked.mode(),
                        turn.now,
                        asked.length() == null ? null : turn.now.plus(asked.length()),
                        asked.length(),
                        asked.by(),
                        asked.note());
        ServiceState changed = service;
        for (int index : indexes) {
            EndpointState endpoint = service.endpoints().get(index);
            changed = changed.with(index, withOverride(service.plan(), endpoint, override, turn.now));
        }
        boolean takesOut = asked.mode() == OverrideMode.OFFLINE || asked.mode() == OverrideMode.DRAIN;
        @Nullable String harm = takesOut && !asked.force() ? harm(turn, service, indexes) : null;
        boolean drains = asked.mode() == OverrideMode.DRAIN;
        if (harm != null) {
            answer(
                    turn,
                    new OperatorOutcome.Refused("refused: with " + asked.endpoint() + " "
                            + (drains ? "drained" : "offline") + ", " + asked.service() + " would " + harm
                            + "; use --force if that is meant"));
            return;
        }
        turn.settle(service, changed, turn.now);
        answer(
                turn,
                new OperatorOutcome.Accepted(asked.endpoint() + " of " + asked.service() + " is "
                        + (drains ? "draining" : asked.mode().word())
                        + until(turn, override == null ? null : override.expires())));
    }

    /** A drain begins and ends with the ramp; every other word leaves the ramp to the decision. */
    static EndpointState withOverride(
            ServicePlan plan, EndpointState endpoint, @Nullable OperatorOverride override, Moment now) {
        @Nullable Ramping ramping = endpoint.ramping();
        boolean drains = override != null && override.mode() == OverrideMode.DRAIN;
        if (drains && (ramping == null || !ramping.down())) {
            ramping = Ramping.begun(plan.rules(), true, now);
        } else if (!drains && ramping != null && ramping.down()) {
            ramping = ramping.level(plan.rules()) == 0 ? null : ramping.turned(plan.rules(), now);
        }
        return endpoint.withOverride(override).withRamping(ramping);
    }

    /** One of that name; or all of an endpoint that is a host name, whose addresses share what is said of it. */
    static List<Integer> indexes(ServiceState service, String endpoint) {
        int one = service.indexOf(endpoint);
        if (one >= 0) {
            return List.of(one);
        }
        return IntStream.range(0, service.endpoints().size())
                .filter(i -> endpoint.equals(service.endpoints().get(i).plan().via()))
                .boxed()
                .toList();
    }

    /** What taking endpoints out would do that nobody wants at night; null for no harm. */
    private static @Nullable String harm(Turn turn, ServiceState before, List<Integer> indexes) {
        var out = new OperatorOverride(OverrideMode.OFFLINE, turn.now, null, null, "", "");
        ServiceState after = before;
        for (int index : indexes) {
            after = after.with(index, before.endpoints().get(index).withOverride(out));
        }
        after = Drills.reviewed(new Turn(turn.world, turn.now), after, turn.now);
        Instant wall = turn.world.wall().at(turn.now);
        if (Deciding.waivable(after, turn.voting(after.plan(), turn.now), wall) >= 0) {
            return null;
        }
        var verdict = new Deciding(new Turn(turn.world, turn.now), after, turn.now).verdict();
        if (verdict.answers().addresses().isEmpty()) {
            return "answer no address (NODATA)";
        }
        boolean lastHealthy = verdict.condition().allDown()
                && before.candidates(wall).stream().anyMatch(Candidate::healthy);
        return lastHealthy ? "have 0 healthy endpoints left, and answer those that are DOWN" : null;
    }

    static void freeze(Turn turn, Event.FreezeAsked asked) {
        List<String> names = asked.service() == null
                ? turn.world.services().keySet().stream().sorted().toList()
                : List.of(asked.service());
        for (String name : names) {
            ServiceState service = turn.world.services().get(name);
            if (service == null) {
                answer(turn, new OperatorOutcome.NotFound("there is no service " + name));
                return;
            }
            @Nullable
            Freeze freeze = asked.frozen()
                    ? new Freeze(
                            turn.now,
                            asked.length() == null ? null : turn.now.plus(asked.length()),
                            asked.length(),
                            asked.by(),
                            asked.note())
                    : null;
            // What is frozen is the answer without the drill.
            ServiceState real = freeze == null
                    ? service
                    : Drills.allTakenBack(turn, service, "the service is frozen by " + freeze.by(), turn.now);
            turn.settle(service, real.withFreeze(freeze), turn.now);
        }
        String what = asked.service() == null ? names.size() + " services are " : asked.service() + " is ";
        answer(
                turn,
                new OperatorOutcome.Accepted(what
                        + (asked.frozen() ? "frozen" : "thawed")
                        + until(turn, asked.length() == null ? null : turn.now.plus(asked.length()))));
    }

    static void resume(Turn turn, Event.ResumeAsked asked) {
        ServiceState service = turn.world.services().get(asked.service());
        @Nullable String name = asked.endpoint();
        List<Integer> indexes = service == null || name == null ? List.of() : indexes(service, name);
        if (service == null || (name != null && indexes.isEmpty())) {
            answer(turn, unknown(asked.service(), name, service));
            return;
        }
        if (name == null) {
            int from = service.activeTier();
            turn.settle(service, service.withActiveTier(0), turn.now);
            ServiceState after = turn.world.services().get(asked.service());
            answer(
                    turn,
                    new OperatorOutcome.Accepted(asked.service() + " answers from tier "
                            + (after == null ? 0 : after.activeTier()) + ", tier " + from + " before"));
            return;
        }
        List<Integer> out = indexes.stream()
                .filter(index ->
                        service.endpoints().get(index).health().health().condemned())
                .toList();
        if (out.isEmpty()) {
            String healths = indexes.stream()
                    .map(index -> service.endpoints().get(index).health().health())
                    .distinct()
                    .map(Health::name)
                    .collect(Collectors.joining(" and "));
            answer(
                    turn,
                    new OperatorOutcome.Refused(
                            name + " of " + asked.service() + " is " + healths + ": nothing waits to be resumed"));
            return;
        }
        ServiceState changed = service;
        for (int index : out) {
            changed = resumed(turn, changed, index);
        }
        turn.settle(service, changed, turn.now);
        answer(
                turn,
                new OperatorOutcome.Accepted(name + " of " + asked.service() + " is resumed by " + asked.by()
                        + (indexes.size() == 1 ? "" : ", " + out.size() + " of its " + indexes.size() + " addresses")
                        + (allReturn(turn.world.services().get(asked.service()), out)
                                ? ""
                                : ", and returns once its probes pass")));
    }

    private static ServiceState resumed(Turn turn, ServiceState service, int index) {
        EndpointState endpoint = service.endpoints().get(index);
        var released = endpoint.health().with(endpoint.health().hold().resumed(turn.now));
        EndpointState resumed = endpoint.withHealth(released);
        return turn.withHealth(
                service.with(index, resumed),
                index,
                turn.voting(service.plan(), turn.now).onTime(resumed));
    }

    private static boolean allReturn(@Nullable ServiceState after, List<Integer> indexes) {
        @Nullable Decision decision = after == null ? null : after.decision();
        return decision != null
                && indexes.stream()
                        .allMatch(index -> decision.members().get(index).eligible());
    }

    static void answer(Turn turn, OperatorOutcome outcome) {
        turn.effects.add(new Effect.OperatorAnswered(outcome));
    }

    private static String until(Turn turn, @Nullable Moment expires) {
        return expires == null
                ? ""
                : " until "
                        + Instant.ofEpochSecond(turn.world.wall().at(expires).getEpochSecond());
    }

    /** Nothing has that name; or only a host name that is yet to be resolved. */
    static OperatorOutcome unknown(String name, @Nullable String endpoint, @Nullable ServiceState service) {
        return service != null && endpoint != null && service.host(endpoint) != null
                ? new OperatorOutcome.Refused("refused: " + endpoint + " is a host name that has no address yet")
                : new OperatorOutcome.NotFound(notFound(name, endpoint, service));
    }

    private static String notFound(String name, @Nullable String endpoint, @Nullable ServiceState service) {
        return service == null
                ? "there is no service " + name
                : "service " + name + " has no endpoint " + endpoint + "; it has "
                        + service.endpoints().stream()
                                .map(each -> each.plan().name())
                                .collect(Collectors.joining(", "));
    }
}
