package io.failoverd.probes;

import io.failoverd.probes.model.Moment;
import io.failoverd.probes.model.Probed;
import io.failoverd.probes.model.Target;
import io.failoverd.probes.model.TargetId;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The targets of one event loop. Owned by {@link ProbeLoop}; everything but {@link #snapshot} and the posting of work
 * happens on its event loop, in the order in which it was posted.
 */
final class ProbeLane {
    /** How often a lane shows that its event loop still turns. */
    static final Duration HEARTBEAT = Duration.ofMillis(250);

    private static final Logger log = LoggerFactory.getLogger(ProbeLane.class);

    private final int number;
    private final ContextInternal context;
    private final Probers probers;
    private final ProbeLimits limits;
    private final Supplier<Moment> clock;
    private final DoubleSupplier jitter;
    private final Consumer<Probed> consumer;
    private final Map<TargetId, TargetRun> runs = new HashMap<>();
    private @Nullable ScheduledFuture<?> heartbeat;

    /** What was asked for before {@link #begin}: a few calls for each target of the configuration. */
    private final List<Runnable> held = new ArrayList<>();

    private boolean begun;

    private final LaneCounts counts;

    ProbeLane(
            int number,
            ContextInternal context,
            Probers probers,
            ProbeLimits limits,
            Supplier<Moment> clock,
            DoubleSupplier jitter,
            Consumer<Probed> consumer) {
        this.number = number;
        this.context = context;
        this.probers = probers;
        this.limits = limits;
        this.clock = clock;
        this.jitter = jitter;
        this.consumer = consumer;
        this.counts = new LaneCounts(number, clock.get());
        post(() -> beat(clock.get()));
    }

    LaneSnapshot snapshot() {
        return counts.snapshot();
    }

    /** What was asked for so far is done now, and all else at once. */
    void begin() {
        post(() -> {
            begun = true;
            held.forEach(Runnable::run);
            held.clear();
        });
    }

    /** Replaces what runs under the target's id, if anything does. */
    void run(Target target) {
        postWork(() -> {
            stopRun(target.id());
            var run = new TargetRun(this, target);
            runs.put(target.id(), run);
            counts.targets(runs.size());
            run.begin();
        });
    }

    void stop(TargetId id) {
        postWork(() -> {
            stopRun(id);
            counts.targets(runs.size());
        });
    }

    void pace(TargetId id, Pace pace) {
        postWork(() -> {
            TargetRun run = runs.get(id);
            if (run != null) {
                run.pace(pace);
            }
        });
    }

    void drill(TargetId id, @Nullable String words) {
        postWork(() -> {
            TargetRun run = runs.get(id);
            if (run != null) {
                run.drill(words);
            }
        });
    }

    void hurry(TargetId id) {
        postWork(() -> {
            TargetRun run = runs.get(id);
            if (run != null) {
                run.hurry();
            }
        });
    }

    void trip(TargetId id) {
        postWork(() -> {
            TargetRun run = runs.get(id);
            if (run != null) {
                run.trip();
            }
        });
    }

    /** Completes when the timers are cancelled and the sockets closed. */
    Future<Void> close() {
        Promise<Void> closed = Promise.promise();
        boolean posted = post(() -> {
            runs.values().forEach(TargetRun::end);
            runs.clear();
            held.clear();
            counts.targets(0);
            if (heartbeat != null) {
                heartbeat.cancel(false);
            }
            closed.complete();
        });
        if (!posted) {
            closed.complete();
        }
        return closed.future();
    }

    private void stopRun(TargetId id) {
        TargetRun run = runs.remove(id);
        if (run != null) {
            run.end();
        }
    }

    // What a TargetRun needs, on the event loop.

    Moment now() {
        return clock.get();
    }

    double chance() {
        return Math.clamp(jitter.getAsDouble(), 0.0, Math.nextDown(1.0));
    }

    ProbeLimits limits() {
        return limits;
    }

    Attempt start(Target target) {
        return probers.start(target);
    }

    /** A consumer's bug must not end the probing of the target that it was told about. */
    void deliver(Probed probed) {
        try {
            consumer.accept(probed);
        } catch (RuntimeException e) {
            log.error("the result of a probe of {} could not be handed on", probed.target(), e);
        }
    }

    ScheduledFuture<?> at(Moment due, Runnable task) {
        return loop().schedule(
                        () -> context.dispatch(task),
                        Math.max(0, due.since(clock.get()).toNanos()),
                        TimeUnit.NANOSECONDS);
    }

    LaneCounts counts() {
        return counts;
    }

    private void beat(Moment due) {
        Moment now = clock.get();
        counts.beat(now.since(due), now);
        Moment next = now.plus(HEARTBEAT);
        heartbeat = at(next, () -> beat(next));
    }

    private void postWork(Runnable task) {
        post(() -> {
            if (begun) {
                task.run();
            } else {
                held.add(task);
            }
        });
    }

    private boolean post(Runnable task) {
        try {
            loop().execute(() -> context.dispatch(task));
            return true;
        } catch (RejectedExecutionException e) {
            log.debug("lane {} has ended with its event loop", number);
            return false;
        }
    }

    private EventLoop loop() {
        return context.nettyEventLoop();
    }
}
