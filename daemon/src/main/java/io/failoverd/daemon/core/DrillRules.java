package io.failoverd.daemon.core;

import io.failoverd.daemon.core.consensus.ConsensusPolicy;
import io.failoverd.daemon.core.health.Health;
import io.failoverd.daemon.core.pool.Candidate;
import io.failoverd.daemon.core.pool.Decision;
import io.failoverd.daemon.core.pool.Drill;
import io.failoverd.daemon.core.pool.Freeze;
import io.failoverd.daemon.core.pool.Maintenance;
import io.failoverd.probes.model.Moment;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** When a drill may begin and go on, and what is said to whoever asked. */
final class DrillRules {
    private DrillRules() {}

    /** Why no drill may begin of the endpoints at {@code indexes}, which are {@code name}'s; null where one may. */
    static @Nullable String refusal(Turn turn, ServiceState service, String name, List<Integer> indexes) {
        @Nullable String busy = busy(turn, service);
        if (busy != null) {
            return busy;
        }
        for (int index : indexes) {
            @Nullable String unfit = unfit(service, index);
            if (unfit != null) {
                return service.endpoints().get(index).plan().name() + " " + unfit;
            }
        }
        long left = 0;
        List<Candidate> candidates = service.candidates(turn.world.wall().at(turn.now));
        for (int i = 0; i < candidates.size(); i++) {
            Candidate candidate = candidates.get(i);
            boolean up = candidate.healthy() && candidate.health().health() == Health.UP;
            left += up && !indexes.contains(i) ? 1 : 0;
        }
        return left >= needed(service)
                ? null
                : "with " + name + " failed, " + left + " endpoints that are UP would be left, and " + needed(service)
                        + " are needed (minAvailable)";
    }

    private static int needed(ServiceState service) {
        return Math.max(1, service.plan().rules().minAvailable());
    }

    /** What is under way in the service that a drill must not be mixed with. */
    private static @Nullable String busy(Turn turn, ServiceState service) {
        String name = service.plan().name();
        @Nullable Freeze freeze = service.freeze();
        if (freeze != null) {
            return name + " is frozen by " + freeze.by() + " since "
                    + turn.world.wall().clock(freeze.since());
        }
        if (turn.world.sentinels().lost()) {
            return "this host's own network is cut off: "
                    + turn.world.sentinels().words(turn.world.wall());
        }
        for (Candidate candidate : service.candidates(turn.world.wall().at(turn.now))) {
            @Nullable Drill drill = Drill.going(candidate.drill());
            Maintenance.@Nullable Active maintenance = candidate.maintenance();
            if (drill != null) {
                return "a " + drill.words() + " is under way of " + candidate.endpoint() + " of " + name + " until "
                        + turn.world.wall().clock(drill.until());
            }
            if (maintenance != null) {
                return candidate.endpoint() + " of " + name + " is in maintenance: " + maintenance.text();
            }
            // What waits to leave must not meet a drill that leaves, and find the way taken.
            if (candidate.condemnation() != null && !candidate.condemnation().carriedOut()) {
                return candidate.endpoint() + " of " + name + " is "
                        + candidate.health().health() + " and may leave the answer at any time";
            }
        }
        return null;
    }

    private static @Nullable String unfit(ServiceState service, int index) {
        EndpointState endpoint = service.endpoints().get(index);
        if (endpoint.override() != null) {
            return "is set " + endpoint.override().mode().word() + " by "
                    + endpoint.override().by() + ", whatever its health";
        }
        if (endpoint.health().health() != Health.UP) {
            return "is " + endpoint.health().health() + ", and only one that is UP can fail";
        }
        @Nullable Decision decision = service.decision();
        return decision == null || !decision.members().get(index).inAnswer()
                ? "does not answer now, so its failure would show nothing"
                : null;
    }

    /** Why the drill of the endpoint at {@code index} must not go on; null where it may. */
    static @Nullable String stop(Turn turn, ServiceState service, int index, Moment at) {
        EndpointState endpoint = service.endpoints().get(index);
        Drill drill = Objects.requireNonNull(endpoint.drill());
        if (drill.itself().health().condemned()) {
            return "it really fails";
        }
        if (endpoint.override() != null) {
            return "it is set " + endpoint.override().mode().word() + " by "
                    + endpoint.override().by();
        }
        if (service.freeze() != null) {
            return "the service is frozen by " + service.freeze().by();
        }
        if (turn.world.sentinels().lost()) {
            return "this host's own network is cut off";
        }
        for (EndpointState other : service.endpoints()) {
            boolean fell = other.drill() == null
                    && other.condemnation() != null
                    && !other.condemnation().since().isBefore(drill.since());
            if (fell) {
                return other.plan().name() + " is condemned";
            }
        }
        List<Candidate> candidates = service.candidates(turn.world.wall().at(at));
        if (candidates.get(index).maintenance() != null) {
            return "it is in maintenance";
        }
        long left = candidates.stream()
                .filter(candidate -> candidate.drill() == null && candidate.healthy())
                .count();
        return left >= needed(service)
                ? null
                : left + " others are healthy, and " + needed(service) + " are needed (minAvailable)";
    }

    /** What is said of a drill that was begun or renewed. */
    static String accepted(Turn turn, ServiceState service, int index) {
        Drill drill = Objects.requireNonNull(service.endpoints().get(index).drill());
        @Nullable ConsensusPolicy vantages = service.plan().vantages();
        boolean longest = !drill.until().isBefore(drill.since().plus(Drills.MOST));
        return "counts as failed until " + turn.world.wall().clock(drill.until()) + ", a " + drill.words()
                + (longest ? " (" + Drills.MOST.toMinutes() + " min at most)" : "")
                + (service.plan().health().manualResume()
                        ? "; after it 1 resume by an operator is needed, since resume is manual"
                        : "")
                + (vantages == null
                        ? ""
                        : "; only the vote of " + vantages.self() + " fails: it is 1 of "
                                + vantages.vantages().size() + " vantages, and each has to be asked");
    }

    /** What has become of the endpoints whose drill was aborted. */
    static String left(@Nullable ServiceState service, List<Integer> indexes) {
        @Nullable Decision decision = service == null ? null : service.decision();
        if (service == null || decision == null) {
            return "";
        }
        long back = indexes.stream()
                .filter(index -> decision.members().get(index).eligible())
                .count();
        EndpointState first = service.endpoints().get(indexes.getFirst());
        return back == indexes.size()
                ? "it may answer again"
                : "by what its probes themselves say it is " + first.health().health()
                        + (service.plan().vantages() == null ? "" : ", and other vantages have a vote") + ": "
                        + back + " of " + indexes.size() + " addresses may answer";
    }
}
