package io.failoverd.probes;

import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.Probed;
import io.failoverd.probes.model.Target;
import io.failoverd.probes.model.TargetId;
import io.failoverd.probes.tripwire.Trip;
import io.failoverd.probes.tripwire.Tripwires;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Probes all targets, each by its own schedule, on a few event loops, and hands every result to the consumer, from
 * {@link #begin} on.
 *
 * <p>Its methods may be called from any thread; what they ask for happens on the event loops, in the order of the calls.
 * The consumer is called on the event loop of the target, must not block, and sees the results of one target in the
 * order in which they came; a removed target's late results never reach it. A bug in one target's probing or in the
 * consumer is logged and stops nothing.
 */
public final class ProbeLoop {
    private record Seat(Target target, ProbeLane lane) {}

    private final VertxInternal vertx;
    private final Probers probers;
    private final ProbeLimits limits;
    private final Supplier<Moment> clock;
    private final List<ProbeLane> lanes;
    private final Tripwires tripwires;
    private final Map<TargetId, Seat> seats = new HashMap<>();
    private volatile BiConsumer<TargetId, Trip> onTrip = (_, _) -> {};
    private boolean closed;

    /**
     * @param limits on the probes of all event loops together; those of {@link #probeOnce} have a bound of their own
     * @param clock the one monotonic clock of the run
     * @param jitter numbers in [0, 1); called on all event loops
     * @param loops event loops to spread the targets over; at least 1
     */
    public ProbeLoop(
            Vertx vertx,
            Probers probers,
            ProbeLimits limits,
            Supplier<Moment> clock,
            DoubleSupplier jitter,
            int loops,
            Consumer<Probed> consumer) {
        if (loops < 1) {
            throw new IllegalArgumentException("at least one event loop is needed");
        }
        this.vertx = (VertxInternal) vertx;
        this.probers = probers;
        this.limits = limits;
        this.clock = clock;
        this.tripwires = new Tripwires(this.vertx, clock, this::tripped);
        Consumer<Probed> both = probed -> {
            tripwires.told(probed);
            consumer.accept(probed);
        };
        var made = new ArrayList<ProbeLane>();
        for (int i = 0; i < loops; i++) {
            ContextInternal context = this.vertx.createEventLoopContext();
            made.add(new ProbeLane(i, context, probers, limits, clock, jitter, both));
        }
        this.lanes = List.copyOf(made);
    }

    /** Nothing is probed by schedule before this; targets and paces that were told until then hold from now on. */
    public void begin() {
        lanes.forEach(ProbeLane::begin);
    }

    /**
     * From now on these are the targets. A target that has not changed keeps its schedule and its probes in flight; a
     * changed one starts anew, {@link Pace#WATCHFUL}; a removed one is cancelled.
     *
     * @throws IllegalArgumentException when two targets have one id; nothing has changed then
     */
    public synchronized void replaceTargets(List<Target> targets) {
        var wanted = new HashMap<TargetId, Target>();
        for (Target target : targets) {
            if (wanted.put(target.id(), target) != null) {
                throw new IllegalArgumentException("two targets are called " + target.id());
            }
        }
        if (closed) {
            return;
        }
        limits.targets(targets);
        seats.entrySet().removeIf(seat -> {
            boolean gone = !wanted.containsKey(seat.getKey());
            if (gone) {
                seat.getValue().lane().stop(seat.getKey());
            }
            return gone;
        });
        var load = new HashMap<ProbeLane, Integer>();
        lanes.forEach(lane -> load.put(lane, 0));
        seats.values().forEach(seat -> load.merge(seat.lane(), 1, Integer::sum));
        for (Target target : targets) {
            Seat seat = seats.get(target.id());
            if (seat == null || !seat.target().equals(target)) {
                ProbeLane lane = seat == null ? emptiest(load) : seat.lane();
                if (seat == null) {
                    load.merge(lane, 1, Integer::sum);
                }
                seats.put(target.id(), new Seat(target, lane));
                lane.run(target);
            }
        }
        tripwires.watch(targets);
    }

    /** The core has changed its mind about a target. Nothing happens when it is none of ours any more. */
    public synchronized void pace(TargetId id, Pace pace) {
        Seat seat = seats.get(id);
        if (seat != null) {
            seat.lane().pace(id, pace);
        }
    }

    /**
     * What the probes of a target find counts as failed from now on, for its schedule and for the consumer, until told
     * otherwise; a target that starts anew is not drilled. Nothing happens when it is none of ours.
     *
     * @param words whose drill it is; null for none any more
     */
    public synchronized void drill(TargetId id, @Nullable String words) {
        Seat seat = seats.get(id);
        if (seat != null) {
            seat.lane().drill(id, words);
        }
    }

    /** Probes a target now, or as soon after its latest probe as is sensible. Nothing happens when it is none of ours. */
    public synchronized void hurry(TargetId id) {
        Seat seat = seats.get(id);
        if (seat != null) {
            seat.lane().hurry(id);
        }
    }

    /** A wire has ended: its target's re-checks begin. */
    private synchronized void tripped(TargetId id, Trip trip) {
        Seat seat = seats.get(id);
        if (seat != null) {
            onTrip.accept(id, trip);
            seat.lane().trip(id);
        }
    }

    /** Who else wants to know of re-checks that a tripwire asked for; to be set before {@link #begin}. */
    public void onTrip(BiConsumer<TargetId, Trip> listener) {
        onTrip = listener;
    }

    /** The bounds on all probes, to look at and to change. */
    public ProbeLimits limits() {
        return limits;
    }

    /** The idle connections, to look at. */
    public Tripwires tripwires() {
        return tripwires;
    }

    /** One probe of each of these targets, outside any schedule; results in the order of the targets. */
    public Future<List<Probed>> probeOnce(List<Target> targets) {
        return ProbeRound.run(vertx.createEventLoopContext(), probers, clock, targets);
    }

    /** One snapshot for each event loop. */
    public List<LaneSnapshot> snapshot() {
        return lanes.stream().map(ProbeLane::snapshot).toList();
    }

    /** Cancels all timers and closes all sockets; complete when that is done. */
    public synchronized Future<Void> close() {
        closed = true;
        seats.clear();
        return Future.all(Stream.concat(lanes.stream().map(ProbeLane::close), Stream.of(tripwires.close()))
                        .toList())
                .mapEmpty();
    }

    private ProbeLane emptiest(Map<ProbeLane, Integer> load) {
        return lanes.stream()
                .min(Comparator.comparing(lane -> load.getOrDefault(lane, 0)))
                .orElseThrow();
    }
}
