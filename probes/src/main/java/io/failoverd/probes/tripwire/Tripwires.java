package io.failoverd.probes.tripwire;

import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.ProbeResult;
import io.failoverd.probes.model.Probed;
import io.failoverd.probes.model.Target;
import io.failoverd.probes.model.TargetId;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All idle connections, one for each place that a target wants one to. The end of one asks for a re-check of its targets,
 * and is no verdict.
 *
 * <p>Owned by the probe loop. Everything happens on one event loop; {@link #watch}, {@link #told}, {@link #of},
 * {@link #counts} and {@link #close} may be called from anywhere.
 */
public final class Tripwires {
    /** Wires at once: a descriptor each, and what is left of the usual limit is for probes and clients. */
    public static final int MOST = 10_000;

    private static final Logger log = LoggerFactory.getLogger(Tripwires.class);

    /** Who is told. */
    @FunctionalInterface
    public interface Alarm {
        /** A target is to be probed now. On the event loop of the wires; must not block. */
        void recheck(TargetId target, Trip trip);
    }

    private final ContextInternal context;
    private final ChannelFactory<? extends Channel> channels;
    private final Supplier<Moment> clock;
    private final Alarm alarm;
    private final TripLimit limit = new TripLimit();
    private final Map<Place, Tripwire> byPlace = new HashMap<>();
    private final Map<TargetId, Duration> intervals = new HashMap<>();
    private final Map<TargetId, Tripwire> byTarget = new ConcurrentHashMap<>();
    private final Map<WireEnd, LongAdder> trips = new EnumMap<>(WireEnd.class);
    private final LongAdder contradicted = new LongAdder();
    private final LongAdder limited = new LongAdder();
    private final AtomicInteger open = new AtomicInteger();
    private volatile int wanted;
    private int made;
    private boolean full;
    private boolean closed;

    /** @param clock the one monotonic clock of the run */
    public Tripwires(VertxInternal vertx, Supplier<Moment> clock, Alarm alarm) {
        this.context = vertx.createEventLoopContext();
        this.channels = vertx.transport().channelFactory(false);
        this.clock = clock;
        this.alarm = alarm;
        for (WireEnd end : WireEnd.values()) {
            trips.put(end, new LongAdder());
        }
    }

    /** From now on these are the targets; those that want no wire are passed over. */
    public void watch(List<Target> targets) {
        List<Target> wiring = targets.stream()
                .filter(target -> target.check().cadence().tripwire() != null)
                .toList();
        post(() -> replace(wiring));
    }

    /** What a probe has found. */
    public void told(Probed probed) {
        if (!byTarget.containsKey(probed.target())) {
            return;
        }
        switch (probed.undrilled().result()) { // a drill says nothing of what a wire has told
            case ProbeResult.Up _, ProbeResult.Degraded _ -> told(probed.target(), probed.startedAt(), true);
            case ProbeResult.Down _ -> told(probed.target(), probed.startedAt(), false);
            case ProbeResult.Inconclusive _ -> {}
        }
    }

    private void told(TargetId target, Moment startedAt, boolean passed) {
        post(() -> {
            Tripwire tripwire = byTarget.get(target);
            if (tripwire != null && !closed) {
                tripwire.told(startedAt, passed);
            }
        });
    }

    /** The wire of a target; empty where it wants none. */
    public Optional<TripwireState> of(TargetId target) {
        return Optional.ofNullable(byTarget.get(target)).map(Tripwire::state);
    }

    /** All of them in numbers. */
    public TripCounts counts() {
        var ends = new EnumMap<WireEnd, Long>(WireEnd.class);
        trips.forEach((end, count) -> ends.put(end, count.sum()));
        return new TripCounts(open.get(), wanted, ends, contradicted.sum(), limited.sum());
    }

    /** Ends every wire; complete when that is done. */
    public Future<Void> close() {
        Promise<Void> done = Promise.promise();
        boolean posted = post(() -> {
            closed = true;
            byPlace.values().forEach(Tripwire::end);
            byPlace.clear();
            byTarget.clear();
            done.complete();
        });
        if (!posted) {
            done.complete();
        }
        return done.future();
    }

    private void replace(List<Target> targets) {
        if (closed) {
            return;
        }
        byPlace.values().forEach(tripwire -> tripwire.targets().clear());
        intervals.clear();
        for (Target target : targets) {
            @Nullable Place place = Place.of(target);
            if (place != null) {
                Tripwire tripwire = byPlace.computeIfAbsent(place, each -> new Tripwire(each, this));
                tripwire.targets().add(target.id());
                intervals.put(target.id(), target.check().cadence().interval());
                byTarget.put(target.id(), tripwire);
            }
        }
        byTarget.keySet().retainAll(intervals.keySet());
        byPlace.values().removeIf(tripwire -> {
            boolean unwanted = tripwire.targets().isEmpty();
            if (unwanted) {
                tripwire.end();
            }
            return unwanted;
        });
        wanted = byPlace.size();
    }

    // What a Tripwire needs, on the event loop.

    Moment now() {
        return clock.get();
    }

    boolean mayOpen() {
        boolean was = full;
        full = made >= MOST;
        if (full && !was) {
            log.warn("there are {} idle connections, and no more are made", MOST);
        }
        return !full;
    }

    void opening(Wire wire) {
        made++;
        wire.open(loop(), channels);
    }

    /** What was opened has ended, whether or not it ever stood. */
    void closed() {
        made--;
    }

    void countOpen(int more) {
        open.addAndGet(more);
    }

    void countContradicted() {
        contradicted.increment();
    }

    /** The targets behind a wire that ended are probed, each as soon as the limit lets it. */
    void tripped(Tripwire tripwire, Trip trip) {
        count(trip.end());
        for (TargetId target : List.copyOf(tripwire.targets())) {
            @Nullable Moment slot = limit.take(trip.at(), intervals.getOrDefault(target, Duration.ZERO));
            if (slot == null) {
                limited.increment();
            } else if (slot.isAfter(trip.at())) {
                at(slot, () -> recheck(tripwire, target, trip));
            } else {
                recheck(tripwire, target, trip);
            }
        }
    }

    private void count(WireEnd end) {
        LongAdder adder = trips.get(end);
        if (adder != null) {
            adder.increment();
        }
    }

    /** Unless a probe has answered in the meantime. */
    private void recheck(Tripwire tripwire, TargetId target, Trip trip) {
        if (closed || !tripwire.isPending(trip.at()) || !tripwire.targets().contains(target)) {
            return;
        }
        log.info("service {} endpoint {}: {} ({})", target.service(), target.endpoint(), trip.text(), tripwire.place());
        try {
            alarm.recheck(target, trip);
        } catch (RuntimeException e) {
            log.error("the re-check of {} could not be asked for", target, e);
        }
    }

    private void at(Moment due, Runnable task) {
        var _ = loop().schedule(
                        () -> context.dispatch(task),
                        Math.max(0, due.since(clock.get()).toNanos()),
                        TimeUnit.NANOSECONDS);
    }

    private boolean post(Runnable task) {
        try {
            loop().execute(() -> context.dispatch(task));
            return true;
        } catch (RejectedExecutionException e) {
            log.debug("the tripwires have ended with their event loop");
            return false;
        }
    }

    private EventLoop loop() {
        return context.nettyEventLoop();
    }
}
