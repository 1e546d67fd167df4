package io.failoverd.daemon.run;

import io.failoverd.daemon.core.Effect;
import io.failoverd.daemon.core.Engine;
import io.failoverd.daemon.core.Event;
import io.failoverd.daemon.core.Step;
import io.failoverd.daemon.core.World;
import io.failoverd.probes.model.Moment;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The single writer of the {@link World}: every event enters the core here, on one event loop, and its effects are
 * started in the same turn. Anyone may look at {@link #world()}.
 *
 * <p>The composition root owns it. A bug in the core costs the event that met it and nothing else.
 */
public final class EventPump {
    private static final Logger LOG = LoggerFactory.getLogger(EventPump.class);

    /** How often the wall clock is held against the monotonic one. */
    private static final Duration CLOCK_CHECK = Duration.ofSeconds(1);

    /** A smaller difference changes no text and no deadline worth an event. */
    private static final Duration CLOCK_DRIFT = Duration.ofMillis(20);

    /** Vert.x refuses a timer of less than a millisecond. */
    private static final long SHORTEST_TIMER = 1;

    private static final long NO_TIMER = -1;

    /** Is told each step, on the pump's context, and must return at once. */
    public interface Witness {
        void stepped(World before, Event event, Moment now, List<Effect> effects);
    }

    private final Context context;
    private final Supplier<Moment> clock;
    private final Clock wall;
    private final Consumer<List<Effect>> effects;
    private final Witness witness;
    private final AtomicLong submitted = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong bugs = new AtomicLong();
    private final AtomicLong beats = new AtomicLong();
    private volatile Moment lastBeat;
    private volatile World world;
    private long dueTimer = NO_TIMER;
    private long clockTimer = NO_TIMER;
    private Optional<Moment> dueAt = Optional.empty();
    private boolean closed;

    /**
     * @param context an event loop's context; the pump lives there
     * @param effects is given each step's effects on that context, in order, and must return at once
     */
    public EventPump(
            Context context,
            Supplier<Moment> clock,
            Clock wall,
            World start,
            Consumer<List<Effect>> effects,
            Witness witness) {
        this.context = context;
        this.clock = clock;
        this.wall = wall;
        this.world = start;
        this.effects = effects;
        this.witness = witness;
        this.lastBeat = clock.get();
    }

    /** The present world. Any thread. */
    public World world() {
        return world;
    }

    /** Events accepted and events done: the pump moves while the second follows the first. Any thread. */
    public long submitted() {
        return submitted.get();
    }

    public long done() {
        return done.get();
    }

    /** Events that met a bug in the core. Any thread. */
    public long bugs() {
        return bugs.get();
    }

    /** Grows every second while the pump's loop moves. Any thread. */
    public long beats() {
        return beats.get();
    }

    /** When the pump last did something. Any thread. */
    public Moment lastBeat() {
        return lastBeat;
    }

    /** Begins to watch the wall clock. */
    public void start() {
        context.runOnContext(
                _ -> clockTimer = context.owner().setPeriodic(CLOCK_CHECK.toMillis(), _ -> compareClocks()));
    }

    /**
     * Hands an event to the core, from any thread.
     *
     * @return the effects of the step, which have been started when it completes; it fails only for a bug
     */
    public Future<List<Effect>> submit(Event event) {
        submitted.incrementAndGet();
        Promise<List<Effect>> promise = Promise.promise();
        context.runOnContext(_ -> {
            try {
                promise.complete(step(event));
            } catch (RuntimeException e) {
                bugs.incrementAndGet();
                LOG.error("a bug in the core lost this event: {}", event, e);
                promise.fail(e);
            } finally {
                done.incrementAndGet();
            }
        });
        return promise.future();
    }

    /** One step, on the pump's own context: for a shell that has to do something in the same turn. */
    public List<Effect> step(Event event) {
        World before = world;
        Moment now = clock.get();
        Step step = Engine.step(before, event, now);
        world = step.world();
        try {
            effects.accept(step.effects());
        } finally {
            witness.stepped(before, event, now, step.effects());
        }
        wakeAtNextDue();
        return step.effects();
    }

    /** Runs {@code action} on the pump's context, between two events. */
    public <T> Future<T> between(Supplier<T> action) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(_ -> {
            try {
                promise.complete(action.get());
            } catch (RuntimeException e) {
                promise.fail(e);
            }
        });
        return promise.future();
    }

    private void compareClocks() {
        beats.incrementAndGet();
        lastBeat = clock.get();
        Instant believed = world.wall().at(clock.get());
        Instant told = wall.instant();
        if (Duration.between(believed, told).abs().compareTo(CLOCK_DRIFT) > 0) {
            submit(new Event.WallClock(told));
        }
    }

    private void wakeAtNextDue() {
        Optional<Moment> next = world.nextDue();
        if (next.equals(dueAt)) {
            return;
        }
        if (dueTimer != NO_TIMER) {
            context.owner().cancelTimer(dueTimer);
        }
        dueTimer = NO_TIMER;
        dueAt = next;
        if (next.isPresent() && !closed) {
            Duration wait = next.get().since(clock.get());
            // A fraction of a millisecond early would find nothing due and come back at once; late by one is right.
            long millis = Math.max(SHORTEST_TIMER, wait.toMillis() + 1);
            dueTimer = context.owner().setTimer(millis, _ -> {
                dueTimer = NO_TIMER;
                dueAt = Optional.empty();
                submit(new Event.Tick());
            });
        }
    }

    /** Ends the timers; events that were accepted are still done. */
    public Future<Void> close() {
        Promise<Void> promise = Promise.promise();
        context.runOnContext(_ -> {
            closed = true;
            if (clockTimer != NO_TIMER) {
                context.owner().cancelTimer(clockTimer);
            }
            if (dueTimer != NO_TIMER) {
                context.owner().cancelTimer(dueTimer);
            }
            promise.complete();
        });
        return promise.future();
    }
}
