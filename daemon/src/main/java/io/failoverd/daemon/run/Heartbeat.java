package io.failoverd.daemon.run;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Something that has to keep moving for this process to be alive. The watchdog's thread asks, once a round; the first
 * question starts the measurement.
 *
 * @param name what the log calls it when it is stuck
 * @param progressed whether it has moved since the round before
 */
public record Heartbeat(String name, BooleanSupplier progressed) {

    /** A thread that runs tasks: it lives if the task of the last round has run. At most one is ever waiting there. */
    public static Heartbeat loop(String name, Executor executor) {
        var ran = new AtomicBoolean(true);
        return new Heartbeat(name, () -> {
            if (!ran.compareAndSet(true, false)) {
                return false;
            }
            try {
                executor.execute(() -> ran.set(true));
            } catch (RejectedExecutionException _) {
                return false; // a loop that takes no work is not alive
            }
            return true;
        });
    }

    /** Every event loop of this Vert.x, used or not. */
    public static List<Heartbeat> loops(Vertx vertx) {
        var loops = new ArrayList<Heartbeat>();
        for (EventExecutor loop : ((VertxInternal) vertx).eventLoopGroup()) {
            String name = loop instanceof SingleThreadEventExecutor single
                    ? single.threadProperties().name()
                    : "event loop " + loops.size();
            loops.add(loop(name, loop));
        }
        return List.copyOf(loops);
    }

    /** A counter that grows in every round, however quiet the day: a clock's ticks, a scheduler's turns. */
    public static Heartbeat advancing(String name, LongSupplier counter) {
        return new Heartbeat(name, new BooleanSupplier() {
            private long before = counter.getAsLong();

            @Override
            public boolean getAsBoolean() {
                long now = counter.getAsLong();
                boolean moved = now != before;
                before = now;
                return moved;
            }
        });
    }

    /** A queue with one consumer: all that was accepted by the last round is done by this one. Idle is alive. */
    public static Heartbeat draining(String name, LongSupplier accepted, LongSupplier done) {
        return new Heartbeat(name, new BooleanSupplier() {
            private long due = Long.MIN_VALUE;

            @Override
            public boolean getAsBoolean() {
                boolean drained = done.getAsLong() >= due;
                if (drained) {
                    due = accepted.getAsLong();
                }
                return drained;
            }
        });
    }
}
